import {createServer, type IncomingMessage} from 'node:http';
import {openPool} from '../../src/steps/sql/pool.ts';

/**
The service that these releases release: a real HTTP server with a real database behind it. What a bad build does wrong
it does to real requests.
*/
const [port = '0', version = '0.0.0', fault = 'none'] = process.argv.slice(2);
const {DATABASE_URL = ''} = process.env;

if (fault === 'dying') {
	process.stderr.write(`version ${version}: Killed (out of memory)\n`);
	process.exit(137);
}

/** Answers of the last seconds: enough for a rate, short enough to forget a start. */
const countedMs = 3_000;
const answered: {at: number; failed: boolean; ms: number}[] = [];
let requests = 0;
let hits = 0;

const pool = await openPool(DATABASE_URL, {connectionsMax: 2, withinMs: 10_000});
const began = performance.now();

/** Does what its customers expect of it meanwhile: jobs end, changes are logged. */
const working = setInterval(() => {
	void pool.query('INSERT INTO audit_log (at) VALUES (now())').catch(() => undefined);
	void pool
		.query('INSERT INTO jobs (created_at, started_at, finished_at) VALUES (now(), now(), now())')
		.catch(() => undefined);
}, 500);

const server = createServer(async (request, response) => {
	const start = performance.now();
	const {
		status,
		body,
		headers = {},
	} = await answerTo(request).catch(error => ({
		status: 500,
		body: {error: String(error)},
		headers: {},
	}));
	response.writeHead(status, {'content-type': 'application/json', ...headers});
	response.end(JSON.stringify(body));
	if (request.url !== '/metrics.json' && request.url !== '/health') {
		answered.push({at: performance.now(), failed: status >= 500, ms: performance.now() - start});
	}
	if (status >= 500) {
		process.stdout.write(`ERROR ${request.method} ${request.url} ${status}\n`);
	}
});

type Answer = {
	readonly status: number;
	readonly body: unknown;
	readonly headers?: Readonly<Record<string, string>>;
};

async function answerTo(request: IncomingMessage): Promise<Answer> {
	const path = (request.url ?? '/').split('?')[0];
	switch (path) {
		case '/metrics.json':
			return {status: 200, body: metrics()};
		case '/health':
		case '/api/health':
			return fault === 'sick'
				? {status: 503, body: {status: 'sick'}}
				: {status: 200, body: {status: 'ok', version}};
		case '/version':
		case '/api/status':
			return {status: 200, body: {version}};
		case '/v1/session':
		case '/api/account':
			return {status: 401, body: {error: 'who are you?'}};
		case '/api/session':
			return {status: request.headers.authorization === undefined ? 401 : 200, body: {}};
		case '/api/v1/prices':
			hits += 1;
			return {status: 200, body: [], headers: {'x-cache': hits > 1 ? 'hit' : 'miss'}};
		default:
			return customer(path === '/');
	}
}

/** A customer's request goes to the database; a failing build loses every third of them behind its start page. */
async function customer(isStart: boolean): Promise<Answer> {
	requests += 1;
	if (fault === 'failing' && !isStart && requests % 3 === 0) {
		return {status: 500, body: {error: 'lost'}};
	}
	const [row] = await pool.query('SELECT count(*)::int AS documents FROM documents');
	return {status: 200, body: {version, documents: row?.documents}};
}

function metrics() {
	const now = performance.now();
	while ((answered[0]?.at ?? now) < now - countedMs) {
		answered.shift();
	}
	const failed = answered.filter(answer => answer.failed).length;
	const times = answered.map(answer => answer.ms).sort((a, b) => a - b);
	const {rss} = process.memoryUsage();
	return {
		up: 1,
		errors: {ratio: answered.length === 0 ? 0 : failed / answered.length},
		p95: (times[Math.floor(times.length * 0.95)] ?? 1) / 1_000,
		throughput: (answered.length * 1_000) / Math.min(countedMs, now - began),
		memory: rss,
		cpu: process.cpuUsage().user / 1_000 / (now - began),
	};
}

server.listen(Number(port), () => process.stdout.write(`version ${version} listens on ${port}\n`));

process.on('SIGTERM', () => {
	clearInterval(working);
	server.close();
	server.closeAllConnections();
	process.exit(0);
});
