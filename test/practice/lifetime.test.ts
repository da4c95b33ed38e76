import {execFile} from 'node:child_process';
import {once} from 'node:events';
import {existsSync, readdirSync, rmSync, statSync} from 'node:fs';
import {createServer} from 'node:net';
import {join} from 'node:path';
import {promisify} from 'node:util';
import pg from 'pg';
import {describe, expect, test} from 'vitest';
import {findWorld, startWorld} from '../../src/cli/practice/world.ts';
import {
	type Driven,
	drive,
	expectNothingLeft,
	homesOf,
	isAlive,
	json,
	killHard,
	makeRun,
	pidOf,
	portsOf,
	processesOf,
	shop,
	until,
} from './place.ts';

async function driveAndLook(
	runDirectory: string,
	outlivesMs?: number,
): Promise<{driven: Driven; left: Parameters<typeof expectNothingLeft>[0]}> {
	const driven = await drive(runDirectory, outlivesMs === undefined ? {} : {outlivesMs});
	return {
		driven,
		left: {pids: await processesOf(runDirectory), ports: portsOf(driven), homes: homesOf(runDirectory)},
	};
}

async function keeperOf(runDirectory: string): Promise<number> {
	const {stdout} = await promisify(execFile)('ps', ['-wweo', 'pid=,args=']);
	const line =
		stdout.split('\n').find(text => text.includes(`keeper ${join(runDirectory, 'practice')}`)) ?? '';
	return Number.parseInt(line, 10);
}

describe('a practice world whose driver was killed', () => {
	test('ends within its span and leaves no process, port or temporary file', async () => {
		const run = makeRun();
		const {driven, left} = await driveAndLook(run, 1_000);
		expect(left.pids.length).toBeGreaterThan(4);
		await killHard(driven.child);
		await expectNothingLeft(left, 10_000);
		expect(existsSync(join(run, 'practice/world.json'))).toBe(false);
	});

	test('lives on within its span, for the driver who comes back', async () => {
		const run = makeRun();
		const {driven, left} = await driveAndLook(run, 4_000);
		await killHard(driven.child);
		const found = await findWorld(run);
		expect(found?.inputs).toEqual(driven.inputs);
		await until(
			() => Date.now() - statSync(join(run, 'practice/world.json')).mtimeMs > 5_000,
			10_000,
			'the span passes',
		);
		expect(isAlive(pidOf(run))).toBe(true);
		await found?.end(false);
		await expectNothingLeft(left, 5_000);
	});

	test('is started anew with the same database, ports, colours and drill', async () => {
		const run = makeRun();
		const {driven, left} = await driveAndLook(run, 500);
		const {order} = await json(`${driven.inputs.router_url}/orders`, {
			method: 'POST',
			body: '{"item": "bread", "quantity": 77}',
		});
		await shop(driven.inputs, 'deploy', 'green', '9.9.9');
		await shop(driven.inputs, 'switch', 'green');
		await killHard(driven.child);
		await expectNothingLeft(left, 10_000);

		const anew = await startWorld(run);
		expect(anew.inputs).toEqual(driven.inputs);
		expect(await shop(anew.inputs, 'live')).toBe('green');
		expect(await shop(anew.inputs, 'version', 'green')).toBe('9.9.9');
		expect(await quantityOf((order as {id: number}).id, anew.env.PRACTICE_DATABASE_URL)).toBe(77);
		await anew.end(false);
		expect(readdirSync(run)).toEqual([]);
	});
});

/** The list of orders holds the last few only, and customers go on ordering: the database itself is asked. */
async function quantityOf(id: number, connectionString: string | undefined): Promise<number> {
	const client = new pg.Client({connectionString});
	await client.connect();
	try {
		const {rows} = await client.query('SELECT quantity FROM orders WHERE id = $1', [id]);
		return rows[0].quantity;
	} finally {
		await client.end();
	}
}

describe('a practice world that is killed itself', () => {
	test('leaves no process, port or temporary file', async () => {
		const run = makeRun();
		const {driven, left} = await driveAndLook(run);
		process.kill(pidOf(run), 'SIGKILL');
		await expectNothingLeft(left, 10_000);
		expect(await findWorld(run)).toBeUndefined();

		const anew = await startWorld(run);
		expect(anew.database.is).toBe('running');
		expect(anew.inputs).toEqual(driven.inputs);
		await anew.end(false);
	});

	test('is not started anew where another program has taken its ports, and is once they are free', async () => {
		const run = makeRun();
		const {driven, left} = await driveAndLook(run);
		process.kill(pidOf(run), 'SIGKILL');
		await expectNothingLeft(left, 10_000);
		const other = createServer().listen(Number(new URL(driven.inputs.router_url ?? '').port), '127.0.0.1');
		await once(other, 'listening');
		await expect(startWorld(run)).rejects.toMatchObject({
			message: expect.stringContaining('is taken by another program'),
		});

		other.close();
		await once(other, 'close');
		const anew = await startWorld(run);
		expect(anew.inputs).toEqual(driven.inputs);
		await anew.end(false);
	});

	test('leaves nothing when its whole process group is killed', async () => {
		const run = makeRun();
		const {left} = await driveAndLook(run);
		process.kill(-pidOf(run), 'SIGKILL');
		await expectNothingLeft(left, 10_000);
	});

	test('keeps nothing of a run that was deleted meanwhile', async () => {
		const run = makeRun();
		const {left} = await driveAndLook(run);
		const world = pidOf(run);
		rmSync(run, {recursive: true});
		process.kill(world, 'SIGKILL');
		await expectNothingLeft(left, 10_000);
		expect(existsSync(run)).toBe(false);
	});

	test('takes its database along when the keeper of that is killed', async () => {
		const run = makeRun();
		const {left} = await driveAndLook(run);
		process.kill(await keeperOf(run), 'SIGKILL');
		await expectNothingLeft(left, 10_000);
		const anew = await startWorld(run);
		expect(anew.database.is).toBe('running');
		await anew.end(false);
	});

	test('is cleaned up after by the next start when everything but the database was killed at once', async () => {
		const run = makeRun();
		const {driven, left} = await driveAndLook(run);
		const keeper = await keeperOf(run);
		const world = pidOf(run);
		process.kill(world, 'SIGSTOP');
		process.kill(keeper, 'SIGKILL');
		process.kill(world, 'SIGKILL');
		await until(() => !isAlive(world) && !isAlive(keeper), 5_000, 'both are dead');

		const anew = await startWorld(run);
		expect(anew.env.PRACTICE_DATABASE_URL?.split('@')[1]).toBe(
			driven.env.PRACTICE_DATABASE_URL?.split('@')[1],
		);
		expect((await json(`${anew.inputs.router_url}/orders`)).http).toBe(200);
		await anew.end(false);
		await expectNothingLeft(left, 5_000);
	});
});
