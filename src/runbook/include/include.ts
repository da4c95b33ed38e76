import {withMessages} from '../messages.ts';
import type {Problem, Reading} from '../model.ts';
import {readRunbook} from '../read.ts';
import {unknownInCriteria} from '../reading/criteria.ts';
import {unknownNames} from '../reading/finish.ts';
import {stepsOf} from './include-ids.ts';
import {findIncludes, type IncludeLine} from './include-lines.ts';
import {mergeIncluded} from './include-merge.ts';
import {resolveInclude} from './include-path.ts';

/** A file of a runbook; the path is relative to the runbook's directory, with `/`. */
export type FileText = {readonly path: string; readonly text: string};

/** Gives an included file's text, or why it can't be had, as words that follow the path. */
export type ReadIncluded = (path: string) => {readonly text: string} | {readonly problem: string};

/** A person keeps track of a few levels; a chain that is longer is a mistake. */
const depthMax = 8;
/** Includes of one runbook, each counted every time it stands somewhere. */
const includesMax = 50;

/**
Reads a runbook with the files it includes: `<!-- gonogo: include=path/to/other.md -->`. Total like readRunbook; an
include that leads nowhere, back to itself or out of bounds is an error among the problems.

@returns every included file once, in the order they are first met.
*/
export function readWithIncludes(
	source: FileText,
	readFile: ReadIncluded,
): {readonly reading: Reading; readonly files: readonly FileText[]} {
	const reader: Reader = {readFile, files: new Map(), includes: 0};
	const main = source.path.split(/[/\\]/).at(-1) ?? '';
	const read = readRunbook(source);
	const reading = withIncluded(reader, read, {text: source.text, chain: [main]});
	return {
		reading: withMoments(reader.includes === 0 ? reading : withNamesChecked(reading)),
		files: [...reader.files].map(([path, text]) => ({path, text})),
	};
}

/** Messages of the front matter are steps of the runbook that is run, wherever their channels were declared. */
function withMoments({runbook, ...rest}: Reading): Reading {
	return {...rest, runbook: withMessages(runbook)};
}

type Reader = {readonly readFile: ReadIncluded; readonly files: Map<string, string>; includes: number};
type Standing = {readonly text: string; readonly chain: readonly string[]};

function withIncluded(reader: Reader, read: Reading, {text, chain}: Standing): Reading {
	const {includes, problems} = findIncludes(text);
	let reading: Reading = problems.length === 0 ? read : {...read, problems: [...read.problems, ...problems]};
	for (const at of includes) {
		const found = readOne(reader, at, chain);
		reading =
			'problem' in found
				? {...reading, problems: [...reading.problems, found.problem]}
				: mergeIncluded(reading, {at, ...found});
	}
	return reading;
}

function readOne(
	reader: Reader,
	at: IncludeLine,
	chain: readonly string[],
): {readonly path: string; readonly reading: Reading} | {readonly problem: Problem} {
	const refused = (why: string, hint: string): {readonly problem: Problem} => ({
		problem: refusal(at, why, hint),
	});
	reader.includes++;
	if (at.target === undefined) return refused('names no file', 'Write include=path/to/other.md.');
	const resolved = resolveInclude(chain.at(-1) ?? '', at.target);
	if ('problem' in resolved) {
		return refused(
			resolved.problem,
			'Name a Markdown file relative to this one, such as include=database.md.',
		);
	}
	const {path} = resolved;
	const way = [...chain, path].join(' → ');
	if (chain.includes(path))
		return refused(`leads back to itself: ${way}`, 'Take one include out of the circle.');
	if (chain.length > depthMax) {
		return refused(`is more than ${depthMax} files deep: ${way}`, 'Include it from a file further up.');
	}
	if (reader.includes > includesMax) {
		return refused(
			`is one of more than ${includesMax} includes (${way})`,
			'Split the runbook into several runs.',
		);
	}
	if (at.when !== undefined && /\s+or\s+/.test(at.when)) {
		return refused('has a condition with “or”', 'Write it with “and”, or on the steps themselves.');
	}
	const given = textOf(reader, path);
	if ('problem' in given) {
		return refused(given.problem, `It was looked for by way of ${way}.`);
	}
	const read = readRunbook({text: given.text, path});
	return {path, reading: withIncluded(reader, read, {text: given.text, chain: [...chain, path]})};
}

/** Each file is read once: the bytes that were looked at are the bytes that count everywhere. */
function textOf({files, readFile}: Reader, path: string): ReturnType<ReadIncluded> {
	const known = files.get(path);
	const given = known === undefined ? readFile(path) : {text: known};
	if ('text' in given) files.set(path, given.text);
	return given;
}

function refusal({line, column, target}: IncludeLine, why: string, hint: string): Problem {
	return {
		code: 'include.refused',
		severity: 'error',
		line,
		column,
		message: `The include ${target === undefined ? '' : `“${target.slice(0, 200)}” `}${why}.`,
		hint,
	};
}

/** A step may name one of another file, once all of them are known. */
function withNamesChecked({runbook, problems}: Reading): Reading {
	return {
		runbook,
		problems: [
			...problems.filter(problem => problem.code !== 'step.unknown'),
			...unknownNames(stepsOf(runbook)),
			...unknownInCriteria(runbook),
		],
	};
}
