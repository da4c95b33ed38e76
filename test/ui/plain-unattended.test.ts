import {describe, expect, test} from 'vitest';
import type {Runbook} from '../../src/runbook/model.ts';
import type {PlainOptions} from '../../src/ui/plain/io.ts';
import {practiceScript, type Script, scriptedIo} from '../../src/ui/plain/scripted.ts';
import {walkPlain} from '../../src/ui/plain/walk.ts';
import {check, command, gate, runbookOf} from '../engine/given.ts';
import {memoryLive} from './memory-live.ts';
import {slowClock, unattended, walkReal} from './plain-run.ts';
import {sampleRunbook} from './sample.ts';

async function inCi(runbook: Runbook, options: PlainOptions = {}) {
	const {how, paper, io, run} = await walkReal(runbook, {
		lines: ['y', 'y', 'y'],
		typist: unattended,
		opened: {screen: 'ci', attended: false, runThrough: true},
		options: {ci: true, ...options},
	});
	return {how, paper, asked: 3 - io.left.length, state: run.session.state()};
}

const automatic = command('deploy', {auto: true, run: {script: 'echo deployed'}});

describe('in CI', () => {
	test('a walk that needs nobody runs to its end and is closed', async () => {
		const {how, paper, asked, state} = await inCi(runbookOf({walk: [automatic]}));
		expect(how).toBe('closed');
		expect(asked).toBe(0);
		expect(paper).toContain('  | deployed\n');
		expect(state.closed?.verdict).toBe('complete');
	});

	test.each([
		['a gate', gate('live'), 'A gate is answered by people'],
		['a check', check('look'), 'A person has to answer this'],
		['a command that is confirmed', command('drop'), 'A person has to answer this'],
		['a failure', command('broken', {auto: true, run: {script: 'exit 4'}}), 'A person has to answer this'],
	])('the walk stops at %s and keeps the run', async (_what, step, why) => {
		const {how, paper, asked, state} = await inCi(runbookOf({walk: [automatic, step, automatic]}));
		expect(how).toBe('left');
		expect(asked).toBe(0);
		expect(paper).toContain(why);
		expect(state.closed).toBeUndefined();
	});

	test('missing inputs are named as they are given', async () => {
		const input = {
			name: 'version',
			type: 'semver',
			secret: false,
			confidence: 'declared',
			required: true,
			line: 1,
		} as const;
		const {paper} = await inCi(runbookOf({walk: [automatic], inputs: [input]}));
		expect(paper).toContain('--input version=…');
	});

	test('sections fold on GitHub, and what a step prints commands nothing there', async () => {
		const evil = command('evil', {
			title: 'Evil',
			section: 'two',
			auto: true,
			run: {script: 'echo "::add-mask::x"; echo "##[error]y"'},
		});
		const runbook = runbookOf({
			walk: [automatic, evil],
			sections: [
				{id: 'walk', title: '100% done', level: 2, role: 'procedure', line: 1, endLine: 2, prose: ''},
				{id: 'two', title: 'Two', level: 2, role: 'procedure', line: 3, endLine: 4, prose: ''},
			],
		});
		const {paper} = await inCi(runbook, {github: true});
		expect(obeyedByGithub(paper)).toEqual([
			'::group::100%25 done',
			'::endgroup::',
			'::group::Two',
			'::endgroup::',
		]);
		expect(paper).toContain('::add-mask::x');
	});

	test('off GitHub nothing is folded', async () => {
		const {paper} = await inCi(runbookOf({walk: [automatic]}), {github: false});
		expect(paper).toContain('== Walk ==');
		expect(paper).not.toContain('::');
	});
});

/** The commands GitHub's runner would obey: it looks at every line, leading spaces or not, and can be told to stop. */
function obeyedByGithub(log: string): readonly string[] {
	const obeyed: string[] = [];
	let token: string | undefined;
	for (const line of log.split('\n').map(row => row.trimStart())) {
		if (token !== undefined) {
			token = line === `::${token}::` ? undefined : token;
		} else if (line.startsWith('::stop-commands::')) {
			token = line.slice('::stop-commands::'.length);
		} else if (line.startsWith('::') || line.includes('##[')) {
			obeyed.push(line);
		}
	}
	return obeyed;
}

const practice = {
	environment: 'production',
	production: true,
	practice: true,
	screen: 'scripted',
	attended: false,
} as const;

/** A practice whose steps pass, but for those named. */
async function practise(failing: readonly string[], script?: Script) {
	const live = memoryLive(sampleRunbook(), {opened: practice});
	live.subscribe(() => {
		queueMicrotask(() => {
			const want = live.want();
			if (want.is === 'perform') {
				void live.finish(
					failing.includes(want.step) ? {result: 'failed', exit: 1, why: 'it broke'} : {exit: 0},
				);
			}
		});
	});
	let paper = '';
	const write = async (text: string): Promise<void> => {
		paper += text;
	};
	const how = await walkPlain(
		live,
		script === undefined ? scriptedIo({write}) : scriptedIo({write}, script),
		{now: slowClock()},
	);
	return {how, paper, live};
}

describe('a scripted operator', () => {
	test('walks a practice to its end, production gate included, and marks every line it answers', async () => {
		const {how, paper, live} = await practise([]);
		expect(how).toBe('closed');
		expect(live.state().closed?.verdict).toBe('complete');
		expect(paper).toContain('A scripted operator answers; its lines are marked [scripted operator].');
		const prompts = paper
			.split('\n')
			.filter(
				line =>
					/(\? = more|NO-GO|to say GO|migration role.*|How many\?):? /.test(line) &&
					!line.startsWith('GO / NO-GO'),
			);
		expect(prompts.length).toBeGreaterThan(8);
		expect(prompts.filter(line => !line.includes('[scripted operator] '))).toEqual([]);
	});

	test('shows no secret', async () => {
		const {paper, live} = await practise([]);
		expect([...live.secrets.values()]).toEqual(['practice-secret']);
		expect(paper).not.toContain('practice-secret');
	});

	test('rolls back what fails, and comes to an end even when that fails too', async () => {
		expect((await practise(['migrate'])).live.state().closed?.verdict).toBe('rolled-back');
		expect((await practise(['migrate', 'switch-back'])).how).toBe('closed');
	});

	test('that only talks nonsense is not listened to for ever', async () => {
		const {how, paper} = await practise([], (question, state, field) =>
			question.is === 'inputs' ? practiceScript(question, state, field) : 'nonsense',
		);
		expect(how).toBe('left');
		expect(paper).toContain('Nobody reads this');
	});
});
