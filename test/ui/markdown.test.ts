import fc from 'fast-check';
import {expect, test} from 'vitest';
import {lineText, lineWidth, paint} from '../../src/ui/line.ts';
import {proseLines} from '../../src/ui/markdown/lines.ts';

const shown = (source: string, width = 40) => proseLines(source, width).map(row => lineText(row).trimEnd());

test('headings, paragraphs and emphasis are read as Git hosts read them', () => {
	expect(shown('## Why\n\nBecause **it** is\n_so_ and `that` is ~~not~~.')).toEqual([
		'Why',
		'',
		'Because it is so and that is not.',
	]);
	expect(paint(proseLines('a **b**', 40)[0] ?? [], 'none')).toBe('a \u001B[1mb\u001B[0m');
});

test('lists keep their numbers, their boxes and their depth', () => {
	expect(shown('3. three\n4. four\n   - deep\n\n- [ ] open\n- [x] ticked')).toEqual([
		'3. three',
		'4. four',
		'   • deep',
		'',
		'☐ open',
		'☑ ticked',
	]);
});

test('a list item that is too long goes on under its own text', () => {
	expect(shown('- one two three four five six', 16)).toEqual(['• one two three', '  four five six']);
});

test('a link says where it leads', () => {
	expect(shown('see [the page](https://wiki.example/a) or <https://b.example>')).toEqual([
		'see the page (https://wiki.example/a) or',
		'https://b.example',
	]);
});

test('code keeps its line ends, and a line that is too long is marked where it goes on', () => {
	expect(shown('```sh\nls -l\ncat a very long file name here\n```', 20)).toEqual([
		'  ls -l',
		'  cat a very long',
		'  ↪ file name here',
	]);
});

test('a table fits the width, its wide cells wrap', () => {
	const rows = shown('| what | why |\n|---|---|\n| disk | there has to be room for the dump |', 24);
	expect(rows).toEqual([
		'what  why',
		'────  ──────────────────',
		'disk  there has to be',
		'      room for the dump',
	]);
});

test('an admonition of a Git host has a bar and its level in words', () => {
	expect(shown('> [!WARNING]\n> Reports hold locks.')).toEqual(['│ Warning', '│ Reports hold locks.']);
	expect(shown('> only a quote')).toEqual(['│ only a quote']);
});

test('a placeholder in angle brackets is text, a comment and a tag of the host are not', () => {
	expect(shown('deploy <digest> to <host-name> <!-- gonogo: auto --> <b>now</b>')).toEqual([
		'deploy <digest> to <host-name>  now',
	]);
	expect(shown('<details><summary>More</summary>\nwords\n</details>')).toEqual(['More words']);
});

test('no source, however hostile, sticks out or carries a control character', () => {
	const source = fc.oneof(
		fc.string({unit: 'grapheme', maxLength: 300}),
		fc
			.array(
				fc.constantFrom(
					'# a',
					'- [ ] b',
					'> q',
					'| a | b |',
					'|---|---|',
					'```',
					'1. x',
					'\u001B[2J',
					'\u202E',
					'**',
					'[x](y)',
					'<b>',
					'\t- z',
					'***',
					'',
				),
				{maxLength: 20},
			)
			.map(rows => rows.join('\n')),
	);
	fc.assert(
		fc.property(source, fc.integer({min: 8, max: 80}), (text, width) => {
			for (const row of proseLines(text, width)) {
				expect(lineText(row)).not.toMatch(/[\u0000-\u001F\u007F-\u009F\u202E]/);
				expect(lineWidth(row)).toBeLessThanOrEqual(Math.max(width, 16));
			}
		}),
	);
});
