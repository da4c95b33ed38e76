import {type LogicalLine, logicalLines} from './logical-lines.ts';
import {looksLikeCommand} from './looks.ts';

/** The logical lines that stand under one comment label. */
export type CommandGroup = {
	/** The comment, its marks taken away; absent for what stands above the first. */
	readonly label?: string;
	/** 1-based line in the runbook file of the label, else of the first command. */
	readonly line: number;
	readonly commands: readonly {readonly text: string; readonly line: number}[];
};

/** How a shell block falls apart (rule R5). */
export type ShellGroups = {
	/** Groups that hold a command, in order. */
	readonly groups: readonly CommandGroup[];
	/** Alternatives: the person picks one, nothing is preselected. */
	readonly choice: boolean;
	/** Does a thing and takes it back: to be run line by line, never as a whole. */
	readonly demo: boolean;
	/** Comments with nothing to run below them, such as “Open the dashboard”: work for a person. */
	readonly manual: readonly {readonly text: string; readonly line: number}[];
	/** What comments say should be seen, such as “Expect: 401”. */
	readonly expected: readonly {readonly text: string; readonly line: number}[];
};

/** @param firstLine 1-based line of the script's first line in the runbook file. */
export function readGroups(script: string, firstLine: number): ShellGroups {
	const drafts: Draft[] = [{label: [], line: firstLine, commands: [], closed: false}];
	const expected: {text: string; line: number}[] = [];
	let seen = -1;
	for (const line of logicalLines(script)) {
		const at = {
			text: line.is === 'comment' ? labelOf(line.text) : line.text,
			line: line.line + firstLine - 1,
		};
		if (line.is === 'comment' && isExpectation(at.text)) {
			expected.push({...at, text: at.text.replace(expectation, '').trim()});
			seen = at.line;
		} else if (line.is === 'comment' && !line.afterBlank && at.line === seen + 1 && at.text !== '') {
			const last = expected.at(-1);
			if (last) last.text = last.text === '' ? at.text : `${last.text}\n${at.text}`;
			seen = at.line;
		} else {
			take(drafts, line, at);
		}
	}
	const groups = drafts.filter(draft => draft.commands.length > 0).map(groupOf);
	const manual = drafts
		.filter(draft => draft.commands.length === 0 && isInstruction(draft.label.join(' ')))
		.map(draft => ({text: draft.label.join(' '), line: draft.line}));
	return {groups, choice: isChoice(groups), demo: isDemo(groups), manual, expected};
}

type Draft = {label: string[]; line: number; commands: {text: string; line: number}[]; closed: boolean};

function take(drafts: Draft[], line: LogicalLine, at: {text: string; line: number}): void {
	const last = drafts.at(-1);
	if (last === undefined) {
		return;
	}
	if (line.is === 'command') {
		last.commands.push(at);
		return;
	}
	if (at.text === '' || isCommentedOut(at.text)) {
		return;
	}
	if (last.commands.length === 0 && !line.afterBlank && last.label.length > 0) {
		last.label.push(at.text);
		return;
	}
	if (last.commands.length === 0 && last.label.length === 0) {
		last.label.push(at.text);
		last.line = at.line;
		return;
	}
	drafts.push({label: [at.text], line: at.line, commands: [], closed: false});
}

function groupOf(draft: Draft): CommandGroup {
	const {commands} = draft;
	return draft.label.length === 0
		? {line: commands[0]?.line ?? draft.line, commands}
		: {label: draft.label.join(' '), line: draft.line, commands};
}

