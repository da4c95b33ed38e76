import {expect} from 'vitest';
import type {Seen} from './doors.ts';

/** The gate and the terminal are as after a quiet word, and no line holds a control character or turns the text around. */
export function expectHarmless({lines, ...seen}: Seen, quiet: Seen): void {
	const {lines: _, ...expected} = quiet;
	expect(seen).toEqual(expected);
	const at = lines.search(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u200B\u2028-\u202E\u2060-\u2069\uFEFF]/);
	expect(at < 0 ? '' : JSON.stringify(lines.slice(Math.max(0, at - 200), at + 60))).toBe('');
}
