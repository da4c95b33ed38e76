import {environmentOf, valuesOf} from '../engine/order.ts';
import {checkInput} from '../runbook/input/input-value.ts';
import type {Input} from '../runbook/meta-model.ts';
import {askCommand} from '../steps/ask-command.ts';
import {sanitiseLine} from '../text/sanitise.ts';
import type {OpenRun} from './opening.ts';
import {say} from './out.ts';

/**
Runs the commands that inputs take their values from, where nothing was given for them, one after the other: each sees the
values before it. Only after the runbook was trusted. What a command can't say is asked for, and why is said here.
*/
export async function fetchInputs({session}: OpenRun): Promise<void> {
	for (const input of session.state().runbook.inputs) {
		const from = input.from !== undefined && 'command' in input.from ? input.from.command : undefined;
		if (from !== undefined && !session.state().inputs.has(input.name)) {
			await fetchInput(session, input, from);
		}
	}
}

async function fetchInput(session: OpenRun['session'], input: Input, script: string): Promise<void> {
	await say(`${sanitiseLine(input.name)}: $ ${sanitiseLine(script.trim().replaceAll(/\s*\n\s*/g, ' ; '))}\n`);
	const asked = await askCommand(script, environmentOf(valuesOf(session.state())));
	const why = asked.ok ? checkInput(input, asked.value) : asked.why;
	if (!asked.ok || why !== undefined) {
		await say(`  no value: ${sanitiseLine(why ?? '')}\n`);
		return;
	}
	await say(`  ${input.secret ? '••••••' : sanitiseLine(asked.value)}\n`);
	const sent = input.secret
		? await session.giveSecrets({[input.name]: asked.value})
		: await session.send({
				type: 'set-inputs',
				values: {[input.name]: {is: 'value', value: asked.value, from: 'command'}},
			});
	if (!sent.ok) {
		await say(`  not taken: ${sanitiseLine(sent.why)}\n`);
	}
}
