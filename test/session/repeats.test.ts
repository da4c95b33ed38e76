import {mkdtemp, rm} from 'node:fs/promises';
import {createServer, type Server} from 'node:http';
import type {AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import type {Channel} from '../../src/runbook/meta-model.ts';
import type {Step} from '../../src/runbook/step-model.ts';
import type {Session} from '../../src/session/session.ts';
import {check, runbookOf} from '../engine/given.ts';
import {startLive, until} from './live.ts';

let directory: string;
let server: Server;
let said: string[] = [];
let session: Session | undefined;

beforeEach(async () => {
	directory = await mkdtemp(join(tmpdir(), 'gonogo-repeats-'));
	said = [];
	server = createServer((request, answer) => {
		let body = '';
		request.setEncoding('utf8').on('data', (chunk: string) => {
			body += chunk;
		});
		request.on('end', () => {
			said.push(JSON.parse(body).text);
			answer.end();
		});
	});
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
});

afterEach(async () => {
	await session?.close();
	session = undefined;
	server.closeAllConnections();
	await new Promise(resolve => server.close(resolve));
	await rm(directory, {recursive: true, force: true});
});

const message = {
	...check('status'),
	kind: 'notify',
	auto: true,
	work: {channel: 'team', text: 'We are at it in {{environment}}', key: 'status', everyMs: 1000},
} as unknown as Step;

async function run(team: Channel): Promise<Session> {
	const plain = runbookOf({walk: [message, check('look')]});
	const book = {
		...plain,
		meta: {...plain.meta, notify: {channels: {team}, templates: {}}},
	};
	const live = await startLive(book, {directory});
	session = live;
	return live;
}

test('a message that says “every” is sent again while the run lasts, once for each time', async () => {
	const {port} = server.address() as AddressInfo;
	const live = await run({is: 'webhook', url: {text: `http://127.0.0.1:${port}/`}, required: false});
	await until(live, ({repetitions}) => repetitions.length >= 2);
	await live.close();

	expect(live.state().repetitions.slice(0, 2)).toMatchObject([
		{step: 'status', number: 1, result: 'passed'},
		{step: 'status', number: 2, result: 'passed'},
	]);
	expect(said.slice(0, 3)).toEqual(Array.from({length: 3}, () => 'We are at it in staging'));
});

test('one that a person posts is said to be due', async () => {
	const live = await run({is: 'copy', to: '#ops', required: false});
	await until(live, ({repetitions}) => repetitions.length >= 1);

	expect(live.state().repetitions[0]).toMatchObject({copyTo: '#ops', result: 'passed'});
	expect(said).toEqual([]);
});
