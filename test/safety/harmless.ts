import {expect} from 'vitest';
import type {Seen} from './doors.ts';

/** How gonogo itself names the window: what is asked or runs, and the runbook's title. */
const own = /^$|^(?:(?:◐ .*|[A-Z][A-Z /-]*\??|closed) · )?Hostile(?: |$)|^◐ /u;

/** The gate and the terminal are as after a quiet word, and no line holds a control character or turns the text around. */
export function expectHarmless({lines, titles, ...seen}: Seen, quiet: Seen): void {
	const {lines: _, titles: __, ...expected} = quiet;
	expect(seen).toEqual(expected);
	for (const title of titles) {
		expect(title).toMatch(own);
		expect(title).not.toMatch(/\p{Cc}/u);
	}
	const at = lines.search(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u200B\u2028-\u202E\u2060-\u2069\uFEFF]/);
	expect(at < 0 ? '' : JSON.stringify(lines.slice(Math.max(0, at - 200), at + 60))).toBe('');
}
