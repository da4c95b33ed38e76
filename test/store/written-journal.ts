import type {Entry} from '../../src/engine/entry.ts';
import {chainEntry, genesis} from '../../src/store/chain.ts';
import {closed, entriesFrom, first, note, run} from './driving.ts';

/** A journal of five entries and its lines, as a store writes them. */
export const entries = [
	first,
	...entriesFrom(
		2,
		note('ready'),
		{type: 'step.started', step: 'deploy', attempt: 1, part: 'whole', resolved: 'echo "1" > x,"h":"y'},
		{type: 'step.finished', step: 'deploy', attempt: 1, outcome: {result: 'passed', durationMs: 12}},
		closed,
	),
];

export function linesOf(all: readonly Entry[], nonce = 'ab'.repeat(16)): Buffer[] {
	let link = genesis(run, nonce);
	return all.map(one => {
		const line = chainEntry(link, one);
		if (line === undefined) {
			throw new Error('too long');
		}
		link = line.link;
		return Buffer.from(line.bytes);
	});
}

export const lines = linesOf(entries);
export const journal = Buffer.concat(lines);
