import {request} from 'node:http';
import type {WorldStatus} from './admin.ts';
import type {Traffic} from './traffic.ts';

/** Deploying starts a process and a pause waits for queries; neither takes seconds. */
const answerWithinMs = 60_000;

const usage = `shop: the deploy tool of the practice

  shop status                    what runs where, and how the clients fare
  shop live | idle               one word: blue or green
  shop version COLOUR            the version a colour runs
  shop deploy COLOUR VERSION [TICKET]   put a version on the idle colour
  shop switch COLOUR             send the clients to a colour
  shop pause | resume            release the database connections, take them up again
  shop database start            start the database again after it was lost
  shop report stop               end the report that holds on to the orders table
`;

/** The program `shop` that the practice runbook's commands call. @returns its exit code. */
export async function runTool([adminUrl, ...words]: readonly string[]): Promise<number> {
	if (adminUrl === undefined || words.length === 0 || words[0] === 'help') {
		console.log(usage);
		return words[0] === 'help' ? 0 : 2;
	}
	const said = await obey(adminUrl, words).catch((error: Error) => error);
	if (said instanceof Error) {
		console.error(`shop: ${said.message}`);
		return 1;
	}
	if (said === undefined) {
		console.error(usage);
		return 2;
	}
	console.log(said);
	return 0;
}

async function obey(
	adminUrl: string,
	[verb, first = '', second = '', third]: readonly string[],
): Promise<string | undefined> {
	const post = (path: string, query: Record<string, string> = {}) =>
		call('POST', `${adminUrl}${path}?${new URLSearchParams(query)}`);
	switch (verb) {
		case 'status':
			return describe(await statusOf(adminUrl), await metricsOf(adminUrl));
		case 'live':
		case 'idle':
			return (await statusOf(adminUrl))[verb].colour;
		case 'version':
			return versionOf(await statusOf(adminUrl), first);
		case 'deploy': {
			const {colour, before, version} = await post('/deploy', {colour: first, version: second});
			return `${colour}: ${before} -> ${version}${third === undefined ? '' : ` (${third})`}`;
		}
		case 'switch': {
			const {before, live} = await post('/switch', {to: first});
			return `live: ${before} -> ${live}`;
		}
		case 'pause':
		case 'resume':
			return `database connections: ${(await post(`/database/${verb}`)).database}`;
		case 'database':
			return first === 'start' ? `database: ${(await post('/database/start')).database}` : undefined;
		case 'report':
			return first === 'stop' ? `reports ended: ${(await post('/report/stop')).ended}` : undefined;
		default:
			return undefined;
	}
}

async function statusOf(adminUrl: string): Promise<WorldStatus> {
	return (await call('GET', `${adminUrl}/status`)) as unknown as WorldStatus;
}

async function metricsOf(adminUrl: string): Promise<Traffic> {
	return (await call('GET', `${adminUrl}/metrics`)) as unknown as Traffic;
}

function versionOf({live, idle}: WorldStatus, colour: string): string {
	const status = [live, idle].find(one => one.colour === colour);
	if (status === undefined) {
		throw new Error(`the colours are blue and green, not "${colour}"`);
	}
	return status.version;
}

function describe({live, idle, database}: WorldStatus, traffic: Traffic): string {
	const lines = [live, idle].map(
		({role, colour, version, running}) =>
			`${role}      ${colour.padEnd(6)} ${version.padEnd(8)} ${running ? 'running' : 'not running'}`,
	);
	const {errors, requests, windowSeconds, p95Ms} = traffic;
	const percent = (100 * traffic.errorRate).toFixed(1);
	return [
		...lines,
		`database  ${database}`,
		`clients   ${requests} requests in ${windowSeconds} s, ${errors} errors (${percent} %), p95 ${p95Ms} ms`,
	].join('\n');
}

function call(method: string, url: string): Promise<Record<string, unknown>> {
	return new Promise((resolve, reject) => {
		const sent = request(url, {method, agent: false, timeout: answerWithinMs});
		sent.once('timeout', () => sent.destroy(new Error(`no answer within ${answerWithinMs / 1000} s`)));
		sent.once('error', error =>
			reject(
				new Error(`the practice world does not answer (${error.message}); \`gonogo resume\` starts it again`),
			),
		);
		sent.once('response', async answer => {
			const text = (await answer.toArray()).join('');
			const body = JSON.parse(text) as Record<string, unknown>;
			if (answer.statusCode === 200) {
				resolve(body);
			} else {
				reject(new Error(String(body.error ?? text)));
			}
		});
		sent.end();
	});
}
