import {createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http';
import {type ColourStatus, type Deployment, Refused} from './deployment.ts';
import {type ColourName, colours} from './facts.ts';
import type {Faults} from './faults.ts';
import type {Traffic} from './traffic.ts';

/** What the admin side of the world works on. */
export type Administered = {
	readonly id: string;
	readonly token: string;
	readonly deployment: Deployment;
	readonly faults: Faults;
	readonly traffic: (windowSeconds: number) => Traffic;
	readonly databaseState: () => string;
	readonly restoreDatabase: () => Promise<void>;
	/** Writes down what a new start would go on from. */
	readonly save: () => Promise<void>;
	readonly hold: (request: IncomingMessage, response: ServerResponse) => void;
	readonly end: (keep: boolean) => Promise<void>;
};

/** The deploy tool's side of the practice: plain HTTP on the loopback address, answers in JSON. */
export function createAdmin(administered: Administered): Server {
	let queue: Promise<unknown> = Promise.resolve();
	return createServer((request, response) => {
		if (isFromBrowser(request)) {
			send(response, 403, {error: 'this is no place for a browser'});
			return;
		}
		const url = new URL(request.url ?? '/', 'http://admin');
		// One change at a time: a switch never overtakes a deploy.
		const work = () => route(administered, {request, response, url});
		const done = request.method === 'POST' ? queue.then(work, work) : work();
		queue = request.method === 'POST' ? done : queue;
		done.catch((error: Error) =>
			send(response, error instanceof Refused ? 409 : 500, {error: error.message}),
		);
	});
}

type Visit = {readonly request: IncomingMessage; readonly response: ServerResponse; readonly url: URL};

async function route(world: Administered, visit: Visit): Promise<void> {
	const {request, response, url} = visit;
	switch (`${request.method} ${url.pathname}`) {
		case 'GET /status':
			return send(response, 200, statusOf(world));
		case 'GET /metrics':
			return send(response, 200, {live: world.deployment.live(), ...world.traffic(secondsOf(url, 10))});
		case 'POST /deploy':
			return deploy(world, visit);
		case 'POST /switch':
			return switchTraffic(world, visit);
		case 'POST /database/pause':
			await world.deployment.pause(1000 * secondsOf(url, 120));
			return send(response, 200, {database: 'paused'});
		case 'POST /database/resume':
			await world.deployment.resume();
			return send(response, 200, {database: 'resumed'});
		case 'POST /database/start':
			await world.restoreDatabase();
			return send(response, 200, {database: 'running'});
		case 'POST /report/stop':
			return send(response, 200, {ended: await world.faults.stopReport()});
		default:
			return routeForDriver(world, visit);
	}
}

/** What only the bearer of the token in `world.json` may ask. */
async function routeForDriver(world: Administered, {request, response, url}: Visit): Promise<void> {
	if (request.headers.authorization !== `Bearer ${world.token}`) {
		return send(response, 404, {error: 'there is nothing here'});
	}
	switch (`${request.method} ${url.pathname}`) {
		case 'GET /identity':
			return send(response, 200, {id: world.id});
		case 'GET /lease':
			return world.hold(request, response);
		case 'POST /end':
			await world.end(url.searchParams.get('keep') === 'yes');
			response.once('finish', () => process.exit(0));
			return send(response, 200, {ended: true});
		default:
			return send(response, 404, {error: 'there is nothing here'});
	}
}

/** What runs where, as the runbook's probes and the deploy tool read it. */
export type WorldStatus = {
	readonly live: ColourStatus;
	readonly idle: ColourStatus;
	readonly database: string;
};

function statusOf({deployment, databaseState}: Administered): WorldStatus {
	const [first, second] = deployment.status();
	const [live, idle] = first.role === 'live' ? [first, second] : [second, first];
	return {live, idle, database: databaseState()};
}

async function deploy(world: Administered, {response, url}: Visit): Promise<void> {
	const colour = colourOf(url.searchParams.get('colour'));
	const version = url.searchParams.get('version') ?? '';
	if (!/^\d+\.\d+\.\d+(?:[-+][0-9A-Za-z.+-]+)?$/.test(version)) {
		throw new Refused(`A version looks like 1.5.0, this is "${version}".`);
	}
	const before = world.deployment.status().find(status => status.colour === colour)?.version;
	await world.deployment.deploy(colour, version);
	await world.save();
	send(response, 200, {colour, before, version});
}

async function switchTraffic(world: Administered, {response, url}: Visit): Promise<void> {
	const to = colourOf(url.searchParams.get('to'));
	const before = world.deployment.live();
	world.deployment.switchTo(to);
	await world.save();
	send(response, 200, {before, live: to});
}

function colourOf(name: string | null): ColourName {
	const colour = colours.find(known => known === name);
	if (colour === undefined) {
		throw new Refused(`The colours are ${colours.join(' and ')}, not "${name ?? ''}".`);
	}
	return colour;
}

/** The window of a rate, or the longest pause: 1 to 120 s. */
function secondsOf(url: URL, otherwise: number): number {
	const asked = Number(url.searchParams.get('seconds') ?? otherwise);
	return Number.isFinite(asked) ? Math.min(120, Math.max(1, asked)) : otherwise;
}

/** A web page that an operator happens to have open must not be able to switch the traffic. */
function isFromBrowser({headers}: IncomingMessage): boolean {
	const host = headers.host?.replace(/:\d+$/, '');
	return (
		headers.origin !== undefined ||
		headers['sec-fetch-site'] !== undefined ||
		(host !== '127.0.0.1' && host !== 'localhost')
	);
}

function send(response: ServerResponse, status: number, body: unknown): void {
	response.writeHead(status, {'content-type': 'application/json', 'cache-control': 'no-store'});
	response.end(`${JSON.stringify(body)}\n`);
}
