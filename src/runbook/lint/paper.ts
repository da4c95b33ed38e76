import {readFrontMatter} from '../front-matter/front-matter.ts';
import type {Problem, Reading, Runbook} from '../model.ts';
import {findDamage, isBareCommand} from '../reading/damaged.ts';
import {type Source, sourceOf} from '../reading/source.ts';
import {type SimpleCommand, simpleCommands} from '../shell/simple.ts';
import type {Step} from '../step-model.ts';
import type {CommandWork, ShellCommand} from '../work-model.ts';
import {explain} from './registry.ts';

/** What a linter is given: the file as read, as written, and the day it is read on. */
export type LintSource = {
	readonly text: string;
	readonly path: string;
	/** ISO date of today, for review dates; without it they are not looked at. */
	readonly today?: string;
	/** Says whether a relative path exists beside the runbook; without it links are not followed. */
	readonly exists?: (path: string) => boolean;
};

/** One command of the runbook, wherever it stands. */
export type FoundCommand = {
	readonly text: string;
	/** 1-based line in the file. */
	readonly line: number;
	/** Its program calls. */
	readonly calls: readonly SimpleCommand[];
	/** The step that holds it; absent for text of a damaged file. */
	readonly step?: Step;
	readonly run?: CommandWork;
	/** Commands of the same block share it. */
	readonly block: number;
	readonly where: 'walk' | 'rollback' | 'emergency' | 'aside' | 'text';
};

/** Everything the rules look at, made once. */
export type Paper = {
	readonly runbook: Runbook;
	readonly source: Source;
	readonly given: LintSource;
	/** 1-based line of the body's first line. */
	readonly bodyFrom: number;
	/** In the order of the file. */
	readonly commands: readonly FoundCommand[];
	/** True for lines inside a fence, by 1-based line. */
	readonly fenced: ReadonlySet<number>;
	/** The author writes for gonogo: front matter or attributes of ours stand in it. */
	readonly annotated: boolean;
	readonly damage: 'none' | 'marks-lost' | 'glued';
};

/** One family of rules. */
export type Rule = (paper: Paper) => readonly Problem[];

export function paperOf(reading: Reading, given: LintSource): Paper {
	const {runbook} = reading;
	const source = sourceOf(given);
	const {bodyFrom} = readFrontMatter(given.text);
	const damage = findDamage(source.lines.slice(bodyFrom - 1)).is;
	const base = {
		runbook,
		source,
		given,
		bodyFrom,
		fenced: fencedLines(source.lines),
		annotated: isAnnotated(runbook, source),
		damage,
	};
	return {...base, commands: commandsOf(base)};
}

/** A problem at a place, with the explanation of its code. */
export function finding(
	code: string,
	at: {readonly line: number; readonly column?: number},
	said: {readonly message: string; readonly hint?: string; readonly severity?: Problem['severity']},
): Problem {
	const known = explain(code);
	return {
		code,
		severity: said.severity ?? known.severity,
		line: Math.max(1, at.line),
		column: Math.max(1, at.column ?? 1),
		message: said.message,
		hint: said.hint ?? known.instead,
		why: known.why,
	};
}

/** The place of a word in a command, over all its lines; the command's first line when the word isn't found as written. */
export function placeOf(
	paper: Paper,
	command: {readonly text: string; readonly line: number},
	word: string,
): {line: number; column: number} {
	const count = command.text.split('\n').length;
	for (let line = command.line; line < command.line + count; line++) {
		const column = word === '' ? -1 : (paper.source.lines[line - 1] ?? '').indexOf(word);
		if (column !== -1) {
			return {line, column: column + 1};
		}
	}
	const first = paper.source.lines[command.line - 1] ?? '';
	return {line: command.line, column: first.length - first.trimStart().length + 1};
}

/** Commands in the order of the walk or the rollback, for rules that look at what comes before what. */
export function inOrder(paper: Paper, where: FoundCommand['where']): readonly FoundCommand[] {
	return paper.commands.filter(command => command.where === where && command.step?.forbidden !== true);
}

/** A command with more program calls is a program; rules compare calls with each other. */
const callsMax = 300;

type Base = Omit<Paper, 'commands'>;

