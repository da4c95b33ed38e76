import {createServer, type IncomingMessage, type Server} from 'node:http';

export type Told = {readonly path: string; readonly body: string};

/** A real HTTP server for what a release talks to besides its own service. */
export type Neighbour = {
	readonly url: string;
	/** What it was told with POST, in order. */
	readonly told: readonly Told[];
	stop(): void;
};

export type Reply = {readonly status?: number; readonly body?: unknown};

/** @param reply what it says to a GET, by path with its query; 404 where it says nothing. */
export function aNeighbour(
	reply: (url: URL) => Reply | undefined | Promise<Reply | undefined>,
): Promise<Neighbour> {
	const told: Told[] = [];
	const server: Server = createServer(async (request, response) => {
		const url = new URL(request.url ?? '/', 'http://localhost');
		if (request.method === 'POST') {
			told.push({path: url.pathname, body: await bodyOf(request)});
			response.end('ok');
			return;
		}
		const {status = 200, body = {}} = (await reply(url)) ?? {status: 404};
		response.writeHead(status, {'content-type': 'application/json'});
		response.end(typeof body === 'string' ? body : JSON.stringify(body));
	});
	return new Promise(resolve => {
		server.listen(0, '127.0.0.1', () => {
			const address = server.address();
			const port = typeof address === 'object' && address !== null ? address.port : 0;
			resolve({
				url: `http://127.0.0.1:${port}`,
				told,
				stop() {
					server.close();
					server.closeAllConnections();
				},
			});
		});
	});
}

async function bodyOf(request: IncomingMessage): Promise<string> {
	let body = '';
	for await (const chunk of request) {
		body += String(chunk);
	}
	return body;
}

/** How often the customers of these releases ask. Milliseconds. */
const everyMs = 40;

/** Real requests without a pause, as customers make them; what they get is theirs. */
export function customers(url: () => string): {stop(): void} {
	const asking = setInterval(() => {
		void fetch(url(), {signal: AbortSignal.timeout(2_000)})
			.then(answer => answer.arrayBuffer())
			.catch(() => undefined);
	}, everyMs);
	return {stop: () => clearInterval(asking)};
}
