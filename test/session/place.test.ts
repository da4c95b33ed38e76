import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, afterEach, beforeAll, beforeEach, expect, test} from 'vitest';
import type {Meta} from '../../src/runbook/meta-model.ts';
import type {Session} from '../../src/session/session.ts';
import {check, command, opened, runbookOf} from '../engine/given.ts';
import {startPostgres, type TestServer} from '../postgres.ts';
import {sshdPath, startSshd, type TestSshd} from '../sshd.ts';
import {startLive, until} from './live.ts';

/** Where a run is, by a real server: the database it would change, the hosts it needs. */

let server: TestServer;
let sshd: TestSshd | undefined;
let directory: string;
let session: Session | undefined;

beforeAll(async () => {
	server = await startPostgres();
	sshd = sshdPath === undefined ? undefined : await startSshd();
}, 60_000);

afterAll(async () => {
	sshd?.stop();
	await server.stop();
});

beforeEach(async () => {
	directory = await mkdtemp(join(tmpdir(), 'gonogo-place-'));
});

afterEach(async () => {
	await session?.close();
	session = undefined;
	await rm(directory, {recursive: true, force: true});
});

async function run(meta: Partial<Meta>): Promise<Session> {
	const plain = runbookOf({walk: [check('look'), command('change', {run: {script: 'true'}})]});
	const book = {...plain, meta: {...plain.meta, ...meta}};
	const live = await startLive(book, {directory, opened: {...opened, mode: 'walk'}});
	session = live;
	return live;
}

test('a database that is another one than at the start stops the change and shows both', async () => {
	const other = new URL(await server.freshDatabase()).pathname.slice(1);
	process.env.GONOGO_TEST_PLACE = server.url('postgres');
	const live = await run({
		connections: {main: {env: 'GONOGO_TEST_PLACE'}},
		context: {database: {by: {database: 'main'}}},
	});
	await until(live, ({rules}) => rules.has('context.database'));
	expect(live.state().rules.get('context.database')).toMatchObject({
		is: 'pass',
		found: expect.stringMatching(/^postgres at 127\.0\.0\.1:\d+ as test$/),
	});
	await live.send({type: 'answer-check', step: 'look', answer: 'yes'});
	process.env.GONOGO_TEST_PLACE = server.url(other);

	await live.send({type: 'start-step', step: 'change'});
	expect(live.question()).toMatchObject({
		is: 'rule',
		rule: {
			why: expect.stringMatching(
				new RegExp(`^It was “postgres at .* as test” and is “${other} at .* as test” now\\.$`),
			),
		},
	});
	expect(live.state().progress.get('change')?.attempts ?? []).toEqual([]);
	const typed = await live.send({type: 'run-off-script', script: './mend.sh', reason: 'x'});
	expect(typed).toMatchObject({ok: false, why: expect.stringContaining('Nothing was run.')});
});

test('a database that goes away before the change leaves its place unknown, which is never a pass', async () => {
	process.env.GONOGO_TEST_PLACE = server.url('postgres');
	const live = await run({
		connections: {main: {env: 'GONOGO_TEST_PLACE'}},
		context: {database: {by: {database: 'main'}}},
	});
	await until(live, ({rules}) => rules.has('context.database'));
	await live.send({type: 'answer-check', step: 'look', answer: 'yes'});
	process.env.GONOGO_TEST_PLACE = 'postgres://test:test@127.0.0.1:9/postgres';

	await live.send({type: 'start-step', step: 'change'});
	expect(live.question()).toMatchObject({is: 'rule', rule: {rule: 'context.database', is: 'unknown'}});
});

test.skipIf(sshdPath === undefined)(
	'a host that a run needs is logged in to before the first step',
	async () => {
		const live = await run({
			requires: {tools: {}, env: [], hosts: ['web1', 'gone']},
			hosts: {web1: '127.0.0.1', gone: 'nobody@127.0.0.1'},
		});
		await until(live, ({rules}) => rules.has('host.gone'));

		expect(live.state().rules.get('host.web1')).toMatchObject({is: 'pass'});
		expect(live.question()).toMatchObject({
			is: 'rule',
			step: 'look',
			rule: {rule: 'host.gone', is: 'fail', why: expect.stringContaining('Nothing was run there.')},
		});
	},
);
