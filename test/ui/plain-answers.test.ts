import {describe, expect, test} from 'vitest';
import {walkPlain} from '../../src/ui/plain/walk.ts';
import {check, command, gate, runbookOf} from '../engine/given.ts';
import {memoryLive} from './memory-live.ts';
import {production, slowClock, typist, unattended, walkReal as walk} from './plain-run.ts';

describe('a plain walk', () => {
	test('asks for inputs with their kind, example and default, and checks each', async () => {
		const runbook = runbookOf({
			walk: [check('look')],
			inputs: [
				{
					name: 'version',
					type: 'semver',
					secret: false,
					about: 'The build',
					example: '4.12.0',
					confidence: 'declared',
					required: true,
					line: 1,
				},
				{
					name: 'colour',
					type: 'choice',
					secret: false,
					choices: ['blue', 'green'],
					confidence: 'declared',
					required: true,
					line: 2,
				},
				{
					name: 'region',
					type: 'string',
					secret: false,
					default: 'eu',
					confidence: 'declared',
					required: true,
					line: 3,
				},
				{name: 'password', type: 'secret', secret: true, confidence: 'declared', required: true, line: 4},
			],
		});
		const {paper, run} = await walk(runbook, {
			lines: ['four', '4.12.0', '2', '', 'short', 'long enough', 'y', 'y'],
		});
		expect(paper).toContain('  version, The build (a version such as 1.4.2; e.g. 4.12.0): four\n');
		expect(paper).toContain('  colour (1 blue, 2 green): 2\n');
		expect(paper).toContain('  region (text; the runbook’s default) [eu]: \n');
		expect(paper).toContain('shorter than 6 characters');
		expect(paper).toContain('it will be seen as you type');
		expect(Object.fromEntries(run.session.state().inputs)).toMatchObject({
			version: {is: 'value', value: '4.12.0'},
			colour: {is: 'value', value: 'green'},
			region: {is: 'value', value: 'eu'},
			password: {is: 'secret'},
		});
	});

	test('reads a secret unseen where the terminal can, also after a step has run', async () => {
		const secret = {
			name: 'token',
			type: 'secret',
			secret: true,
			confidence: 'sure',
			required: true,
			line: 1,
		} as const;
		const live = memoryLive(
			runbookOf({
				walk: [command('change', {auto: true}), check('look')],
				rollback: [check('back', {inputs: ['token']})],
				inputs: [secret],
			}),
		);
		const prompts: string[] = [];
		const io = typist(['roll back it hurts', 'y', 'y']);
		const readSecret = async (prompt: string): Promise<string> => {
			prompts.push(prompt);
			return 'long enough';
		};
		const walking = walkPlain(live, {...io, readSecret}, {now: slowClock()});
		await live.finish({});
		expect(await walking).toBe('closed');
		expect(prompts).toEqual([expect.stringContaining('token')]);
		expect(live.secrets.get('token')).toBe('long enough');
		expect(io.paper()).not.toContain('long enough');
	});

	test('opens a production gate only to the environment’s name typed in full', async () => {
		const {paper, run} = await walk(runbookOf({walk: [gate('live', {question: 'Is everyone ready?'})]}), {
			lines: ['g', 'y', 'go', 'prod', 'production', 'y'],
			opened: production,
		});
		expect(paper).toContain('GO / NO-GO Is everyone ready?');
		expect(paper.match(/That is no answer here/g)).toHaveLength(2);
		expect(paper).toContain('type production in full');
		expect(paper).toContain('✓ GO (alice)');
		expect(run.session.state().progress.get('live')?.gate).toMatchObject([{answer: 'go', typed: true}]);
	});

	test('wants the word typed before what can’t be taken back', async () => {
		const {paper} = await walk(
			runbookOf({walk: [command('drop', {danger: 'irreversible', run: {script: 'echo gone'}})]}),
			{lines: ['y', 'stag', 'staging', 'y']},
		);
		expect(paper).toContain('This can’t be taken back.');
		expect(paper).toContain('  Type staging to run it: stag\n  type staging in full\n');
		expect(paper).toContain('  | gone\n');
	});
});

describe('a pipe instead of a person', () => {
	test('answers, and the walk says that nobody was there', async () => {
		const {how, paper} = await walk(runbookOf({walk: [check('look'), gate('go', {})]}), {
			lines: ['y', 'go', 'y'],
			typist: unattended,
			opened: unattended,
		});
		expect(how).toBe('closed');
		expect(paper).toContain('Nobody is at a terminal: answers are recorded as unattended.');
		expect(paper).toContain('Type GO or NO-GO: go\n');
	});

	test('never answers a production gate: the walk ends before it is even asked', async () => {
		const {how, paper, io, run} = await walk(runbookOf({walk: [gate('live')]}), {
			lines: ['go', 'production', 'y'],
			typist: unattended,
			opened: {...production, ...unattended},
		});
		expect(how).toBe('left');
		expect(io.left).toEqual(['go', 'production', 'y']);
		expect(paper).toContain('a production gate is never answered unattended');
		expect(run.session.state().progress.get('live')?.gate).toEqual([]);
	});

	test('that answers nothing useful three times is not asked for ever', async () => {
		const {how, io} = await walk(runbookOf({walk: [check('look')]}), {
			lines: ['what', 'is', 'this', 'y', 'y'],
			typist: unattended,
			opened: unattended,
		});
		expect(how).toBe('left');
		expect(io.left).toEqual(['y', 'y']);
	});
});
