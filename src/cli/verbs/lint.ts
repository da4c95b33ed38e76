import {existsSync} from 'node:fs';
import {dirname, resolve} from 'node:path';
import {type ExitCode, exitCode} from '../../fault.ts';
import type {FileText} from '../../runbook/include/include.ts';
import {lint as lintReading} from '../../runbook/lint/lint.ts';
import {sarifOf} from '../../runbook/lint/sarif.ts';
import type {Problem} from '../../runbook/model.ts';
import {readRunbook} from '../../runbook/read.ts';
import {jsonText} from '../../text/json-text.ts';
import {readBook} from '../includes.ts';
import {say} from '../out.ts';
import {filesMatching} from '../patterns.ts';
import {nameOf, problemLines} from '../problems.ts';
import {type RunbookFile, readRunbookFile} from '../read-file.ts';
import {repair} from '../repair.ts';

export type LintOptions = {
	readonly json?: boolean;
	readonly sarif?: boolean;
	readonly fix?: boolean;
	readonly write?: boolean;
};

type Linted = {
	readonly file: RunbookFile & {readonly includes: readonly FileText[]};
	readonly problems: readonly Problem[];
};

/** `gonogo lint FILE…`: one file after the other, so that memory stays that of one. */
export async function lint(patterns: readonly string[], options: LintOptions): Promise<ExitCode> {
	const names = await filesMatching(patterns);
	if (options.fix === true) {
		return repair(names, options.write ?? false);
	}
	const linted: {name: string; problems: readonly Problem[]}[] = [];
	for (const name of names) {
		const {file, problems} = await lintFile(name);
		linted.push(...byFile(name, problems));
		if (options.json !== true && options.sarif !== true && problems.length > 0) {
			await say(`${problemLines(problems, file)}\n`);
		}
	}
	await say(
		options.json === true
			? json(linted)
			: options.sarif === true
				? `${jsonText(sarifOf(linted), 2)}\n`
				: counted(linted),
	);
	return linted.some(({problems}) => problems.some(problem => problem.severity === 'error'))
		? exitCode.failed
		: exitCode.complete;
}

async function lintFile(name: string): Promise<Linted> {
	const file = await readRunbookFile(name);
	const beside = dirname(file.path);
	const source = {
		text: file.text,
		path: file.name,
		today: new Date().toISOString().slice(0, 10),
		exists: (path: string) => existsSync(resolve(beside, path)),
	};
	const {reading, includes} = readBook(file);
	return {
		file: {...file, includes},
		problems: [...reading.problems, ...lintReading(readRunbook(source), source)].sort(
			(a, b) => (a.file ?? '').localeCompare(b.file ?? '') || a.line - b.line || a.column - b.column,
		),
	};
}

/** What is wrong in an included file is told under that file's name; the runbook itself comes first. */
function byFile(name: string, problems: readonly Problem[]): {name: string; problems: readonly Problem[]}[] {
	const names = new Set([name, ...problems.map(problem => nameOf(problem, name))]);
	return [...names].map(one => ({
		name: one,
		problems: problems
			.filter(problem => nameOf(problem, name) === one)
			.map(({file: _, ...problem}) => problem),
	}));
}

function json(linted: readonly {name: string; problems: readonly Problem[]}[]): string {
	return `${jsonText({schema: 'gonogo.lint/1', files: linted.map(({name, problems}) => ({path: name, problems}))}, 2)}\n`;
}

function counted(linted: readonly {problems: readonly Problem[]}[]): string {
	const all = linted.flatMap(({problems}) => problems);
	const of = (severity: Problem['severity']) => all.filter(problem => problem.severity === severity).length;
	const files = linted.length === 1 ? '1 runbook' : `${linted.length} runbooks`;
	return all.length === 0
		? `${files}, nothing found.\n`
		: `${files}: ${of('error')} errors, ${of('warning')} warnings, ${of('hint')} hints.\n`;
}
