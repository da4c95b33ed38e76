import type {Command, Refusal} from '../engine/command.ts';
import type {InputValue} from '../engine/event.ts';
import {maskText, secretProblem} from '../text/mask.ts';

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

/** What a person typed must not carry a secret into the journal; what a step printed is masked before it comes here. */
export function whyHoldsSecret(command: Command, secrets: ReadonlyMap<string, string>): string | undefined {
	if (secrets.size === 0 || command.type === 'finish-step') {
		return undefined;
	}
	const hidden = [...secrets.values()];
	const told = textsIn(command).filter(text => maskText(text, hidden) !== text);
	const held = [...secrets].find(([, value]) => told.some(text => maskText(text, [value]) !== text));
	return held === undefined
		? undefined
		: `that holds the secret “${held[0]}”, which is never written down; a command says $${held[0].replaceAll(/[^A-Za-z0-9_]/g, '_')} instead`;
}

function textsIn(value: unknown): readonly string[] {
	if (typeof value === 'string') {
		return [value];
	}
	return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
