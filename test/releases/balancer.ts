import {createServer, request} from 'node:http';

/** A real load balancer between two addresses: every request goes to the one that is live. */
export type Balancer = {
	/** What customers use. */
	readonly url: string;
	/** Its own interface: `GET /target`, `POST /switch/COLOUR`. */
	readonly interface: string;
	stop(): Promise<void>;
};

type Colour = 'blue' | 'green';

export async function aBalancer(ports: Readonly<Record<Colour, number>>): Promise<Balancer> {
	let live: Colour = 'blue';
	const front = createServer((incoming, outgoing) => {
		const passed = request(
			{
				host: '127.0.0.1',
				port: ports[live],
				path: incoming.url,
				method: incoming.method,
				headers: incoming.headers,
			},
			answer => {
				outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
				answer.pipe(outgoing);
			},
		);
		passed.on('error', () => outgoing.writeHead(502).end());
		incoming.pipe(passed);
	});
	const own = createServer((incoming, outgoing) => {
		const wanted = /^\/switch\/(blue|green)$/.exec(incoming.url ?? '')?.[1];
		if (incoming.method === 'POST' && (wanted === 'blue' || wanted === 'green')) {
			live = wanted;
		}
		const idle = live === 'blue' ? 'green' : 'blue';
		outgoing.writeHead(200, {'content-type': 'application/json'});
		outgoing.end(JSON.stringify({target: {live, idle}}));
	});
	const [url, ownUrl] = await Promise.all([front, own].map(listen));
	return {
		url: url ?? '',
		interface: ownUrl ?? '',
		async stop() {
			for (const server of [front, own]) {
				server.close();
				server.closeAllConnections();
			}
		},
	};
}

function listen(server: ReturnType<typeof createServer>): Promise<string> {
	return new Promise(resolve => {
		server.listen(0, '127.0.0.1', () => {
			const address = server.address();
			resolve(`http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`);
		});
	});
}
