import fc from 'fast-check';
import {expect, test} from 'vitest';
import {
	blank,
	fitLine,
	flowLines,
	type Line,
	line,
	lineText,
	lineWidth,
	padLine,
	paint,
	span,
	spread,
	wrapLine,
} from '../../src/ui/line.ts';

const words = fc.array(
	fc.oneof(fc.string({unit: 'grapheme', maxLength: 12}), fc.constantFrom('日本語', '👩‍👩‍👧', 'ä', ' ', '  ')),
	{maxLength: 12},
);
const lines = fc.array(
	words.map(parts => span(parts.join(' ').replaceAll(/[\n\r]/g, ' '))),
	{maxLength: 4},
);
/** A single character may take four columns. */
const widths = fc.integer({min: 8, max: 60});

test('a fitted line never takes more columns than it was given', () => {
	fc.assert(fc.property(lines, widths, (of, width) => lineWidth(fitLine(of, width)) <= width));
});

test('a padded line takes exactly the columns it was given', () => {
	fc.assert(fc.property(lines, widths, (of, width) => lineWidth(padLine(of, width)) === width));
});

test('wrapped lines fit and lose nothing but spaces', () => {
	fc.assert(
		fc.property(lines, widths, (of, width) => {
			const wrapped = wrapLine(of, width);
			const said = wrapped.map(lineText).join('').replaceAll(' ', '');
			return wrapped.every(row => lineWidth(row) <= width) && said === lineText(of).replaceAll(' ', '');
		}),
	);
});

test('a character wider than the room there is ends the wrapping, not the program', () => {
	const wide = '\u{1D158}\u{1D165}\u{1D16E}\u{1D158}\u{1D165}\u{1D16E}';
	const wrapped = wrapLine(line(`日本${wide}`), 1).map(lineText);
	expect(wrapped.join('')).toBe(`日本${wide}`);
});

test('a word whose looks change inside is not torn apart', () => {
	const of = line('see ', span('bold', 'strong'), ', then go on');
	expect(wrapLine(of, 9).map(lineText)).toEqual(['see bold,', 'then go', 'on']);
});

test('an indent counts and stands before every line but the first', () => {
	expect(wrapLine(line('one two three'), 7, line('  ')).map(lineText)).toEqual(['one two', '  three']);
});

test('what stands at the right stays, what stands at the left gives way', () => {
	expect(lineText(spread(line('a long title'), line('3/7'), 10))).toBe('a long…3/7');
});

test('items side by side are never broken', () => {
	const items = ['enter run', 's skip with a reason', 'm more'].map(text => line(text));
	expect(flowLines(items, 3, 30).map(lineText)).toEqual(['enter run', 's skip with a reason   m more']);
});

test('no control character and no escape sequence of a text is painted', () => {
	const dangerous: Line = [{text: 'a\u001B[2Jb\u0007c\u009Bd\re\nf'}];
	expect(paint(dangerous, 'dark')).toBe('a\uFFFD[2Jb\uFFFDc\uFFFDd\uFFFDe\uFFFDf');
});

test('without colour only bold, dim, italic, underline and reverse are left', () => {
	const all = (
		['good', 'warn', 'bad', 'busy', 'code', 'link', 'accent', 'key', 'quiet', 'found'] as const
	).map(tone => span('x', tone));
	const codes = [...paint([...all, {text: 'x', sgr: '31'}], 'none').matchAll(/\u001B\[([\d;]+)m/g)].flatMap(
		match => match[1]?.split(';') ?? [],
	);
	expect(codes.every(code => ['0', '1', '2', '3', '4', '7'].includes(code))).toBe(true);
});

test('an empty line stays empty', () => {
	expect(paint(blank, 'dark')).toBe('');
	expect(wrapLine(blank, 5)).toEqual([blank]);
});