/** The words of a comment: marks, rules and a closing colon taken away; a `#!` line has none. */
function labelOf(comment: string): string {
	const text = comment.startsWith('#!') ? '' : comment.replace(/^#+/, '').trim();
	return /^[-=*#~_\s]*$/.test(text) ? '' : text.replaceAll(/^[-=*~\s]+|[-=*~\s]+$/g, '').replace(/\s*:$/, '');
}

const expectation =
	/^(?:expect(?:ed|s)?(?: (?:output|result|response))?|output|returns?|should (?:print|show|return|see|be|output)|you should see|=>|->|→)(?!\w)[:\s]*/i;

function isExpectation(label: string): boolean {
	return expectation.test(label);
}

/** A command that someone switched off: `# kubectl get pods -n web`. */
function isCommentedOut(label: string): boolean {
	return looksLikeCommand(label) && /(?:^|\s)-{1,2}\w|[|>$/"'=]/.test(label);
}

function isInstruction(label: string): boolean {
	return /^(?:(?:step\s*)?\d+[.):]\s*)?(?:(?:then|now|next|first|finally),? )?(?:let|have|send|post|take|save|press|type|enter|approve|merge|schedule|fill|sign|switch|test|validate|pick|provide|share|page|hand|inform|compare|examine|close|finish|open|go|log|wait|repeat|check|verify|confirm|edit|increase|decrease|update|add|remove|set|change|ask|tell|notify|announce|record|note|copy|paste|find|look|make|create|click|navigate|download|upload|review|restart|stop|start|if|when|do|run|redeploy|monitor|watch|investigate|escalate|contact|call|delete|replace|ensure|inspect|select|choose)\b/i.test(
		label,
	);
}

/** A label that opens an alternative, or labels that name different surroundings. */
function isChoice(groups: readonly CommandGroup[]): boolean {
	const labels = groups.map(group => group.label ?? '');
	if (
		labels.some(
			label =>
				/^(?:or\b|alternatively\b|alternative\b|otherwise\b|optional(?:ly)?\b|if\b|option \w+\b|variant \w+\b|method \w+\b|either\b)/i.test(
					label,
				) || /\((?:optional|alternative)\)$/i.test(label),
		)
	) {
		return groups.length > 1 || labels.some(label => /^(?:if|optional)/i.test(label));
	}
	const named = labels.filter(label => label !== '');
	return (
		named.length > 1 && named.length === groups.length && families.some(family => differOnlyBy(named, family))
	);
}

/** Words of one family name surroundings of which only one is meant. */
const families = [
	/\b(?:aws|gcp|google cloud|azure|digitalocean|on-prem(?:ise)?s?)\b/gi,
	/\b(?:github|gitlab|bitbucket)\b/gi,
	/\b(?:staging|stage|production|prod|development|dev|test|qa|uat|preprod|sandbox)\b/gi,
	/\b(?:postgres(?:ql)?|mysql|mariadb|sqlite|mongodb|oracle)\b/gi,
	/\b(?:linux|macos|mac os x?|mac|windows|debian|ubuntu|centos|rhel|fedora|alpine|arch)\b/gi,
	/\b(?:dry[- ]run|real run|for real|real)\b/gi,
	/\b(?:docker(?: compose)?|podman|kubernetes|k8s|systemd|helm)\b/gi,
	/\b(?:npm|yarn|pnpm|bun)\b/gi,
];

function differOnlyBy(labels: readonly string[], family: RegExp): boolean {
	const rests = new Set(
		labels.map(label =>
			label
				.toLowerCase()
				.replaceAll(family, '*')
				.replaceAll(/[^a-z0-9*]+/g, ' ')
				.trim(),
		),
	);
	const words = labels.map(label => label.toLowerCase().match(family)?.join(' '));
	return rests.size === 1 && !words.includes(undefined) && new Set(words).size === labels.length;
}

const opposites: readonly (readonly [string, string])[] = [
	['up', 'down'],
	['start', 'stop'],
	['create', 'delete'],
	['create', 'destroy'],
	['apply', 'destroy'],
	['apply', 'delete'],
	['install', 'uninstall'],
	['enable', 'disable'],
	['cordon', 'uncordon'],
	['add', 'remove'],
	['mount', 'umount'],
	['lock', 'unlock'],
];

/** Longer blocks are scripts, not demonstrations; every pair of lines is looked at. */
const demoLinesMax = 60;

/** Does something first and undoes the same later: a demonstration. (Stop first, start later is a restart.) */
function isDemo(groups: readonly CommandGroup[]): boolean {
	const commands = groups.flatMap(group => group.commands).slice(0, demoLinesMax);
	if (commands.length < 2) return false;
	const lines = commands.map(command => wordsOf(command.text));
	return opposites.some(([first, second]) =>
		lines.some((line, index) => lines.slice(index + 1).some(later => undoes({line, later, first, second}))),
	);
}

function undoes(pair: {
	line: readonly string[];
	later: readonly string[];
	first: string;
	second: string;
}): boolean {
	const {line, later, first, second} = pair;
	const isPair = line.includes(first) && later.includes(second);
	return isPair && withoutOptions(line, first) === withoutOptions(later, second);
}

function withoutOptions(words: readonly string[], verb: string): string {
	return words.filter(word => word !== verb && !word.startsWith('-')).join(' ');
}

function wordsOf(text: string): readonly string[] {
	return text.slice(0, 2000).split(/\s+/).slice(0, 40);
}
