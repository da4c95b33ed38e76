import type {RunState} from '../../engine/state.ts';
import {saidLine} from './said.ts';

const given: Readonly<Record<string, string>> = {
	asked: 'asked in this run',
	argument: 'given with --input',
	file: 'from the file of inputs',
	environment: 'from the environment',
	default: 'the runbook’s default',
	practice: 'of the practice world',
	record: 'from the earlier record',
	command: 'printed by the runbook’s command for it',
};

/** Where a value of this run came from, in words: who gave it, or which step printed it. */
export function originOf(state: RunState, name: string): string {
	const printed = [...state.progress].findLast(([, {attempts}]) =>
		attempts.some(({end}) => end.is === 'ended' && end.outcome.captured?.[name] !== undefined),
	);
	if (state.captured.has(name) && printed !== undefined) {
		return `printed by “${saidLine(state.stepsById.get(printed[0])?.title ?? printed[0])}”`;
	}
	const input = state.inputs.get(name);
	if (input === undefined) {
		return '';
	}
	const same = 'from' in input ? /^input (.+)$/s.exec(input.from)?.[1] : undefined;
	if (same !== undefined) {
		return `the same as ${saidLine(same)}`;
	}
	return input.is === 'left' ? 'left as it stands' : (given[input.from] ?? saidLine(input.from));
}
