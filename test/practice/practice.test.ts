import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {text} from 'node:stream/consumers';
import {fileURLToPath} from 'node:url';
import {describe, expect, test} from 'vitest';
import {makeRun} from './place.ts';

const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
/** A practice takes half a minute; the machine may be busy with others. */
const withinMs = 150_000;

type Ended = {
	readonly exit: number;
	readonly said: string;
	readonly directory: string;
	readonly record: Record<string, unknown>;
};

/** `gonogo practice` with its input from nothing. */
async function practise(...words: string[]): Promise<Ended> {
	const state = makeRun();
	const child = spawn(
		process.execPath,
		['--disable-warning=ExperimentalWarning', main, 'practice', ...words],
		{
			stdio: ['ignore', 'pipe', 'pipe'],
			env: {PATH: process.env.PATH, HOME: state, GONOGO_STATE: state, GONOGO_PRACTICE_OUTLIVES_MS: '5000'},
		},
	);
	const [said, wrong] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
	const [run = ''] = readdirSync(join(state, 'runs'));
	const directory = join(state, 'runs', run);
	return {exit: child.exitCode ?? -1, said: `${said}${wrong}`, directory, record: recordOf(directory)};
}

function recordOf(directory: string): Record<string, unknown> {
	const file = join(directory, 'record.json');
	if (!existsSync(file)) {
		return {};
	}
	const {payload} = JSON.parse(readFileSync(file, 'utf8')) as {payload: string};
	return JSON.parse(Buffer.from(payload, 'base64').toString('utf8')).predicate;
}

describe.concurrent('a practice without a terminal', () => {
	test('walks a real release to its end, says what it answers, and leaves a record marked practice', {
		timeout: withinMs,
	}, async () => {
		const {exit, said, directory, record} = await practise();
		expect(said).toContain('The run is closed: complete.');
		expect(exit).toBe(0);
		expect(
			said
				.split('\n')
				.filter(line => /^(?:y = |Type |Which one)/.test(line) && !line.includes('[scripted operator]')),
		).toEqual([]);
		expect(record).toMatchObject({
			run: {flags: expect.arrayContaining(['practice'])},
			verdict: {is: 'complete'},
			deviations: [],
			migrations: [{applied: 'yes'}],
			backups: [{state: 'passed'}],
		});
		expect(existsSync(join(directory, 'practice'))).toBe(false);
	});

	test('goes back when the new version fails its customers', {timeout: withinMs}, async () => {
		const {exit, said, directory, record} = await practise('--drill', 'bad-release');
		expect(said).toContain('The run is closed: rolled back.');
		expect(exit).toBe(4);
		expect(record).toMatchObject({
			verdict: {is: 'rolled-back'},
			rollback: {succeeded: true, trigger: expect.stringMatching(/guard|failure/)},
		});
		expect(existsSync(join(directory, 'practice'))).toBe(false);
	});
});
