import {expect, test} from 'vitest';
import {check, gate, opened, runbookOf} from '../engine/given.ts';
import {walkReal} from './plain-run.ts';
import {heard, open} from './scene.ts';

/** A judgement that can lead back to the look, then a poll of two roles. */
const book = runbookOf({
	walk: [
		check('look'),
		gate('again', {gate: 'judgement', question: 'Look again?', choices: {again: 'look', on: 'next'}}),
		gate('ready', {gate: 'poll', question: 'All ready?', roles: ['database', 'web']}),
	],
});

test('plain lines lead back from a judgement, and ask a poll role by role', async () => {
	const {paper, run} = await walkReal(book, {lines: ['y', '1', 'y', '2', '1', '1', 'y']});

	expect(paper).toContain('goes back, and walks again from “look”');
	expect(paper).toContain('GO for database');
	const state = run.session.state();
	expect(state.progress.get('again')?.gate.map(({choice}) => choice)).toEqual(['again', 'on']);
	expect(state.progress.get('ready')?.gate.map(({role}) => role)).toEqual(['database', 'web']);
	expect(state.closed?.verdict).toBe('complete');
	await run.end();
});

test('the full screen leads back from a judgement, and asks a poll role by role', async () => {
	const scene = open({runbook: book, opened});
	await scene.terminal.presses('\r');
	await scene.terminal.sees('Is it so?');
	await scene.terminal.presses('\r');
	await scene.terminal.sees('goes back, and walks again from “look”');
	await heard(scene);
	await scene.terminal.presses('1');
	await scene.terminal.sees('Is it so?');
	await scene.terminal.presses('\r');
	await scene.terminal.sees('Look again?');
	await heard(scene);
	await scene.terminal.presses('2');
	await scene.terminal.sees('GO for database');
	await heard(scene);
	await scene.terminal.presses('1');
	await scene.terminal.sees('GO for web');
	expect(scene.live.sent.filter(({type}) => type === 'answer-gate')).toMatchObject([
		{choice: 'again'},
		{choice: 'on'},
		{role: 'database'},
	]);
	await scene.leave();
});
