import {expect, test} from 'vitest';
import {waitUntilMs} from '../../src/engine/wait-until.ts';
import {readRunbook} from '../../src/runbook/read.ts';

const at = (iso: string) => Date.parse(iso);
const until = (time: string, from: string, timeZone = 'Europe/Berlin', forMs = 0) =>
	new Date(waitUntilMs({forMs, until: {time, timeZone}}, at(from))).toISOString();

test('a wait for a time of day lasts up to the next one on the wall of its zone', () => {
	expect(until('22:30', '2026-11-21T09:00:00Z')).toBe('2026-11-21T21:30:00.000Z');
	expect(until('2:00', '2026-11-21T22:00:00Z')).toBe('2026-11-22T01:00:00.000Z');
	expect(until('22:30', '2026-07-21T09:00:00Z')).toBe('2026-07-21T20:30:00.000Z');
});

test('a time of day that came a moment ago has come', () => {
	expect(until('22:30', '2026-11-21T21:31:00Z')).toBe('2026-11-21T21:31:00.000Z');
	expect(until('22:30', '2026-11-22T01:00:00Z')).toBe('2026-11-22T01:00:00.000Z');
	expect(until('22:30', '2026-11-22T04:00:00Z')).toBe('2026-11-22T21:30:00.000Z');
});

test('a time with its day is that moment, and in doubt the later of two', () => {
	expect(until('2026-11-23 08:00', '2026-11-21T09:00:00Z')).toBe('2026-11-23T07:00:00.000Z');
	expect(until('2026-10-25 02:30', '2026-10-24T09:00:00Z')).toBe('2026-10-25T01:30:00.000Z');
});

test('with a duration both have to have passed', () => {
	expect(until('09:01', '2026-11-21T09:00:00Z', 'UTC', 600_000)).toBe('2026-11-21T09:10:00.000Z');
	expect(waitUntilMs({forMs: 5}, 10)).toBe(15);
});

test('a runbook says it with the clock of its windows', () => {
	const book = (fence: string, zone = 'windows: {time-zone: Europe/Berlin}') =>
		readRunbook({
			text: `---\nservice: shop\n${zone}\n---\n# A\n\n## B\n\n\`\`\`wait\n${fence}\n\`\`\`\n`,
			path: 'a.md',
		});
	expect(book('until: "22:30"').runbook.walk).toMatchObject([
		{kind: 'wait', forMs: 0, until: {time: '22:30', timeZone: 'Europe/Berlin'}},
	]);
	expect(book('for: 5m').runbook.walk).toMatchObject([{kind: 'wait', forMs: 300_000}]);
	expect(book('until: "25:00"').problems).toMatchObject([{code: 'wait.value', severity: 'error'}]);
	expect(book('until: "2026-02-30 10:00"').problems).toMatchObject([{severity: 'error'}]);
	expect(book('{}').problems).toMatchObject([{severity: 'error'}]);
});
