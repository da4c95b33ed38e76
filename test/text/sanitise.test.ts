import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {createDecoder} from '../../src/text/decode.ts';
import {createSanitiser, sanitiseLine, sanitiseText} from '../../src/text/sanitise.ts';
import {widthOf} from '../../src/text/width.ts';
import {attacks} from './attacks.ts';
import {columnsTaken} from './oracle.ts';

const colour = {keepColour: true};
/** All the colour sequences there can be: a reset, or looks in rising order. */
const allowedSgr = /\u001B\[(?:0|(?=\d)(?:1;?)?(?:2;?)?(?:3;?)?(?:4;?)?(?:3[1-6]|9[0-6])?)m/g;
const forbidden = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}]/u;

/** Text as hostile as random text gets: attacks and their pieces, every kind of character, ordinary words. */
const hostile = fc
	.array(
		fc.oneof(
			fc.constantFrom(...attacks.map(attack => attack.text).filter(text => text.length < 60)),
			fc.constantFrom(
				'\u001B',
				'\u009B',
				'\u009D',
				'\u0090',
				'[',
				']',
				'31m',
				'1;',
				';',
				'm',
				'\u0007',
				'\\',
				'\r',
				'\n',
				'\t',
				'\u0018',
			),
			fc.string({unit: 'binary', maxLength: 6}),
			fc.string({unit: 'grapheme', maxLength: 6}),
			fc.constantFrom(
				'\uD83D',
				'\uDE00',
				'e\u0301',
				'क्ष',
				'กำ',
				'각',
				'👩\u200D💻',
				'🇩🇪',
				'Z\u0300\u0301\u0302\u0303\u0304\u0305',
				'word ',
			),
		),
		{maxLength: 14},
	)
	.map(parts => parts.join(''));

function inPieces(text: string, cuts: readonly number[]): string {
	const sanitiser = createSanitiser({...colour, lineCharsMax: 40});
	const places = [...new Set(cuts.map(cut => cut % (text.length + 1)))].sort((a, b) => a - b);
	let from = 0;
	let out = '';
	for (const to of [...places, text.length]) {
		out += sanitiser.write(text.slice(from, to));
		from = to;
	}
	return out + sanitiser.end();
}

describe('whatever comes from outside', () => {
	test('comes out the same however it is cut into chunks', () => {
		fc.assert(
			fc.property(hostile, fc.array(fc.nat(200), {maxLength: 8}), (text, cuts) => {
				expect(inPieces(text, cuts)).toBe(sanitiseText(text, {...colour, lineCharsMax: 40}));
			}),
			{numRuns: 1000},
		);
	});

	test('leaves no control, bidi or invisible character, only newlines and the listed colours', () => {
		fc.assert(
			fc.property(hostile, text => {
				const left = sanitiseText(text, colour)
					.replaceAll(allowedSgr, '')
					.replaceAll('\n', '')
					.replaceAll(/(?<=\p{M})\u200C(?=\p{L})/gu, '');
				expect(left).not.toMatch(forbidden);
				expect(sanitiseLine(text).replaceAll(/(?<=\p{M})\u200C(?=\p{L})/gu, '')).not.toMatch(forbidden);
			}),
			{numRuns: 1000},
		);
	});

	test('leaves no control character of random bytes', () => {
		fc.assert(
			fc.property(fc.uint8Array({maxLength: 200}), bytes => {
				const decoder = createDecoder();
				expect(sanitiseText(decoder.write(bytes) + decoder.end()).replaceAll('\n', '')).not.toMatch(
					/\p{Cc}/u,
				);
			}),
			{numRuns: 1000},
		);
	});

	test('ends every line without a colour left on', () => {
		fc.assert(
			fc.property(hostile, text => {
				for (const line of sanitiseText(text, colour).split('\n')) {
					const last = line.match(allowedSgr)?.at(-1) ?? '\u001B[0m';
					expect(last).toBe('\u001B[0m');
				}
			}),
		);
	});

	test('takes no more columns in a terminal than layout counts', async () => {
		await fc.assert(
			fc.asyncProperty(hostile, async text => {
				for (const line of sanitiseText(text, colour).split('\n')) {
					expect(await columnsTaken(line)).toBeLessThanOrEqual(widthOf(line));
				}
			}),
			{numRuns: 500},
		);
	});

	test('stays as it is when it is sanitised again', () => {
		fc.assert(
			fc.property(hostile, text => {
				const once = sanitiseText(text, colour);
				expect(sanitiseText(once, colour)).toBe(once);
			}),
			{numRuns: 1000},
		);
	});
});

