import {expect, test} from 'vitest';
import type {Frame} from '../../src/ui/screen/frame.ts';
import {outputLines} from '../../src/ui/screen/output-lines.ts';
import {command} from '../engine/given.ts';

/** The head of the output of a running step that has said nothing for so long. */
function headOf(quietMs: number, quietForMs?: number) {
	const step = command('copy', {run: {script: 'rsync', ...(quietForMs === undefined ? {} : {quietForMs})}});
	const output = {lines: [], bytes: 0, quietMs, following: true};
	const frame = {step, output, offer: {running: 'copy'}, desk: {focus: 'outline'}};
	const [head = []] = outputLines(frame as unknown as Frame, 100, 5);
	return {text: head.map(part => part.text).join(''), tones: head.map(part => part.tone)};
}

test('a step that says nothing for longer than the runbook expects is flagged and left running', () => {
	expect(headOf(4000).text).not.toContain('quiet');
	expect(headOf(6000)).toMatchObject({text: expect.stringContaining(' · quiet for 6.0 s ─')});
	expect(headOf(6000, 60_000).tones).not.toContain('warn');
	expect(headOf(3000, 2000)).toMatchObject({
		text: expect.stringContaining('quiet for 3.0 s, longer than 2.0 s: it is left running'),
		tones: expect.arrayContaining(['warn']),
	});
	expect(headOf(3000, 2000).text).toHaveLength(100);
});
