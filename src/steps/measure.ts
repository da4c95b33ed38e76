import {rmSync} from 'node:fs';
import {join} from 'node:path';
import type {Finding} from '../engine/event-rules.ts';
import type {Order} from '../engine/order.ts';
import type {Perform, Tools} from './performer.ts';
import {statePath} from './shell/carry.ts';

/** What was found fits on a line of the screen. UTF-16 units. */
const foundCharsMax = 300;

/**
Looks at the world once, by a step that only reads: what it gives is what was found. Its log stays only where it did not
pass, and nothing it sets is handed on. Never rejects: what can't be measured is unknown.
*/
export async function measure(
	rule: string,
	order: Order,
	{perform, tools}: {readonly perform: Perform; readonly tools: Tools},
): Promise<Finding> {
	const name = `${order.step.id}.${order.attempt}`;
	try {
		const {result, captured, facts, summary, why} = await perform(order, tools);
		const found = captured?.found ?? (facts?.version === undefined ? summary : String(facts.version));
		rmSync(statePath(tools.directory, name, ''), {force: true});
		if (result === 'passed' || result === 'warned') {
			rmSync(join(tools.directory, 'output', `${name}.log`), {force: true});
		}
		return {
			rule,
			is: result === 'unknown' ? 'unknown' : result === 'failed' ? 'fail' : 'pass',
			...(found === undefined ? {} : {found: found.slice(0, foundCharsMax)}),
			...(why === undefined ? {} : {why: why.slice(0, foundCharsMax)}),
		};
	} catch (error) {
		return {rule, is: 'unknown', why: `It can't be measured: ${String(error).slice(0, foundCharsMax)}`};
	}
}
