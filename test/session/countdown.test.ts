import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import type {Step} from '../../src/runbook/step-model.ts';
import type {Session} from '../../src/session/session.ts';
import {askingOf} from '../../src/ui/view/asking.ts';
import {at, check, command, runbookOf} from '../engine/given.ts';
import {startLive, until} from './live.ts';

let directory: string;
let session: Session | undefined;

beforeEach(async () => {
	directory = await mkdtemp(join(tmpdir(), 'gonogo-countdown-'));
});

afterEach(async () => {
	await session?.close();
	session = undefined;
	await rm(directory, {recursive: true, force: true});
});

/** A run on a clock that is ten minutes on each time it is read, so that every countdown is over at once, or one that stands. */
async function begin(walk: readonly Step[], clock: 'jumps' | 'stands'): Promise<Session> {
	const book = runbookOf({walk, rollback: [check('back')]});
	let now = Date.parse(at);
	session = await startLive(book, {
		directory,
		now: () => {
			now += clock === 'jumps' ? 600_000 : 0;
			return new Date(now);
		},
	});
	return session;
}

const change = command('change', {auto: true, run: {script: 'true'}});
const broken = {auto: true, run: {script: 'exit 3'}} as const;

test('a step that fails with on-failure=rollback takes the run back when nobody decides in time', async () => {
	const live = await begin([change, command('switch', {...broken, onFailure: 'rollback'})], 'jumps');
	await until(live, ({rollback}) => rollback !== undefined);

	expect(live.state().rollback).toMatchObject({trigger: 'failure', step: 'switch', by: 'gonogo'});
});

test('a step that fails with on-failure=abort ends a run that has changed nothing', async () => {
	const look = command('look', {...broken, mutates: false, onFailure: 'abort'});
	const live = await begin([look, change], 'jumps');
	await until(live, ({closed}) => closed !== undefined);

	expect(live.state().closed).toMatchObject({verdict: 'aborted', by: 'gonogo'});
});

test('until then it says what will happen and when, and a person can decide otherwise', async () => {
	const live = await begin([change, command('switch', {...broken, onFailure: 'rollback'})], 'stands');
	await until(live, () => live.question()?.is === 'failed');
	const question = live.question();
	const asking = question && askingOf(live.state(), question);
	expect(asking?.about).toEqual([
		'At 09:01:00 the run rolls back by itself, as the runbook says, unless you decide otherwise.',
	]);
	expect(asking?.until).toBe('2026-11-21T09:01:00.000Z');

	await live.send({type: 'decide-step', step: 'switch', disposition: 'override', reason: 'known'});
	expect(live.question()).toMatchObject({is: 'close'});
	expect(live.state().rollback).toBeUndefined();
});
