import {describe, expect, test} from 'vitest';
import {chainEntry, genesis, lineBytesMax} from '../../src/store/chain.ts';
import {readChain} from '../../src/store/read-chain.ts';
import {entry, note, resumed, run} from './driving.ts';
import {journal, lines} from './written-journal.ts';

describe('a journal that ends badly', () => {
	test.each([...lines.slice(-3).keys()])(
		'ends in a torn line or with a whole one, wherever one of its last three entries is cut (%i)',
		index => {
			const before = lines.slice(0, lines.length - 3 + index);
			const start = Buffer.concat(before).length;
			const line = lines[before.length] ?? Buffer.alloc(0);
			for (let length = 0; length < line.length; length++) {
				const {entries: read, goodBytes, end} = readChain(journal.subarray(0, start + length), run);
				expect(read).toHaveLength(before.length);
				expect(goodBytes).toBe(start);
				expect(end).toMatchObject(
					length === 0 ? {is: 'whole'} : {is: 'torn', bytes: length, endsWithNewline: false},
				);
			}
		},
	);

	const last = lines.at(-1) ?? Buffer.alloc(0);
	const zeroed = (from: number, to: number) => Buffer.from(last).fill(0, from, to);
	test.each([
		['zeros inside a line that has its newline', zeroed(20, 90)],
		['zeros up to the newline', zeroed(0, last.length - 1)],
		['zeros in its hash', zeroed(last.length - 30, last.length - 1)],
		['an empty line', Buffer.from('\n')],
		['words of another program', Buffer.from('Killed\n')],
		['a line that is too long to be one', Buffer.from(`${'x'.repeat(lineBytesMax)}\n`)],
	])('with %s has a bad last line', (_, tail) => {
		const {entries: read, end} = readChain(Buffer.concat([...lines.slice(0, -1), tail]), run);
		expect(read).toHaveLength(lines.length - 1);
		expect(end).toMatchObject({is: 'torn', bytes: tail.length, endsWithNewline: true});
	});

	test.each([
		['zeros only', Buffer.alloc(4096)],
		['half of a line after zeros', Buffer.concat([Buffer.alloc(100), last.subarray(0, 50)])],
	])('with %s and no newline is torn', (_, tail) => {
		const {end} = readChain(Buffer.concat([...lines.slice(0, -1), tail]), run);
		expect(end).toMatchObject({is: 'torn', bytes: tail.length, endsWithNewline: false});
	});

	test('with a bad line before a good one was changed, not torn', () => {
		const tails = [
			[zeroed(20, 90), last],
			[Buffer.from('Killed\n'), last],
			[Buffer.from('\n'), last.subarray(0, -1)],
		];
		for (const tail of tails) {
			expect(readChain(Buffer.concat([...lines.slice(0, -1), ...tail]), run).end).toMatchObject({
				is: 'broken',
				seq: lines.length,
			});
		}
	});

	test('before its first line is whole holds nothing', () => {
		expect(readChain(Buffer.alloc(0), run)).toEqual({entries: [], goodBytes: 0, end: {is: 'whole'}});
		expect(readChain(journal.subarray(0, 30), run).end).toMatchObject({is: 'torn', endsWithNewline: false});
	});
});

describe('a journal that a later gonogo wrote on', () => {
	/** Chained as this gonogo chains, with whatever fields. */
	function lineAfter(head: string, text: string): Promise<Buffer> {
		return import('node:crypto').then(({createHash}) => {
			const h = createHash('sha256').update(head, 'hex').update(text.slice(0, -1)).digest('hex');
			return Buffer.from(`${text.slice(0, -1)},"h":"${h}"}\n`);
		});
	}
	const head = readChain(journal, run).entries.at(-1)?.h ?? '';

	test('names the gonogo that is needed and is not called changed', async () => {
		const ahead = await lineAfter(
			head,
			JSON.stringify({seq: 6, v: 2, at: 'soon', by: 'alice', type: 'run.resumed', gonogo: '3.1.0'}),
		);
		expect(readChain(Buffer.concat([journal, ahead]), run).end).toMatchObject({
			is: 'newer',
			seq: 6,
			gonogo: '3.1.0',
			why: expect.stringContaining('format 2'),
		});
	});

	test('is newer also where that gonogo chains in another way, and whatever follows', () => {
		const ahead = Buffer.from('{"seq":6,"v":9,"type":"run.resumed","h3":"…"}\n{"seq":7,"v":9,"h3":"…"}\n');
		expect(readChain(Buffer.concat([journal, ahead]), run).end).toMatchObject({
			is: 'newer',
			seq: 6,
			gonogo: '0.1.0',
		});
	});

	test('is newer where the chain is whole and only the words are unknown', async () => {
		const ahead = await lineAfter(
			head,
			JSON.stringify({...entry(6, note('x')), event: undefined, type: 'moon.risen'}),
		);
		expect(readChain(Buffer.concat([journal, ahead]), run).end).toMatchObject({
			is: 'newer',
			seq: 6,
			why: expect.stringContaining('does not know'),
		});
	});
});

test('an entry that could not be read again is not written', () => {
	const link = genesis(run, 'x');
	expect(() => chainEntry(link, entry(1, {type: 'note.added', text: 5} as never))).toThrow('This is a bug');
	expect(() => chainEntry(link, entry(2, resumed))).toThrow('This is a bug');
	expect(() => chainEntry(link, {...entry(1, resumed), v: 2})).toThrow('This is a bug');
	expect(chainEntry(link, entry(1, note('x'.repeat(lineBytesMax))))).toBeUndefined();
});