test.each([
	[
		'a newline ends any sequence, and what it hid is shown',
		'\u001B]0;FAILED: x\nnext',
		'␛]0;FAILED: x\nnext',
	],
	[
		'a sequence opened inside a broken one hides nothing either',
		'\u001B]0;\u009B31\nnext',
		'␛]0;⟨U+009B⟩31\nnext',
	],
	['a whole sequence is dropped', 'a\u001B]0;title\u0007b\u001B[2Kc\u001B(Bd', 'abcd'],
	[
		'a C1 string that never ends is shown: it may be a damaged quotation mark',
		'â€\u009D he said',
		'â€⟨U+009D⟩ he said',
	],
	['a lone CR starts a new line', '10%\r20%\r', '10%\n20%\n'],
	['CR LF is one line end, also with the second CR of a pseudo-terminal', 'a\r\nb\r\r\nc', 'a\nb\nc'],
	['tabs go to every eighth column, wide characters counted', 'a\tb\t漢\tc', 'a       b       漢      c'],
	['controls become pictures', 'a\u0000b\u0008c\u007F', 'a␀b␈c␡'],
	[
		'bidi controls and invisible characters become codes',
		'x\u202Ey\u200Bz\u00AD',
		'x⟨U+202E⟩y⟨U+200B⟩z⟨U+00AD⟩',
	],
	[
		'at most four marks stay on a letter',
		`o${'\u0301'.repeat(7)}k`,
		`o${'\u0301'.repeat(4)}k⟨3 characters left out⟩`,
	],
	['a mark without a letter gets one to stand on', '\u0301a\n\u0301', '◌\u0301a\n◌\u0301'],
	['an emoji loses what terminals disagree about', '⚠\uFE0F 👍🏽 1\uFE0F\u20E3', '⚠ 👍 1'],
	['half a character is replaced', 'a\uD83Db', 'a\uFFFDb'],
	['private names of fonts stay', '\uE0B0', '\uE0B0'],
	['joined letters are kept apart so that every layout counts both', 'क्ष', 'क्\u200Cष'],
])('%s', (_title, text, safe) => {
	expect(sanitiseText(text)).toBe(safe);
});

test.each([
	['a colour of the list', '\u001B[31mred\u001B[0m', '\u001B[31mred\u001B[0m'],
	['bold and a bright colour', '\u001B[1;93mwarn\u001B[m', '\u001B[1;93mwarn\u001B[0m'],
	['a 256-colour, dropped with its numbers', '\u001B[38;5;31;1mx', '\u001B[1mx\u001B[0m'],
	['a true colour, dropped with its numbers', '\u001B[38;2;31;32;33mx', 'x'],
	['backgrounds, reverse, conceal, blink, black and white', '\u001B[41;7;8;5;30;37;97mx', 'x'],
	['a private sequence that ends in m', '\u001B[>4;31mx\u001B[?31my', 'xy'],
	['subparameters', '\u001B[4:3mx', 'x'],
	['the end of a line, which resets', '\u001B[32ma\nb', '\u001B[32ma\u001B[0m\nb'],
])('of %s the listed colours are kept', (_what, text, safe) => {
	expect(sanitiseText(text, colour)).toBe(safe);
	expect(sanitiseText(text)).not.toContain('\u001B');
});

describe('a line that is too long', () => {
	test('is cut, says how much is missing and closes its colour', () => {
		const sanitiser = createSanitiser({keepColour: true, lineCharsMax: 10});
		const text = sanitiser.write(`\u001B[31m${'x'.repeat(25)}\nshort\n${'é'.repeat(11)}`) + sanitiser.end();
		expect(text).toBe(
			`\u001B[31m${'x'.repeat(10)}\u001B[0m⟨15 characters left out⟩\nshort\n${'é'.repeat(10)}⟨1 character left out⟩`,
		);
		expect(sanitiser.removed).toBe(16);
	});

	test('of a hundred megabytes without a newline holds no memory and no time', () => {
		const sanitiser = createSanitiser();
		const chunk = '\u001B]0;'.concat('x'.repeat(1_000_000));
		for (let turn = 0; turn < 100; turn += 1) {
			expect(sanitiser.write(chunk).length).toBeLessThan(10_000);
		}
		expect(sanitiser.end().length).toBeLessThan(10_000);
		expect(sanitiser.removed).toBeGreaterThan(99_000_000);
	});
});

test('what stands on one line shows its line ends', () => {
	expect(sanitiseLine('deploy\r\nrm -rf /\n')).toBe('deploy␊rm -rf /␊');
	expect(sanitiseLine('x'.repeat(30), 10)).toBe(`${'x'.repeat(10)}⟨20 characters left out⟩`);
	expect(sanitiseLine('\u001B[31mred\u001B[0m')).toBe('red');
});
