import {existsSync, statSync, writeFileSync} from 'node:fs';
import {createConnection} from 'node:net';
import {join} from 'node:path';
import {describe, expect, onTestFinished, test} from 'vitest';
import {openRoad} from '../../src/session/road.ts';
import {connectRoad, type RoadClient} from '../../src/session/road-client.ts';
import {gate, runbookOf} from '../engine/given.ts';
import {has} from '../needs.ts';
import {asks, drive, type Pair, person, production, sign, so, temporary, trustOf} from './pair.ts';
import {leaveStaleSocket} from './stale-socket.ts';

async function open(pair: Pair): Promise<{path: string; close(): Promise<void>}> {
	const road = await openRoad(pair.session);
	if (!road.ok) {
		throw new Error(road.why);
	}
	onTestFinished(() => road.value.close());
	return {path: join(pair.session.directory, 'road.sock'), close: () => road.value.close()};
}

async function connect({session}: Pair): Promise<RoadClient> {
	const client = await connectRoad(session.directory);
	if (!client.ok) {
		throw new Error(client.why);
	}
	onTestFinished(() => client.value.close());
	return client.value;
}

/** Sends bytes as they are. @returns everything that came back, once the driver has let go. */
function rudely(path: string, bytes: string | Buffer): Promise<string> {
	return new Promise(resolve => {
		const socket = createConnection(path, () => socket.write(bytes));
		let heard = '';
		socket.on('data', data => {
			heard += data.toString();
		});
		socket.on('error', () => {});
		socket.on('close', () => resolve(heard));
	});
}

describe('the road to the driver', () => {
	test('takes notes and holds under the name of who gives them, and says why not', async () => {
		const pair = await drive();
		await open(pair);
		const bob = await connect(pair);

		expect(await bob.ask({ask: 'note', name: 'bob', text: 'I look on'})).toEqual({ok: true});
		expect(await bob.ask({ask: 'note', name: 'bob', text: ' '})).toEqual({
			ok: false,
			why: 'an empty note says nothing',
		});
		expect(await bob.ask({ask: 'hold', name: 'bob', reason: 'errors are up'})).toEqual({ok: true});
		expect(await bob.ask({ask: 'hold', name: 'carol', reason: 'mine too'})).toMatchObject({ok: false});
		expect(pair.session.state().notes).toMatchObject([{by: 'bob', text: 'I look on'}]);
		expect(pair.session.state().held).toMatchObject({by: 'bob', reason: 'errors are up'});
	});

	test.skipIf(!has('ssh-keygen'))('takes a signed answer, and none without a signature', async () => {
		const bob = person('bob');
		const trust = trustOf('version: 1\nenvironments: {production: {approvals: 1}}\n');
		const pair = await drive({belief: {trust, signers: [bob.line]}});
		pair.session.start();
		await asks(pair.session, 'gate');
		const {path} = await open(pair);
		const client = await connect(pair);
		const unsigned = {v: 1, id: 1, ask: 'answer-gate', name: 'bob', answer: 'go', typed: 'production'};

		expect(await rudely(path, `${JSON.stringify(unsigned)}\n`)).toContain('no request');
		expect(await client.ask({ask: 'answer-gate', signed: '{}'})).toMatchObject({ok: false});
		expect(await client.ask({ask: 'answer-gate', signed: await sign(pair, bob)})).toEqual({ok: true});
		await asks(pair.session, 'close');
	});

	test('notes who joins, once each, and who leaves', async () => {
		const pair = await drive();
		await open(pair);
		const [first, second] = [await connect(pair), await connect(pair)];

		expect(await first.ask({ask: 'follow', name: 'bob', mayDrive: true})).toEqual({ok: true});
		expect(await second.ask({ask: 'follow', name: 'bob', mayDrive: true})).toEqual({ok: true});
		expect(await first.ask({ask: 'follow', name: 'carol', mayDrive: true})).toMatchObject({ok: false});
		expect(pair.session.state().present).toMatchObject([{person: 'bob'}]);
		first.close();
		second.close();
		await so(pair.session, () => pair.session.state().present.length === 0);
		const {entries} = await pair.store.read(production.run);
		expect(entries.slice(1).map(({event}) => event.type)).toEqual(['person.joined', 'person.left']);
	});

	test('hands the control to whom it was offered: the answer comes when the run is free', async () => {
		const pair = await drive();
		await open(pair);
		const [bob, carol] = [await connect(pair), await connect(pair)];
		await bob.ask({ask: 'follow', name: 'bob', mayDrive: true});
		await carol.ask({ask: 'follow', name: 'carol', mayDrive: true});
		await pair.session.send({type: 'offer-control', to: 'bob'});

		expect(await carol.ask({ask: 'take-control'})).toMatchObject({ok: false});
		expect(await bob.ask({ask: 'take-control'})).toEqual({ok: true});
		const {journal, found} = await pair.store.open(production.run);
		await journal.close();
		expect(found.entries.at(-1)).toMatchObject({by: 'bob', event: {type: 'control.taken', to: 'bob'}});
		expect(await carol.ask({ask: 'note', name: 'carol', text: 'too late'})).toMatchObject({ok: false});
	});

	test('is for its owner alone', async () => {
		const pair = await drive();
		const {path} = await open(pair);

		expect(statSync(path).mode & 0o777).toBe(0o600);
		expect(statSync(pair.session.directory).mode & 0o777).toBe(0o700);
	});

	test('is open to the group that its owner declared', async () => {
		const pair = await drive();
		const group = process.getgid?.() ?? 0;
		const road = await openRoad(pair.session, {group});
		onTestFinished(async () => (road.ok ? road.value.close() : undefined));
		const {mode, gid} = statSync(join(pair.session.directory, 'road.sock'));

		expect({mode: mode & 0o777, gid}).toEqual({mode: 0o660, gid: group});
	});

	test('goes when the driver goes', async () => {
		const pair = await drive();
		const road = await open(pair);
		const client = await connect(pair);
		await road.close();
		await client.closed;

		expect(existsSync(road.path)).toBe(false);
		expect(await connectRoad(pair.session.directory)).toEqual({
			ok: false,
			why: 'nobody drives the run at this moment',
		});
	});

	test('is opened anew where a killed driver left its socket, and not in place of something else', async () => {
		const pair = await drive();
		const path = join(pair.session.directory, 'road.sock');
		writeFileSync(path, 'no socket');
		expect(await openRoad(pair.session)).toMatchObject({ok: false});

		const other = await drive({directory: temporary(), runbook: runbookOf({walk: [gate('go')]})});
		leaveStaleSocket(join(other.session.directory, 'road.sock'));
		expect(await connectRoad(other.session.directory)).toMatchObject({
			why: 'nobody drives the run at this moment',
		});
		await open(other);
		await connect(other);
	});

	test('works where the path of the run is longer than a socket’s may be', async () => {
		const deep = join(temporary(), 'a'.repeat(60), 'b'.repeat(60));
		const pair = await drive({directory: deep});
		await open(pair);

		expect(await (await connect(pair)).ask({ask: 'note', name: 'bob', text: 'from far'})).toEqual({ok: true});
	});
});

