import {expect, test} from 'vitest';
import {replay} from '../../src/engine/evolve.ts';
import {chainEntry, genesis, type Link} from '../../src/store/chain.ts';
import {readChain} from '../../src/store/read-chain.ts';
import {check, opened, runbookOf} from '../engine/given.ts';
import {entry, first, note, run} from './driving.ts';

const entries = 100_000;

/** Of the processor, so that a busy machine says the same as a quiet one. Milliseconds. */
const withinMs = 2_000;

test('a journal of 100,000 entries is read, verified and folded within two seconds', {
	timeout: 120_000,
}, () => {
	const bytes = longJournal();
	const before = process.cpuUsage();
	const reading = readChain(bytes, run);
	const state = replay(runbookOf({walk: [check('look')]}), reading.entries);
	const {user, system} = process.cpuUsage(before);
	expect(reading.end).toEqual({is: 'whole'});
	expect(state?.seq).toBe(entries);
	expect((user + system) / 1000).toBeLessThan(withinMs);
});

function longJournal(): Uint8Array {
	const nonce = first.event.type === 'run.opened' ? first.event.nonce : opened.nonce;
	const lines: Uint8Array[] = [];
	let link: Link = genesis(run, nonce);
	for (let seq = 1; seq <= entries; seq++) {
		const line = chainEntry(
			link,
			seq === 1 ? first : entry(seq, note(`a note of a usual length, number ${seq}`)),
		);
		if (line === undefined) {
			throw new Error('an entry is too long');
		}
		lines.push(line.bytes);
		link = line.link;
	}
	return Buffer.concat(lines);
}
