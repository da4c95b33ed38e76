import {mkdtemp, rm} from 'node:fs/promises';
import {createServer, type Server} from 'node:http';
import type {AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import type {Step} from '../../src/runbook/step-model.ts';
import type {Session} from '../../src/session/session.ts';
import {check, gate, runbookOf} from '../engine/given.ts';
import {startLive, until} from './live.ts';

let directory: string;
let server: Server;
let status = 200;
let session: Session | undefined;

beforeEach(async () => {
	directory = await mkdtemp(join(tmpdir(), 'gonogo-gate-'));
	status = 200;
	server = createServer((_, answer) => answer.writeHead(status).end());
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
});

afterEach(async () => {
	await session?.close();
	server.closeAllConnections();
	await new Promise(resolve => server.close(resolve));
	await rm(directory, {recursive: true, force: true});
});

function health(): Step {
	const {kind: _, ...common} = check('health');
	const {port} = server.address() as AddressInfo;
	const request = {method: 'GET', url: `http://127.0.0.1:${port}/`, headers: {}};
	const work = {probe: 'http', request, expect: {}, capture: {}};
	return {...common, kind: 'probe', work, timeoutMs: 1000, freshForMs: 1000} as unknown as Step;
}

test('a gate that waits measures its probe again when it is old, and a GO is refused once it does not hold', async () => {
	const book = runbookOf({walk: [health(), gate('go', {probes: ['health']})]});
	const live = await startLive(book, {directory});
	session = live;
	await until(live, now => now.progress.get('go')?.now.is === 'open');
	status = 503;
	await until(live, now => now.remeasured.get('health')?.result === 'failed');
	expect(await live.send({type: 'answer-gate', step: 'go', answer: 'go'})).toMatchObject({
		ok: false,
		why: expect.stringContaining('“health” is failed now: HTTP 503'),
	});
	status = 200;
	// On a machine that stalls a measurement is old before it is relied on; the next one is waited for.
	for (let turn = 0, isGone = false; turn < 10 && !isGone; turn += 1) {
		const {seq} = live.state();
		isGone = (await live.send({type: 'answer-gate', step: 'go', answer: 'go'})).ok;
		await (isGone ? undefined : until(live, now => now.seq > seq));
	}
	expect(live.state().progress.get('go')?.now.is).toBe('passed');
	expect(live.state().deviations).toEqual([]);
});
