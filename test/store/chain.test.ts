import {createHash} from 'node:crypto';
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {chainEntry} from '../../src/store/chain.ts';
import {readChain} from '../../src/store/read-chain.ts';
import {entriesFrom, entry, first, note, opened, otherRun, plain, run} from './driving.ts';
import {entries, journal, lines, linesOf} from './written-journal.ts';

describe('a journal as it was written', () => {
	test('reads as the entries that were written', () => {
		const {entries: read, end, goodBytes} = readChain(journal, run);
		expect(end).toEqual({is: 'whole'});
		expect(read.map(plain)).toEqual(entries);
		expect(goodBytes).toBe(journal.length);
	});

	test('needs nobody to say which run it is of', () => {
		expect(readChain(journal).end).toEqual({is: 'whole'});
	});

	test('is no journal of another run', () => {
		expect(readChain(journal, otherRun).end).toMatchObject({is: 'broken', seq: 1});
	});

	test('hashes the 32 bytes before and the bytes of the line, as its form says', () => {
		let previous = createHash('sha256')
			.update(`gonogo journal\n${run}\n${'ab'.repeat(16)}`)
			.digest();
		for (const line of journal.toString('utf8').trimEnd().split('\n')) {
			const [, body = '', h] = /^(.*),"h":"([0-9a-f]{64})"\}$/.exec(line) ?? [];
			previous = createHash('sha256').update(previous).update(body).digest();
			expect(h).toBe(previous.toString('hex'));
			expect(JSON.parse(line)).toMatchObject({h, v: 1});
		}
	});

	test('of two runs with one id and different nonces shares no hash', () => {
		const other = linesOf([entry(1, opened(run, 'cd'.repeat(16))), ...entries.slice(1)], 'cd'.repeat(16));
		const hashes = (all: readonly Buffer[]) => all.map(line => line.subarray(-67, -3).toString());
		expect(hashes(other).filter(h => hashes(lines).includes(h))).toEqual([]);
		expect(readChain(Buffer.concat([...other.slice(0, 1), ...lines.slice(1)])).end).toMatchObject({
			is: 'broken',
			seq: 2,
		});
	});

	test('keeps whatever a person writes', () => {
		fc.assert(
			fc.property(
				fc.array(fc.string({unit: 'binary', maxLength: 40}), {minLength: 1, maxLength: 8}),
				texts => {
					const all = [first, ...entriesFrom(2, ...texts.map(note))];
					const {entries: read, end} = readChain(Buffer.concat(linesOf(all)), run);
					expect(end).toEqual({is: 'whole'});
					expect(read.map(plain)).toEqual(all);
				},
			),
		);
	});
});

describe('a journal that was changed', () => {
	test('shows every single bit that was flipped', () => {
		const missed: string[] = [];
		const flipped = Buffer.from(journal);
		for (let at = 0; at < flipped.length; at++) {
			for (let bit = 0; bit < 8; bit++) {
				flipped[at] = (journal[at] ?? 0) ^ (1 << bit);
				if (readChain(flipped, run).end.is === 'whole') {
					missed.push(`byte ${at} bit ${bit}`);
				}
			}
			flipped[at] = journal[at] ?? 0;
		}
		expect(missed).toEqual([]);
	});

	test.each(lines.slice(0, -1).map((_, index) => index))('shows that line %i was deleted', index => {
		expect(readChain(Buffer.concat(lines.toSpliced(index, 1)), run).end).toMatchObject({
			is: index === 3 ? 'torn' : 'broken',
		});
	});

	test('shows any two lines that were swapped', () => {
		for (let one = 0; one < lines.length; one++) {
			for (let two = one + 1; two < lines.length; two++) {
				const swapped = [...lines];
				[swapped[one], swapped[two]] = [lines[two] ?? Buffer.alloc(0), lines[one] ?? Buffer.alloc(0)];
				expect(readChain(Buffer.concat(swapped), run).end, `${one} and ${two}`).toMatchObject({
					is: 'broken',
					seq: one + 1,
				});
			}
		}
	});

	test('shows a line that stands there twice, wherever it was put', () => {
		for (const line of lines) {
			for (let at = 0; at <= lines.length; at++) {
				const {end} = readChain(Buffer.concat(lines.toSpliced(at, 0, line)), run);
				expect(end.is, `at ${at}`).toMatch(at === lines.length ? /^torn$/ : /^(broken|torn)$/);
			}
		}
	});

	test('shows a line that was put in between, even one with a hash of its own', () => {
		const foreign = chainEntry({seq: 1, head: '0'.repeat(64)}, entry(2, note('it was approved')));
		for (let at = 0; at < lines.length; at++) {
			const {end} = readChain(Buffer.concat(lines.toSpliced(at, 0, Buffer.from(foreign?.bytes ?? []))), run);
			expect(end).toMatchObject({is: 'broken', seq: at + 1});
		}
	});

	test('shows a line that is hashed well and says another number', () => {
		const body = JSON.stringify({...entry(7, note('x')), event: undefined, ...note('x')}).slice(0, -1);
		const head = readChain(journal, run).entries.at(-1)?.h ?? '';
		const h = createHash('sha256').update(head, 'hex').update(body).digest('hex');
		const {end} = readChain(Buffer.concat([journal, Buffer.from(`${body},"h":"${h}"}\n`)]), run);
		expect(end).toMatchObject({is: 'torn', why: 'it says that it is entry 7'});
	});

	test('shows a line that is right but for the case of its hash, or for a space', () => {
		const text = journal.toString('utf8');
		const upper = text.replace(/"h":"([0-9a-f]{64})"/, (_, h: string) => `"h":"${h.toUpperCase()}"`);
		expect(readChain(Buffer.from(upper), run).end).toMatchObject({is: 'broken', seq: 1});
		expect(readChain(Buffer.from(text.replace('{"seq":2,', '{"seq": 2,')), run).end).toMatchObject({
			is: 'broken',
			seq: 2,
		});
		expect(readChain(Buffer.from(text.replace('"}\n{"seq":2', '"} \n{"seq":2')), run).end).toMatchObject({
			is: 'broken',
			seq: 1,
		});
	});
});
