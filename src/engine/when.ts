import {whenTerm} from '../runbook/reading/when.ts';
import type {RunState} from './state.ts';

/**
Conditions of the `when` attribute: `name == word`, `name != word`, `name has word` (a list separated by commas or
spaces), `name` alone (set and not `no`, `false`, `0`), joined by `and` or `or` (one kind, read from the left).
`strategy` is the runbook's own where no input has that name. `environment` and `service` are names like any input; a check's answer and the choice made at a gate go by their ids.
*/
export function isMet(
	condition: string,
	state: Pick<RunState, 'inputs' | 'captured' | 'opened' | 'progress'> & Partial<Pick<RunState, 'runbook'>>,
): boolean {
	const parts = condition.split(/\s+(and|or)\s+/);
	let met = term(parts[0] ?? '', state);
	for (let at = 1; at < parts.length; at += 2) {
		const next = term(parts[at + 1] ?? '', state);
		met = parts[at] === 'and' ? met && next : met || next;
	}
	return met;
}

/** Names of the inputs and answers that a condition asks for. */
export function namesIn(condition: string): readonly string[] {
	return condition.split(/\s+(?:and|or)\s+/).flatMap(part => whenTerm.exec(part.trim())?.groups?.name ?? []);
}

function term(text: string, state: Parameters<typeof isMet>[1]): boolean {
	const groups = whenTerm.exec(text.trim())?.groups;
	if (groups?.name === undefined) {
		return true;
	}
	const value = valueNamed(groups.name, state) ?? '';
	const word = (groups.word ?? '').replace(/^(["'])(.*)\1$/, '$2');
	const met = compare({value, verb: groups.verb, word});
	return groups.not === undefined ? met : !met;
}

function compare(comparison: {value: string; verb: string | undefined; word: string}): boolean {
	const {value, verb, word} = comparison;
	switch (verb) {
		case '==':
			return value === word;
		case '!=':
			return value !== word;
		case 'has':
			return value.split(/[\s,]+/).includes(word);
		default:
			return value !== '' && !['no', 'false', '0'].includes(value);
	}
}

function valueNamed(name: string, state: Parameters<typeof isMet>[1]): string | undefined {
	if (name === 'environment') {
		return state.opened.environment;
	}
	if (name === 'service') {
		return state.opened.service;
	}
	const input = state.inputs.get(name);
	const progress = state.progress.get(name);
	return (
		state.captured.get(name) ??
		(input?.is === 'value' ? input.value : undefined) ??
		progress?.answer?.value ??
		progress?.answer?.answer ??
		progress?.gate.at(-1)?.choice ??
		(name === 'strategy' ? state.runbook?.meta.strategy : undefined)
	);
}