describe('a hostile or a dead guest', () => {
	test.each<[string, string | Buffer]>([
		['what is no JSON', 'hello\n'],
		['another version', `${JSON.stringify({v: 2, id: 1, ask: 'take-control'})}\n`],
		['a field too many', `${JSON.stringify({v: 1, id: 1, ask: 'take-control', by: 'alice'})}\n`],
		[
			'a name that moves the cursor',
			`${JSON.stringify({v: 1, id: 1, ask: 'hold', name: 'a\u001B[2J', reason: 'x'})}\n`,
		],
		['bytes that are no text', Buffer.from([0xff, 0xfe, 0x0a])],
	])('that sends %s is let go, and nothing is written', async (_what, bytes) => {
		const pair = await drive();
		const {path} = await open(pair);

		expect(await rudely(path, bytes)).toContain('no request this gonogo understands');
		expect((await pair.store.read(production.run)).entries).toHaveLength(1);
	});

	test('that sends a line without an end is cut off at 64 KiB', async () => {
		const pair = await drive();
		const {path} = await open(pair);

		expect(await rudely(path, Buffer.alloc(1_048_576, 'x'))).toBe('');
		expect(await (await connect(pair)).ask({ask: 'note', name: 'bob', text: 'alive'})).toEqual({ok: true});
	});

	test('that says nothing is let go', {timeout: 20_000}, async () => {
		const pair = await drive();
		const {path} = await open(pair);

		expect(await rudely(path, '')).toBe('');
	});

	test('that asks and asks is told to wait, and the driver is not kept from writing', async () => {
		const pair = await drive();
		const {path} = await open(pair);
		const flood = Array.from({length: 400}, (_, id) =>
			JSON.stringify({v: 1, id, ask: 'note', name: 'mallory', text: 'x'}),
		);
		const flooding = rudely(path, `${flood.join('\n')}\n{}\n`);

		expect(await pair.session.send({type: 'add-note', text: 'still here'})).toEqual({ok: true});
		expect(await flooding).toContain('try again in a minute');
		expect(pair.session.state().notes.filter(({by}) => by === 'mallory').length).toBeLessThanOrEqual(125);
	});

	test('that never reads its answers costs no memory and blocks nobody', async () => {
		const pair = await drive();
		const {path} = await open(pair);
		const deaf = createConnection(path);
		onTestFinished(() => void deaf.destroy());
		deaf.pause();
		const request = `${JSON.stringify({v: 1, id: 1, ask: 'hold', name: 'm', reason: 'x'.repeat(7_000)})}\n`;
		for (let count = 0; count < 300; count++) {
			deaf.write(request);
		}

		expect(await (await connect(pair)).ask({ask: 'hold', name: 'bob', reason: 'mine'})).toMatchObject({
			ok: false,
		});
	});

	test('finds sixteen others there and is turned away', async () => {
		const pair = await drive();
		await open(pair);
		const clients = await Promise.all(Array.from({length: 16}, () => connect(pair)));
		await Promise.all(clients.map(client => client.ask({ask: 'note', name: 'bob', text: 'here'})));
		const late = await connectRoad(pair.session.directory);

		expect(late.ok ? await late.value.ask({ask: 'note', name: 'bob', text: 'late'}) : late).toMatchObject({
			ok: false,
		});
		clients[0]?.close();
		await expect
			.poll(async () => (await connect(pair)).ask({ask: 'note', name: 'bob', text: 'now'}), {timeout: 5_000})
			.toEqual({ok: true});
	});
});
