import {execFileSync} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:https';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {has} from '../needs.ts';
import {aProbe, aWorld} from './given.ts';

describe.skipIf(!has('openssl'))('an HTTPS probe', () => {
	let directory: string;
	const ports: Record<string, number> = {};
	const ends: (() => void)[] = [];

	function sign(name: string, san: string, days: number): void {
		const openssl = (...args: string[]) => execFileSync('openssl', args, {cwd: directory, stdio: 'ignore'});
		openssl(
			'req',
			'-newkey',
			'ec',
			'-pkeyopt',
			'ec_paramgen_curve:P-256',
			'-nodes',
			'-keyout',
			`${name}.key`,
			'-out',
			`${name}.csr`,
			'-subj',
			`/CN=${name}`,
		);
		writeFileSync(join(directory, 'ext'), `subjectAltName=${san}\n`);
		openssl(
			'x509',
			'-req',
			'-in',
			`${name}.csr`,
			'-CA',
			'ca.crt',
			'-CAkey',
			'ca.key',
			'-CAcreateserial',
			'-days',
			String(days),
			'-extfile',
			'ext',
			'-out',
			`${name}.crt`,
		);
	}

	async function serve(name: string): Promise<void> {
		const server = createServer(
			{key: readFileSync(join(directory, `${name}.key`)), cert: readFileSync(join(directory, `${name}.crt`))},
			(_, response) => response.end('ok'),
		).listen(0, '127.0.0.1');
		await once(server, 'listening');
		ends.push(() => server.close());
		ports[name] = (server.address() as {port: number}).port;
	}

	beforeAll(async () => {
		directory = mkdtempSync(join(tmpdir(), 'gonogo-ca-'));
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
				'ca.key',
				'-out',
				'ca.crt',
				'-days',
				'30',
				'-subj',
				'/CN=Our own authority',
			],
			{cwd: directory, stdio: 'ignore'},
		);
		sign('good', 'DNS:localhost', 20);
		sign('other', 'DNS:elsewhere.example', 20);
		await serve('good');
		await serve('other');
		// Where the machine keeps its authorities; read once, when the first unknown one is met.
		process.env.SSL_CERT_FILE = join(directory, 'ca.crt');
	});
	afterAll(() => {
		for (const end of ends) {
			end();
		}
		rmSync(directory, {recursive: true});
	});

	const ask = (port: number | undefined) =>
		aWorld().perform(
			aProbe({
				probe: 'http',
				request: {method: 'GET', url: `https://localhost:${port}/`, headers: {}},
				expect: {},
				capture: {},
			}),
		);

	test('trusts whom the machine trusts', async () => {
		expect(await ask(ports.good)).toMatchObject({result: 'passed'});
		expect(
			await aWorld().perform(
				aProbe({probe: 'tls', host: 'localhost', port: ports.good ?? 0, daysLeftMin: 10}),
			),
		).toMatchObject({result: 'passed', summary: 'valid for 19 more days'});
		expect(
			await aWorld().perform(
				aProbe({probe: 'tls', host: 'localhost', port: ports.good ?? 0, daysLeftMin: 30}),
			),
		).toMatchObject({result: 'failed', why: expect.stringContaining('at least 30 are expected')});
	});

	test('trusts nobody for another name, whatever the environment says', async () => {
		process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
		expect(await ask(ports.other)).toMatchObject({
			result: 'failed',
			why: 'Its certificate is for another name.',
		});
		delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
	});
});
