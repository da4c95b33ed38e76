import {expect, test} from 'vitest';
import {timelineView} from '../../src/ui/view/timeline.ts';
import {given, production} from './given-inputs.ts';
import {memoryLive} from './memory-live.ts';
import {sampleRunbook} from './sample.ts';
import {open, pass} from './scene.ts';
import {scenes} from './scenes.ts';

test('notes, holds, approvals, calls and deviations stand in one line of time', async () => {
	let now = Date.parse('2026-11-21T09:00:00.000Z');
	const live = memoryLive(sampleRunbook(), {
		opened: production,
		now: () => {
			now += 1_000;
			return now;
		},
	});
	live.record({type: 'inputs.set', values: given});
	for (const step of live.state().runbook.walk.slice(0, 3)) {
		await pass(live, step);
	}
	await live.send({type: 'add-note', text: 'the report team was told', step: 'migrate'});
	await live.send({type: 'hold-run', reason: 'lunch'});
	await live.send({type: 'release-run'});
	await live.send({type: 'call-contact', level: 1, note: 'by phone'});
	await live.send({type: 'decide-step', step: 'migrate', disposition: 'override', reason: 'done last night'});
	await live.send({
		type: 'answer-gate',
		step: 'go-live',
		answer: 'go',
		typed: 'production',
		reason: 'all calm',
	});
	const rows = timelineView(live.state()).slice(-6);
	expect(rows.map(({mark, step, text}) => `${mark.word} | ${step} | ${text}`)).toEqual([
		'note | Run the migration | the report team was told',
		'hold |  | lunch',
		'released |  | ',
		'call |  | Dana Reyes (Database): by phone',
		'deviation | Run the migration | override: done last night',
		'GO | Go live? | all calm',
	]);
	expect(rows.map(row => row.at)).toEqual(rows.map(row => row.at).toSorted());
});

test('N shows the latest entries first in sight, and pages through the others', async () => {
	const scene = open({columns: 80, rows: 24});
	await scenes.confirm(scene);
	for (let at = 1; at <= 30; at += 1) {
		await scene.live.send({type: 'add-note', text: `remark ${at}`});
	}
	await scene.terminal.presses('N');
	await scene.terminal.sees('remark 30');
	await scene.terminal.presses('g');
	await scene.terminal.sees('oldest first');
	await scene.terminal.presses('G');
	await scene.terminal.sees('remark 30');
	await scene.leave();
});
