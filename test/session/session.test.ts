import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import type {Outcome} from '../../src/engine/event.ts';
import {replay} from '../../src/engine/evolve.ts';
import type {Runbook} from '../../src/runbook/model.ts';
import type {Session} from '../../src/session/session.ts';
import type {Perform} from '../../src/steps/performer.ts';
import {openFileStore} from '../../src/store/files.ts';
import type {Journal, Store} from '../../src/store/store.ts';
import {check, command, gate, opened, runbookOf} from '../engine/given.ts';
import {openLive, startLive} from './live.ts';

let directory: string;
let store: Store;

beforeEach(async () => {
	directory = await mkdtemp(join(tmpdir(), 'gonogo-session-'));
	store = await openFileStore(directory);
});

afterEach(async () => {
	await rm(directory, {recursive: true, force: true});
});

const passed: Outcome = {result: 'passed', durationMs: 1};

/** A session over a real journal on disk; `perform` stands for the world and notes what was durable when it was touched. */
async function begin(runbook: Runbook, perform: Perform): Promise<{session: Session; journal: Journal}> {
	return openLive(runbook, {directory, perform});
}

/** Resolves when the run asks for something; the loop has then done all it can do alone. */
function asked(session: Session, is: string): Promise<void> {
	return new Promise(resolve => {
		const look = () => {
			if (session.question()?.is === is) {
				stop();
				resolve();
			}
		};
		const stop = session.subscribe(look);
		look();
	});
}

describe('a session', () => {
	test('has the start of a step on disk before the step touches the world', async () => {
		const seen: string[] = [];
		const {session} = await begin(runbookOf({walk: [command('deploy', {auto: true})]}), async () => {
			const {entries} = await store.read(opened.run);
			seen.push(...entries.map(entry => entry.event.type));
			return passed;
		});
		session.start();
		await asked(session, 'close');
		await session.close();

		expect(seen).toEqual(['run.opened', 'step.started']);
	});

	test('performs each attempt once, and its state is what the journal replays to', async () => {
		let performed = 0;
		const runbook = runbookOf({
			walk: [command('one', {auto: true}), command('two', {auto: true}), check('look')],
		});
		const {session} = await begin(runbook, async () => {
			performed++;
			return passed;
		});
		session.start();
		await asked(session, 'check');
		const {entries} = await store.read(opened.run);
		await session.close();

		expect(performed).toBe(2);
		expect(replay(runbook, entries)).toEqual(session.state());
	});

	test('performs nothing more once its journal can’t be written, and says so', async () => {
		let performed = 0;
		const {session, journal} = await begin(
			runbookOf({walk: [check('look'), command('deploy', {auto: true})]}),
			async () => {
				performed++;
				return passed;
			},
		);
		session.start();
		await asked(session, 'check');
		await journal.close();
		const answer = await session.send({type: 'answer-check', step: 'look', answer: 'yes'});

		expect(answer).toMatchObject({ok: false});
		await expect(session.ended).rejects.toThrow();
		expect(performed).toBe(0);
		expect((await store.read(opened.run)).entries.map(entry => entry.event.type)).toEqual(['run.opened']);
	});

	test('aborts the running step when it is asked to stop, and takes its outcome through the same door', async () => {
		const {session} = await begin(runbookOf({walk: [command('deploy', {auto: true})]}), (_, tools) => {
			return new Promise(resolve => {
				tools.signal.addEventListener('abort', () =>
					resolve({result: 'failed', durationMs: 5, stopped: 'operator', why: 'stopped by the operator'}),
				);
				tools.report('under way');
			});
		});
		session.start();
		await new Promise<void>(resolve => {
			const stop = session.subscribe(() => {
				if (session.activity() === 'under way') {
					stop();
					resolve();
				}
			});
		});
		await session.send({type: 'stop-step', step: 'deploy'});
		await asked(session, 'failed');
		await session.close();

		expect(session.state().progress.get('deploy')?.now).toMatchObject({
			is: 'failed',
			why: 'stopped by the operator',
		});
	});

	test('opens a gate by itself, bound to the head of the journal', async () => {
		const {session, journal} = await begin(runbookOf({walk: [gate('go')]}), async () => passed);
		const {head} = journal;
		session.start();
		await asked(session, 'gate');
		await session.close();

		expect(session.state().progress.get('go')?.now).toMatchObject({is: 'open', head, nonce: '1'.repeat(32)});
	});

	test('a performer that breaks becomes an unknown outcome, never a lost one', async () => {
		const {session} = await begin(runbookOf({walk: [command('deploy', {auto: true})]}), async () => {
			throw new Error('broken');
		});
		session.start();
		await asked(session, 'unknown');
		await session.close();

		expect(session.state().progress.get('deploy')?.now).toMatchObject({
			is: 'unknown',
			why: expect.stringContaining('broken'),
		});
	});

	test('keeps secrets out of the journal and hands them to the step that needs them', async () => {
		const secret = 'correct-horse-battery';
		let handed: Readonly<Record<string, string>> = {};
		const runbook = runbookOf({
			walk: [command('deploy', {auto: true, inputs: ['token']})],
			inputs: [
				{name: 'token', type: 'secret', secret: true, confidence: 'declared', required: true, line: 1},
			],
		});
		const {session} = await begin(runbook, async (_, tools) => {
			handed = tools.secrets;
			return passed;
		});
		session.start();
		await asked(session, 'inputs');
		await session.giveSecrets({token: secret});
		await asked(session, 'close');
		for (const typed of [
			{type: 'add-note', text: `token was ${secret}`},
			{type: 'run-off-script', script: `curl -H 'x-key: ${secret}' https://shop.test`},
		] as const) {
			expect(await session.send(typed)).toMatchObject({ok: false, why: expect.stringContaining('$token')});
		}
		await session.close();

		expect(handed).toEqual({token: secret});
		expect(JSON.stringify((await store.read(opened.run)).entries)).not.toContain(secret);
	});

	test('a rehearsal shows what would change and performs only what reads', async () => {
		const performed: string[] = [];
		const runbook = runbookOf({
			walk: [command('read', {auto: true, mutates: false}), command('write', {auto: true})],
		});
		const perform: Perform = async order => {
			performed.push(order.step.id);
			return passed;
		};
		const session = await startLive(runbook, {directory, perform, opened: {...opened, mode: 'rehearse'}});
		await asked(session, 'close');
		await session.close();

		expect(performed).toEqual(['read']);
		expect(session.state().firstMutation).toBeUndefined();
	});
});
