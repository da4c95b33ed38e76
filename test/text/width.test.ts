import fc from 'fast-check';
import {expect, test} from 'vitest';
import {sanitiseText} from '../../src/text/sanitise.ts';
import {pad, truncate, widthOf, wrap} from '../../src/text/width.ts';

const word = fc.oneof(
	fc.string({maxLength: 8}),
	fc.string({unit: 'grapheme', maxLength: 4}),
	fc.constantFrom(
		'漢字',
		'✔',
		'🚀',
		'é',
		'क्षत्रिय',
		'\u001B[31mred\u001B[0m',
		'\u001B[1;33mwarn',
		'   ',
		'https://example.org/a/very/long/path',
	),
);
/** One line as it comes out of the sanitiser. */
const line = fc
	.array(word, {maxLength: 8})
	.map(words => sanitiseText(words.join(' '), {keepColour: true}).replaceAll('\n', ' '));
const columns = fc.integer({min: 0, max: 40});

test('a cut text fits, keeps what it can and says that something is missing', () => {
	fc.assert(
		fc.property(
			line,
			columns,
			fc.constantFrom('end' as const, 'middle' as const, 'start' as const),
			(text, room, from) => {
				const cut = truncate(text, room, from);
				expect(widthOf(cut)).toBeLessThanOrEqual(room);
				expect(widthOf(cut)).toBeGreaterThanOrEqual(Math.min(widthOf(text), room) - 2);
				expect(cut === text || room === 0 || cut.includes('…')).toBe(true);
			},
		),
		{numRuns: 500},
	);
});

test('a wrapped text fits and loses nothing but spaces', () => {
	fc.assert(
		fc.property(line, fc.integer({min: 6, max: 40}), (text, room) => {
			const rows = wrap(text, room);
			expect(rows.filter(row => widthOf(row) > room)).toEqual([]);
			expect(bare(rows.join(''))).toBe(bare(text));
		}),
		{numRuns: 500},
	);
});

test('a padded text has exactly the width, so that columns stand', () => {
	fc.assert(
		fc.property(line, columns, (text, room) => {
			expect(widthOf(pad(text, room))).toBe(room);
		}),
	);
});

test.each([
	['registry.example/shop/api@sha256:0123', 'end', 12, 'registry.ex…'],
	['registry.example/shop/api@sha256:0123', 'middle', 12, 'regist…:0123'],
	['registry.example/shop/api@sha256:0123', 'start', 12, '…sha256:0123'],
	['漢字漢字', 'end', 4, '漢…'],
	['漢字漢字', 'start', 4, '…字'],
	['fits', 'end', 4, 'fits'],
	['gone', 'end', 0, ''],
	['\u001B[31mvery red\u001B[0m', 'end', 5, '\u001B[31mvery\u001B[39m…'],
] as const)('“%s” cut at the %s to %d columns', (text, from, room, cut) => {
	expect(truncate(text, room, from)).toBe(cut);
});

test('rows of an indented line start below each other', () => {
	expect(wrap('  - take a backup first\nthen go', 14)).toEqual(['  - take a', '  backup first', 'then go']);
	expect(wrap('a', 0)).toEqual(['a']);
});

test.each([
	['abc', 3],
	['漢字', 4],
	['🚀', 2],
	['e\u0301', 1],
	['\u001B[31mred\u001B[0m', 3],
	['', 0],
])('%j takes %d columns', (text, width) => {
	expect(widthOf(text)).toBe(width);
	expect(widthOf(text)).toBe(width);
});

function bare(text: string): string {
	return text
		.replaceAll(/\u001B\[[\d;]*m/g, '')
		.replaceAll(/\s/g, '')
		.normalize('NFC');
}
