import {mkdtemp, rm} from 'node:fs/promises';
import {createServer, type Server} from 'node:http';
import type {AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import type {MetricStep, Step} from '../../src/runbook/step-model.ts';
import type {Session} from '../../src/session/session.ts';
import {at, check, command, runbookOf} from '../engine/given.ts';
import {startLive, until} from './live.ts';

let directory: string;
let server: Server;
let rate: number | undefined;

beforeEach(async () => {
	directory = await mkdtemp(join(tmpdir(), 'gonogo-watch-'));
	rate = 0;
	server = createServer((_, answer) => answer.end(rate === undefined ? 'garbage' : JSON.stringify({rate})));
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
});

afterEach(async () => {
	server.closeAllConnections();
	await new Promise(resolve => server.close(resolve));
	await rm(directory, {recursive: true, force: true});
});

function guard(): Step {
	const {port} = server.address() as AddressInfo;
	const {kind: _, ...common} = check('errors');
	const metric: Omit<MetricStep, keyof typeof common> = {
		kind: 'metric',
		guard: true,
		work: {
			from: {
				source: 'http',
				request: {method: 'GET', url: `http://127.0.0.1:${port}/`, headers: {}},
				path: 'rate',
			},
			everyMs: 50,
			forMs: 60_000,
			fail: 'value > 5%',
			errorsMax: 2,
			baseline: false,
		},
	};
	return {...common, ...metric} as Step;
}

/** A clock that jumps past every countdown each time it is read, or one that stands. */
async function switched(clock: 'jumps' | 'stands'): Promise<Session> {
	const runbook = runbookOf({walk: [guard(), command('switch'), check('look')], rollback: [command('back')]});
	let ms = Date.parse(at);
	const now = () => {
		ms += clock === 'jumps' ? 61_000 : 0;
		return new Date(ms);
	};
	const perform = async () => ({result: 'passed' as const, durationMs: 1});
	const session = await startLive(runbook, {directory, perform, now});
	await session.send({type: 'start-step', step: 'switch'});
	return session;
}

test('a guard is watched from the first change on, and its verdict is an entry only when it changes', async () => {
	const session = await switched('stands');
	await until(session, () => session.state().guards.get('errors')?.state === 'good');
	rate = 0.5;
	await until(session, () => session.question()?.is === 'tripped');
	await session.close();

	expect(session.question()).toMatchObject({
		is: 'tripped',
		step: 'errors',
		ways: ['roll-back', 'go-on', 'hold'],
	});
	expect(session.state().seq).toBeLessThan(8);
});

test('a trip that nobody answers before the countdown ends rolls the run back', async () => {
	const session = await switched('jumps');
	rate = 0.5;
	await until(session, () => session.state().branch === 'rollback');
	await session.close();

	expect(session.state().rollback).toMatchObject({trigger: 'guard', by: 'gonogo', step: 'errors'});
});

test('a guard without data asks, whatever the clock says', async () => {
	const session = await switched('jumps');
	await until(session, () => session.state().guards.get('errors')?.state === 'good');
	rate = undefined;
	await until(session, () => session.question()?.is === 'tripped');
	await session.close();

	expect(session.state().branch).toBe('walk');
	expect(session.question()).not.toHaveProperty('until');
});
