import {readGroups, type ShellGroups} from '../shell/groups.ts';
import {splitCommands} from '../shell/split.ts';
import {ttyOf} from '../shell/tty.ts';
import {plainWork} from '../work.ts';
import type {CommandWork, ShellCommand} from '../work-model.ts';
import type {FenceKind} from './fences.ts';
import {moodOf} from './imperative.ts';
import {cut} from './plain.ts';

export type ShellFence = Extract<FenceKind, {as: 'shell'}>;

/** What a shell fence asks for: one command step, or several parts when its comments tell a person to do something. */
export type ShellReading = {
	readonly work: CommandWork;
	readonly rule: string;
	/** What comments say should be seen. */
	readonly expect?: string;
	/** The machine the prompt names. */
	readonly host?: string;
	/** Set when comments hold work for a person: the script falls into parts around it (rule R5). */
	readonly parts?: readonly ShellPart[];
};

export type ShellPart =
	| {readonly is: 'commands'; readonly title: string; readonly line: number; readonly work: CommandWork}
	| {readonly is: 'manual'; readonly title: string; readonly line: number};

export function readShell(kind: ShellFence): ShellReading {
	const commands = commandsOf(kind);
	const groups = kind.lines || !kind.script.includes('\n') ? undefined : groupsOf(kind);
	const work = plainWork({
		interpreter: kind.interpreter,
		script: kind.script,
		commands,
		choice: groups?.choice ?? false,
		mixed: kind.mixed || (groups?.demo ?? false) || leavesForElsewhere(commands),
		...(kind.output === undefined ? {} : {expected: kind.output}),
	});
	const expect = groups?.expected.map(one => one.text).join('\n') ?? '';
	const parts = groups && groups.manual.length > 0 ? partsOf(kind, groups) : undefined;
	const rule = groups?.choice || groups?.demo || parts ? 'R5' : kind.rule;
	const host = kind.host === undefined ? {} : {host: kind.host};
	return {work, rule, ...host, ...(expect === '' ? {} : {expect}), ...(parts ? {parts} : {})};
}

/** Comments that only look like an instruction ("If nothing is shown: wrong node") stay comments. */
function groupsOf(kind: ShellFence): ShellGroups {
	const groups = readGroups(kind.script, kind.scriptLine);
	const isTold = (text: string): boolean => /^(?:imperative|branch)$/.test(moodOf(text));
	return {...groups, manual: groups.manual.filter(one => isTold(one.text))};
}

function commandsOf(kind: ShellFence): readonly ShellCommand[] {
	return kind.lines
		? kind.lines.flatMap(line => splitCommands(line.text, line.line))
		: splitCommands(kind.script, kind.scriptLine);
}

/** A login in the middle of a block: what follows would run here instead of there (rule R16). */
function leavesForElsewhere(commands: readonly ShellCommand[]): boolean {
	const index = commands.findIndex(command => opensShell(command));
	return index >= 0 && index < commands.length - 1;
}

/** True when the person stands in another shell afterwards: `ssh host`, `docker exec -it x bash`, `sudo -i`. */
export function opensShell(command: ShellCommand): boolean {
	const text = command.text.slice(0, 2_000).replace(/\[email\s+protected\]/gi, 'user@host');
	if (command.tty !== 'interactive' && (text === command.text || ttyOf(text) !== 'interactive')) return false;
	return /^(?:\w+=\S*\s+)*(?:sudo\s+)?(?:(?:auto|mo)?ssh|mosh)\b|\b(?:exec|run|debug|attach|ssh|rsh|shell)\b|^sudo\s+(?:-\S+\s+)*(?:-i|-s|su|bash|sh)\b|^su\b|\bstart-session\b/.test(
		text,
	);
}

/** True when the person is back where they came from. */
export function closesShell(commands: readonly ShellCommand[]): boolean {
	return /^(?:exit|logout)\b/.test(commands.at(-1)?.text ?? '');
}

/** The script cut at comments that tell a person to do something. */
function partsOf(kind: ShellFence, groups: ShellGroups): readonly ShellPart[] {
	const lines = kind.script.split('\n');
	const parts: ShellPart[] = groups.manual.map(one => ({is: 'manual', title: cut(one.text), line: one.line}));
	const borders = groups.manual.map(one => one.line);
	let run: {label?: string; first: number; last: number} | undefined;
	const finish = (): void => {
		if (!run) return;
		const script = lines.slice(run.first - kind.scriptLine, run.last - kind.scriptLine + 1).join('\n');
		const commands = splitCommands(script, run.first);
		const title = cut(run.label ?? commands[0]?.text ?? '', 72);
		parts.push({
			is: 'commands',
			title,
			line: run.first,
			work: plainWork({interpreter: kind.interpreter, script, commands, mixed: kind.mixed}),
		});
		run = undefined;
	};
	for (const group of groups.groups) {
		const last = lastLineOf(group.commands);
		if (run && borders.some(border => run !== undefined && border > run.first && border <= group.line))
			finish();
		run = {...(run ?? {first: group.line, ...(group.label === undefined ? {} : {label: group.label})}), last};
	}
	finish();
	return parts.toSorted((one, other) => one.line - other.line);
}

function lastLineOf(commands: readonly {text: string; line: number}[]): number {
	const last = commands.at(-1);
	return last ? last.line + last.text.split('\n').length - 1 : 0;
}
