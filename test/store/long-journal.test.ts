import {expect, test} from 'vitest';
import type {Event} from '../../src/engine/event.ts';
import {replay} from '../../src/engine/evolve.ts';
import {chainEntry, genesis, type Link} from '../../src/store/chain.ts';
import {readChain} from '../../src/store/read-chain.ts';
import {check, opened, runbookOf} from '../engine/given.ts';
import {entry, first, note, run} from './driving.ts';

const entries = 100_000;

/** Of the processor, so that a busy machine says the same as a quiet one. Milliseconds. */
const withinMs = 2_000;

test.each([
	{of: 'notes', eventOf: (seq: number): Event => note(`a note of a usual length, number ${seq}`)},
	{of: 'tries of one step', eventOf: tryOf},
])(
	'a journal of 100,000 entries, $of, is read, verified and folded within two seconds',
	{
		timeout: 120_000,
	},
	({eventOf}) => {
		const bytes = longJournal(eventOf);
		const before = process.cpuUsage();
		const reading = readChain(bytes, run);
		const state = replay(runbookOf({walk: [check('look')]}), reading.entries);
		const {user, system} = process.cpuUsage(before);
		expect(reading.end).toEqual({is: 'whole'});
		expect(state?.seq).toBe(entries);
		expect((user + system) / 1000).toBeLessThan(withinMs);
	},
);

function longJournal(eventOf: (seq: number) => Event): Uint8Array {
	const nonce = first.event.type === 'run.opened' ? first.event.nonce : opened.nonce;
	const lines: Uint8Array[] = [];
	let link: Link = genesis(run, nonce);
	for (let seq = 1; seq <= entries; seq++) {
		const line = chainEntry(link, seq === 1 ? first : entry(seq, eventOf(seq)));
		if (line === undefined) {
			throw new Error('an entry is too long');
		}
		lines.push(line.bytes);
		link = line.link;
	}
	return Buffer.concat(lines);
}

function tryOf(seq: number): Event {
	const around = {step: 'look', attempt: seq >> 1};
	return seq % 2 === 0
		? {type: 'step.started', ...around, part: 'whole'}
		: {type: 'step.finished', ...around, outcome: {result: 'failed', durationMs: 12, exit: 1}};
}
