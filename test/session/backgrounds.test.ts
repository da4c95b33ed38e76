import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {leftInBackground, runningBehind} from '../../src/engine/background.ts';
import type {Session} from '../../src/session/session.ts';
import {check, command, runbookOf} from '../engine/given.ts';
import {startLive, until} from './live.ts';

let directory: string;
let session: Session;

beforeEach(async () => {
	directory = await mkdtemp(join(tmpdir(), 'gonogo-behind-'));
	const behind = command('tunnel', {auto: true, run: {script: 'sleep 120', background: true}});
	session = await startLive(runbookOf({walk: [behind, check('look')]}), {directory});
	await until(session, state => runningBehind(state, 'tunnel') !== undefined);
});

afterEach(async () => {
	await session.close();
	await rm(directory, {recursive: true, force: true});
});

function isAlive(): boolean {
	const [left] = leftInBackground(session.state());
	try {
		return left !== undefined && process.kill(left.pid, 0);
	} catch {
		return false;
	}
}

test('what a step has left running is ended by a person, and the step stays passed', async () => {
	expect(isAlive()).toBe(true);
	expect(await session.send({type: 'stop-step', step: 'tunnel'})).toEqual({ok: true});
	await session.close();

	expect(isAlive()).toBe(false);
	expect(session.state().progress.get('tunnel')?.now.is).toBe('passed');
	expect(runningBehind(session.state(), 'tunnel')).toBeUndefined();
});

test('it outlives a driver who only leaves', async () => {
	await session.close();
	expect(isAlive()).toBe(true);
	process.kill(-(leftInBackground(session.state())[0]?.pid ?? 0), 'SIGKILL');
});

test('the end of the run ends it', async () => {
	await session.send({type: 'answer-check', step: 'look', answer: 'yes'});
	expect(await session.send({type: 'close-run', verdict: 'complete'})).toEqual({ok: true});
	await session.close();

	expect(isAlive()).toBe(false);
	expect(await session.send({type: 'stop-step', step: 'tunnel'})).toMatchObject({ok: false});
});
