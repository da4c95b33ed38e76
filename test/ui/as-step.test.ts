import {expect, test} from 'vitest';
import {readRunbook} from '../../src/runbook/read.ts';
import {walkReal} from './plain-run.ts';
import {open} from './scene.ts';

const fence = '```';

function bookOf(text: string) {
	return readRunbook({text, path: 'look.md'}).runbook;
}

/** A runbook whose text shows commands and runs none. */
function shows(...scripts: readonly string[]) {
	const fences = scripts.map(script => `${fence}yaml\n${script}\n${fence}`).join('\n\n');
	return bookOf(
		`# Look\n\n## Steps\n\nWhat the pipeline does:\n\n${fences}\n\n- [ ] You know where it runs\n`,
	);
}

test('what a card only shows runs with one key, after a second look, and is a deviation', async () => {
	const scene = open({runbook: shows('echo one\necho two')});
	await scene.terminal.presses('\r');
	await scene.terminal.sees('CHECK');
	await scene.terminal.presses('I');
	await scene.terminal.sees('AS A STEP');
	await scene.terminal.presses('\t', '\r');
	await scene.terminal.sees('OFF SCRIPT');
	await scene.terminal.presses('\r');
	expect(scene.live.sent.at(-1)).toEqual({
		type: 'run-off-script',
		script: 'echo one\necho two',
		reason: 'the runbook shows it here',
	});
	await scene.leave();
});

test('of several the person picks one', async () => {
	const scene = open({runbook: shows('echo one', 'echo two')});
	await scene.terminal.presses('\r');
	await scene.terminal.sees('CHECK');
	await scene.terminal.presses('I');
	await scene.terminal.sees('which of these');
	await scene.terminal.presses('\u001B[C', '\r');
	await scene.terminal.sees('the runbook only shows this');
	expect(scene.terminal.text()).toContain('echo two');
	await scene.leave();
});

test('where nothing is shown the key says so', async () => {
	const scene = open({runbook: bookOf('# Look\n\n- [ ] You know where it runs\n')});
	await scene.terminal.presses('\r');
	await scene.terminal.sees('CHECK');
	await scene.terminal.presses('I');
	expect(scene.terminal.lines().at(-1)).toContain('nothing is shown on this card that could be a step');
	await scene.leave();
});

test('plain lines run it by its number', async () => {
	const {paper, run} = await walkReal(shows('echo sum $((40+2))', 'echo other'), {
		lines: ['as step', 'as step 1', 'yes', 'to see', 'y'],
	});

	expect(paper).toContain('2  echo other');
	expect(paper).toContain('sum 42');
	expect(run.session.state().deviations).toMatchObject([{what: 'off-script'}]);
});
