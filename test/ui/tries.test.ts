import {expect, test} from 'vitest';
import {check, command} from '../engine/given.ts';
import {sampleRunbook} from './sample.ts';
import {open} from './scene.ts';

const plain = sampleRunbook();
const book = {
	...plain,
	inputs: [],
	aside: [
		...plain.aside,
		command('space', {mutates: false, danger: 'none', run: {script: 'df -h /srv'}}),
		command('empty', {run: {script: 'rm -rf /srv/cache'}, danger: 'irreversible'}),
		check('freed'),
	],
	troubleshooting: [
		{
			id: 'full',
			title: 'The disk is full',
			line: 1,
			symptom: 'no space',
			match: [],
			advice: 'Look.',
			steps: ['space', 'empty', 'freed'],
		},
	],
};

test('a digit on the page of known troubles tries what only reads at once', async () => {
	const scene = open({runbook: book});
	await scene.terminal.presses('\r', 't');
	await scene.terminal.sees('$ df -h /srv');
	await scene.terminal.presses('9');
	await scene.terminal.sees('there is nothing to try at 9');
	await scene.terminal.presses('1');
	expect(scene.live.sent.at(-1)).toEqual({type: 'start-step', step: 'space'});
	await scene.leave();
});

test('what can’t be taken back is typed there too, and a check is answered', async () => {
	const scene = open({runbook: book});
	await scene.terminal.presses('\r', 't', '2');
	await scene.terminal.sees('Type production to run it');
	await scene.terminal.presses('yes', '\r');
	expect(scene.live.sent.some(({type}) => type === 'start-step')).toBe(false);
	await scene.terminal.presses('\u001B', 't', '3');
	await scene.terminal.sees('What did you see?');
	await scene.terminal.presses('20 GB', '\r');
	expect(scene.live.sent.at(-1)).toEqual({
		type: 'answer-check',
		step: 'freed',
		answer: 'yes',
		value: '20 GB',
	});
	await scene.leave();
});