function commandsOf(paper: Base): readonly FoundCommand[] {
	const {runbook} = paper;
	const branches = [
		['walk', runbook.walk],
		['rollback', runbook.rollback],
		['emergency', runbook.emergency],
		['aside', runbook.aside],
	] as const;
	const found: FoundCommand[] = [];
	let block = 0;
	for (const [where, steps] of branches) {
		for (const step of steps) {
			for (const {commands, run} of worksOf(step)) {
				block++;
				found.push(
					...commands.map(({text, line}) => ({
						text,
						line,
						calls: simpleCommands(text).slice(0, callsMax),
						step,
						block,
						where,
						...(run === undefined ? {} : {run}),
					})),
				);
			}
		}
	}
	const covered = new Set(
		found.flatMap(command => command.text.split('\n').map((_, index) => command.line + index)),
	);
	return [...found, ...looseCommands(paper, covered)].toSorted((a, b) => a.line - b.line);
}

type Work = {readonly commands: readonly Pick<ShellCommand, 'text' | 'line'>[]; readonly run?: CommandWork};

function worksOf(step: Step): readonly Work[] {
	switch (step.kind) {
		case 'command':
			return [{commands: step.run.commands, run: step.run}];
		case 'check':
			return [
				...(step.run === undefined ? [] : [{commands: step.run.commands, run: step.run}]),
				{commands: step.suggested},
			];
		case 'manual':
			return [{commands: step.suggested}];
		case 'probe':
			return step.work.probe === 'command' ? [{commands: step.work.run.commands, run: step.work.run}] : [];
		case 'metric':
			return step.work.from.source === 'command'
				? [{commands: step.work.from.run.commands, run: step.work.from.run}]
				: [];
		default:
			return [];
	}
}

/** Where a copy lost line ends, commands stand in running text or behind the comment that was above them. */
const gluedCommand =
	/(?<=[a-z)\]])(?=(?:pg_dump|pg_restore|psql)\s+["$-]|ssh\s+[\w.-]+@|docker\s+(?:compose|run|exec|pull)\s|kubectl\s+\w+\s|curl\s+-|for \w+ in |systemctl\s+\w+\s)/;

const gluedStart =
	/^(?:pg_dump|pg_restore|psql|docker|kubectl|curl|ssh|helm|systemctl|git)\s+(?:["$-]|[\w.-]+@|(?:compose|run|exec|pull|up|apply)\s)/;

function looseCommands(paper: Base, covered: ReadonlySet<number>): readonly FoundCommand[] {
	if (paper.damage === 'none') {
		return [];
	}
	return paper.source.lines.flatMap((text, index) => {
		const line = index + 1;
		const glued = text.search(gluedCommand);
		const isBare = isBareCommand(text) || (paper.damage === 'glued' && gluedStart.test(text));
		const command = isBare ? text : glued === -1 ? undefined : text.slice(glued);
		const isLoose = command !== undefined && line >= paper.bodyFrom && !covered.has(line);
		return isLoose
			? [
					{
						text: command,
						line,
						calls: simpleCommands(command).slice(0, callsMax),
						block: -line,
						where: 'text' as const,
					},
				]
			: [];
	});
}

function fencedLines(lines: readonly string[]): ReadonlySet<number> {
	const fenced = new Set<number>();
	let open: string | undefined;
	for (const [index, text] of lines.entries()) {
		const mark = /^\s*(?:>\s?)*(?:[-*+]\s+|\d+[.)]\s+)?(`{3,}|~{3,})(.*)$/.exec(text);
		const closes =
			open !== undefined && (mark?.[1] ?? '').startsWith(open) && (mark?.[2] ?? '').trim() === '';
		if (open !== undefined || mark !== null) {
			fenced.add(index + 1);
		}
		open = closes ? undefined : (open ?? mark?.[1]);
	}
	return fenced;
}

function isAnnotated(runbook: Runbook, source: Source): boolean {
	const {meta} = runbook;
	const hasMeta =
		[meta.environments, meta.connections, meta.requires.tools].some(one => Object.keys(one).length > 0) ||
		meta.strategy !== undefined ||
		meta.windows !== undefined;
	return (
		hasMeta ||
		runbook.inputs.some(input => input.confidence === 'declared') ||
		source.lines.some(line => /^\s*(?:`{3,}|~{3,})\S+\s+\{#|<!--\s*gonogo\b/.test(line.slice(0, 300)))
	);
}
