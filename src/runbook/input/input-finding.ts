import type {Input} from '../meta-model.ts';
import type {Draft} from '../reading/draft.ts';
import type {Step} from '../step-model.ts';
import type {CommandWork, ProbeWork, ShellCommand} from '../work-model.ts';
import {InputNames, type Use} from './input-naming.ts';
import {findPlaceholders, nameOf, type Placeholder} from './placeholders.ts';
import {capturesOf, type Runnable, runnablesOf} from './runnable-texts.ts';
import {findVariables, isWellKnown} from './variables.ts';
import {withoutComments} from './without-comments.ts';

/**
Finds what a person has to fill in (rule R12) and tells every step which of it it uses.

@param declared inputs of the front matter; with them the runbook is annotated, and only what is sure is looked for.
@param literals texts the prose says to replace, by text: name and line.
*/
export function findInputs(
	drafts: readonly Draft[],
	declared: readonly Input[],
	literals: ReadonlyMap<string, number>,
): readonly Input[] {
	const runnables = drafts.flatMap(draft => runnablesOf(draft));
	const captured = new Set(drafts.flatMap(draft => capturesOf(draft.step)));
	const uses = usesOf(runnables, {captured, annotated: declared.length > 0, literals});
	const names = new InputNames(declared, uses);
	const filled = new Map<Draft, Filling>();
	for (const use of uses) {
		const {key, name, owner} = names.take(use);
		if (name === undefined) continue;
		const mine = fillingOf(filled, use.draft);
		mine.inputs.add(name);
		if (use.variable) continue;
		const token = owner === undefined ? key : `<${name}>`;
		if (owner !== undefined) mine.renames.set(key, key.slice(0, -use.token.length) + token);
		mine.placeholders.set(token, name);
	}
	const patterns = declared.map(input => ({name: input.name, pattern: mentionOf(input.name)}));
	for (const {draft, text} of runnables) {
		for (const {name, pattern} of patterns) {
			if (pattern.test(text)) fillingOf(filled, draft).inputs.add(name);
		}
	}
	for (const draft of drafts) {
		const {when} = draft.step;
		if (when === undefined) continue;
		for (const {name} of declared) {
			if (when.split(/[^\w.-]+/).includes(name)) fillingOf(filled, draft).inputs.add(name);
		}
	}
	for (const [draft, filling] of filled) draft.step = withInputs(draft.step, filling);
	return [...declared, ...names.found().toSorted((one, other) => one.line - other.line)];
}

/** What one step has to be given, and where it goes. */
type Filling = {
	readonly placeholders: Map<string, string>;
	/** Text → the same text with the token in it named after what it qualifies. */
	readonly renames: Map<string, string>;
	readonly inputs: Set<string>;
};

function fillingOf(filled: Map<Draft, Filling>, draft: Draft): Filling {
	const known = filled.get(draft) ?? {placeholders: new Map(), renames: new Map(), inputs: new Set<string>()};
	filled.set(draft, known);
	return known;
}

function usesOf(
	runnables: readonly Runnable[],
	known: {captured: ReadonlySet<string>; annotated: boolean; literals: ReadonlyMap<string, number>},
): readonly Use[] {
	const assigned = new Set<string>(known.captured);
	const uses: Use[] = [];
	for (const {draft, text, line, isShell, mixed, offered} of runnables) {
		const lineAt = lineCounter(text, line);
		const only = offered === true ? {offered} : {};
		const wanted = findPlaceholders(isShell ? withoutComments(text) : text).filter(
			one => (one.confidence === 'sure' || !(known.annotated || mixed)) && !known.captured.has(one.name),
		);
		uses.push(
			...wanted
				.filter(one => isShell || one.token.startsWith('{{') || one.token.startsWith('<'))
				.map(one => ({
					...one,
					...only,
					draft,
					line: lineAt(one.index),
					...(one.confidence === 'likely' ? {fallback: one.token} : {}),
				})),
		);
		for (const [literal] of known.literals) {
			const index = text.indexOf(literal);
			if (index >= 0)
				uses.push({...plain(literal, index), ...only, draft, line: lineAt(index), fallback: literal});
		}
		if (!isShell) continue;
		const variables = findVariables(text);
		for (const name of variables.assigned) assigned.add(name);
		for (const {name, index} of variables.used) {
			if (assigned.has(name) || isWellKnown(name) || (known.annotated && !/^[A-Z]/.test(name))) continue;
			const confidence = /^[A-Z][A-Z0-9_]*$/.test(name) ? 'sure' : 'likely';
			const fallback = confidence === 'likely' ? {fallback: ''} : {};
			uses.push({
				...plain(name, index),
				...only,
				confidence,
				variable: true,
				draft,
				line: lineAt(index),
				...fallback,
			});
		}
	}
	return uses;
}

