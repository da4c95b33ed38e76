import {execFileSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {once} from 'node:events';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {createServer as createTls} from 'node:tls';
import {describe, expect, onTestFinished, test} from 'vitest';
import {plainWork} from '../../src/runbook/work.ts';
import type {ProbeWork} from '../../src/runbook/work-model.ts';
import {has} from '../needs.ts';
import {aProbe, aWorld} from './given.ts';
import {flood, rawServer} from './loopback.ts';

const ask = (work: ProbeWork, values: Record<string, string> = {}, timeoutMs = 1000) =>
	aWorld({values}).perform(aProbe(work, {timeoutMs}));

describe('a TCP probe', () => {
	test('passes where somebody listens and fails where nobody does', async () => {
		const port = await rawServer(() => {});
		expect(await ask({probe: 'tcp', host: '127.0.0.1', port})).toMatchObject({result: 'passed'});
		expect(
			await ask({probe: 'tcp', host: '{{host}}', port: '{{port}}'}, {host: 'localhost', port: String(port)}),
		).toMatchObject({result: 'passed'});
		expect(await ask({probe: 'tcp', host: '127.0.0.1', port: 9})).toMatchObject({
			result: 'failed',
			why: expect.stringContaining('refused'),
		});
		expect(await ask({probe: 'tcp', host: '192.0.2.1', port: 80}, {}, 300)).toMatchObject({result: 'failed'});
		expect(await ask({probe: 'tcp', host: '-oProxyCommand=x', port: 80})).toMatchObject({
			result: 'failed',
			why: expect.stringContaining('no host name'),
		});
		expect(await ask({probe: 'tcp', host: 'a', port: '99999'})).toMatchObject({
			result: 'failed',
			why: expect.stringContaining('no port'),
		});
	});
});

describe.skipIf(!has('openssl'))('a TLS probe', () => {
	function certificate(days: number): {key: Buffer; cert: Buffer} {
		const directory = mkdtempSync(join(tmpdir(), 'gonogo-tls-'));
		onTestFinished(() => rmSync(directory, {recursive: true}));
		execFileSync(
			'openssl',
			[
				'req',
				'-x509',
				'-newkey',
				'ec',
				'-pkeyopt',
				'ec_paramgen_curve:P-256',
				'-nodes',
				'-keyout',
				'key',
				'-out',
				'cert',
				'-days',
				String(days),
				'-subj',
				'/CN=shop.example',
				'-addext',
				'subjectAltName=DNS:localhost,IP:127.0.0.1',
			],
			{cwd: directory, stdio: 'ignore'},
		);
		return {key: readFileSync(join(directory, 'key')), cert: readFileSync(join(directory, 'cert'))};
	}

	test('reads the certificate and trusts nobody who is not trusted', async () => {
		const server = createTls(certificate(20), socket => socket.on('error', () => {})).listen(0, '127.0.0.1');
		await once(server, 'listening');
		onTestFinished(() => void server.close());
		const {port} = server.address() as {port: number};
		expect(await ask({probe: 'tls', host: 'localhost', port, daysLeftMin: 10})).toMatchObject({
			result: 'failed',
			why: expect.stringContaining('signed by itself'),
			facts: {daysLeft: 19, subject: 'shop.example'},
		});
	});

	test.each<[string, Parameters<typeof rawServer>[0], RegExp]>([
		['does not speak TLS', socket => void socket.write('220 mail ESMTP\r\n'), /does not speak TLS/],
		['hangs', () => {}, /in time/],
		['hangs up', socket => socket.end(), /closed|cut/],
		['floods', socket => flood(socket), /does not speak TLS|closed|in time/],
	])('gives a verdict on a server that %s', async (_, each, why) => {
		const port = await rawServer(each);
		expect(await ask({probe: 'tls', host: '127.0.0.1', port, daysLeftMin: 1}, {}, 500)).toMatchObject({
			result: 'failed',
			why: expect.stringMatching(why),
		});
	});
});

describe('a disk probe', () => {
	test('compares what is free with what must be', async () => {
		expect(await ask({probe: 'disk', path: tmpdir(), freePercentMin: 0})).toMatchObject({
			result: 'passed',
			facts: {freeBytes: expect.any(Number), freePercent: expect.any(Number)},
		});
		expect(await ask({probe: 'disk', path: tmpdir(), freePercentMin: 100})).toMatchObject({
			result: 'failed',
			why: expect.stringContaining('at least 100 %'),
		});
		expect(await ask({probe: 'disk', path: tmpdir(), freeBytesMin: 1e18})).toMatchObject({
			result: 'failed',
			why: expect.stringContaining('at least 1000 PB'),
		});
		expect(await ask({probe: 'disk', path: '/no/such/place'})).toMatchObject({result: 'failed'});
	});

	test('agrees with df', async () => {
		const [, line = ''] = execFileSync('df', ['-P', '-k', tmpdir()], {encoding: 'utf8'}).split('\n');
		const used = Number(/(\d+)%/.exec(line)?.[1]);
		const {facts} = await ask({probe: 'disk', path: tmpdir()});
		expect(Math.abs(Number(facts?.freePercent) - (100 - used))).toBeLessThan(1.5);
	});
});

describe('a file probe', () => {
	const directory = () => {
		const path = mkdtempSync(join(tmpdir(), 'gonogo-file-'));
		onTestFinished(() => rmSync(path, {recursive: true}));
		writeFileSync(join(path, 'notes'), '# 1.5.0\n\nBetter tea.\n');
		return path;
	};

	test('asks whether it is there, or not', async () => {
		const path = directory();
		expect(await ask({probe: 'file', path: `${path}/{{name}}`}, {name: 'notes'})).toMatchObject({
			result: 'passed',
			facts: {bytes: 21},
		});
		expect(await ask({probe: 'file', path: `${path}/none`})).toMatchObject({
			result: 'failed',
			why: expect.stringContaining('does not exist'),
		});
		expect(await ask({probe: 'file', path: `${path}/none`, absent: true})).toMatchObject({result: 'passed'});
		expect(await ask({probe: 'file', path: `${path}/notes`, absent: true})).toMatchObject({result: 'failed'});
	});

	test('looks for text or a pattern, and compares SHA-256', async () => {
		const path = join(directory(), 'notes');
		const sha256 = createHash('sha256').update(readFileSync(path)).digest('hex');
		expect(await ask({probe: 'file', path, contains: '# {{v}}'}, {v: '1.5.0'})).toMatchObject({
			result: 'passed',
		});
		expect(await ask({probe: 'file', path, contains: '^# \\d+\\.\\d+\\.\\d+$'})).toMatchObject({
			result: 'passed',
		});
		expect(await ask({probe: 'file', path, contains: '1.6.0'})).toMatchObject({result: 'failed'});
		const whole = '^# {{v}}$';
		expect(await ask({probe: 'file', path, contains: whole}, {v: '1.5.0'})).toMatchObject({result: 'passed'});
		expect(await ask({probe: 'file', path, contains: whole}, {v: '1.5.'})).toMatchObject({result: 'failed'});
		expect(await ask({probe: 'file', path, contains: whole}, {v: '1.5'})).toMatchObject({result: 'failed'});
		expect(await ask({probe: 'file', path, sha256: `sha256:${sha256}`})).toMatchObject({result: 'passed'});
		expect(await ask({probe: 'file', path, sha256: 'a'.repeat(64)})).toMatchObject({
			result: 'failed',
			why: expect.stringContaining(sha256),
		});
	});

	test('does not hang on what is no ordinary file', async () => {
		const path = join(directory(), 'fifo');
		execFileSync('mkfifo', [path]);
		expect(await ask({probe: 'file', path, contains: 'x'})).toMatchObject({
			result: 'failed',
			why: expect.stringContaining('no ordinary file'),
		});
		expect(await ask({probe: 'file', path: '/dev/zero', sha256: 'x'})).toMatchObject({result: 'failed'});
	});

	test('an endless pattern is unknown, never a hang', async () => {
		const path = join(directory(), 'a');
		writeFileSync(path, `${'a'.repeat(50)}!`);
		expect(await ask({probe: 'file', path, contains: '^(a|a)*$'}, {}, 20_000)).toMatchObject({
			result: 'unknown',
			why: expect.stringContaining('longer than 2 s'),
		});
	});
});

describe('a command probe', () => {
	test('is judged like a command and leaves nothing behind', async () => {
		const run = plainWork({
			interpreter: 'bash',
			script: 'x=1; echo ready',
			commands: [],
			expectOutput: 'ready',
		});
		const outcome = await ask({probe: 'command', run});
		expect(outcome).toMatchObject({result: 'passed'});
		expect(outcome.shell).toBeUndefined();
	});

	test('holds its output against a value that is known only in the run, letter by letter', async () => {
		const run = (word: string) =>
			plainWork({
				interpreter: 'bash',
				script: `echo ${word}`,
				commands: [],
				expectOutput: '^v{{version}}$',
				failOn: '{{bad}}',
			});
		const values = {version: '1.2.3', bad: '(none)'};
		expect(await ask({probe: 'command', run: run('v1.2.3')}, values)).toMatchObject({result: 'passed'});
		expect(await ask({probe: 'command', run: run('v1x2x3')}, values)).toMatchObject({result: 'failed'});
	});

	test('is stopped at its limit', async () => {
		const run = plainWork({interpreter: 'bash', script: 'sleep 60', commands: []});
		expect(await ask({probe: 'command', run}, {}, 300)).toMatchObject({result: 'failed', stopped: 'timeout'});
	});
});
