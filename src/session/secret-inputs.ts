import type {Refusal} from '../engine/command.ts';
import type {InputValue} from '../engine/event.ts';
import {secretProblem} from '../text/mask.ts';

/** What the journal is told of secrets that were given: their names alone. Refused when one can't be masked reliably. */
export function secretInputs(
	values: Readonly<Record<string, string>>,
): {readonly ok: true; readonly inputs: Readonly<Record<string, InputValue>>} | Refusal {
	for (const [name, value] of Object.entries(values)) {
		const problem = secretProblem(value);
		if (problem !== undefined) {
			return {ok: false, why: `${name}: ${problem}`};
		}
	}
	const inputs = Object.keys(values).map(name => [name, {is: 'secret', from: 'asked'}] as const);
	return {ok: true, inputs: Object.fromEntries(inputs)};
}