function plain(token: string, index: number): Placeholder {
	return {token, name: nameOf(token), confidence: 'sure', index, qualifier: '', variable: false};
}

/** The name as a shell variable, in either case, or in double braces. */
function mentionOf(name: string): RegExp {
	const variable = name.replaceAll(/[^A-Za-z0-9_]/g, '_');
	const literal = name.replaceAll(/[^\w-]/g, '\\$&');
	return new RegExp(`\\$\\{?(?:${variable}|${variable.toUpperCase()})(?!\\w)|\\{\\{\\s*${literal}\\s*\\}\\}`);
}

function withInputs(step: Step, filling: Filling): Step {
	const inputs = [...filling.inputs];
	switch (step.kind) {
		case 'command':
			return {...step, inputs, run: withPlaceholders(step.run, filling)};
		case 'check':
			return {
				...step,
				inputs,
				suggested: suggestedWith(step.suggested, filling),
				...(step.run ? {run: withPlaceholders(step.run, filling)} : {}),
			};
		case 'manual':
			return {...step, inputs, suggested: suggestedWith(step.suggested, filling)};
		case 'probe':
			return {...step, inputs, work: probeWith(step.work, filling)};
		default:
			return {...step, inputs};
	}
}

function withPlaceholders(run: CommandWork, {placeholders, renames}: Filling): CommandWork {
	const longestFirst = [...placeholders].toSorted(([one], [other]) => other.length - one.length);
	const named = (text: string): string =>
		[...renames].reduce((now, [key, renamed]) => now.replaceAll(key, () => renamed), text);
	return {
		...run,
		script: named(run.script),
		commands: run.commands.map(command => ({...command, text: named(command.text)})),
		placeholders: Object.fromEntries(longestFirst),
	};
}

/** Each suggested command knows its own gaps; it is run by itself. */
function suggestedWith(
	commands: readonly ShellCommand[],
	{placeholders, renames}: Filling,
): readonly ShellCommand[] {
	return commands.map(command => {
		const text = [...renames].reduce(
			(now, [key, renamed]) => now.replaceAll(key, () => renamed),
			command.text,
		);
		const mine = [...placeholders].filter(([token]) => text.includes(token));
		return mine.length === 0
			? {...command, text}
			: {...command, text, placeholders: Object.fromEntries(mine)};
	});
}

/** A request is a template already; whatever mark the author used for a gap becomes the template's own. */
function probeWith(work: ProbeWork, filling: Filling): ProbeWork {
	if (work.probe === 'command') return {...work, run: withPlaceholders(work.run, filling)};
	if (work.probe !== 'http') return work;
	const named = (text: string): string =>
		[...filling.placeholders].reduce(
			(now, [token, name]) => now.replaceAll(token, () => `{{${name}}}`),
			text,
		);
	const {url, headers, body, method} = work.request;
	return {
		...work,
		request: {
			method,
			url: named(url),
			headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, named(value)])),
			...(body === undefined ? {} : {body: named(body)}),
		},
	};
}

/** Line of an offset; cheap while offsets rise. */
function lineCounter(text: string, firstLine: number): (index: number) => number {
	let line = firstLine;
	let counted = 0;
	return index => {
		if (index < counted) {
			line = firstLine;
			counted = 0;
		}
		for (let at = text.indexOf('\n', counted); at >= 0 && at < index; at = text.indexOf('\n', at + 1)) line++;
		counted = Math.max(counted, index);
		return line;
	};
}
