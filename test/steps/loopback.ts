import {once} from 'node:events';
import {createServer as createHttp, type IncomingMessage, type RequestListener} from 'node:http';
import {createServer, type Server, type Socket} from 'node:net';
import {onTestFinished} from 'vitest';

async function listen(server: Server): Promise<number> {
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	onTestFinished(() => void server.close());
	return (server.address() as {port: number}).port;
}

/** A server that treats raw connections as it is told. */
export async function rawServer(each: (socket: Socket) => void): Promise<number> {
	const sockets = new Set<Socket>();
	onTestFinished(() => {
		for (const socket of sockets) {
			socket.destroy();
		}
	});
	return listen(
		createServer(socket => {
			sockets.add(socket);
			socket.on('error', () => {});
			each(socket);
		}),
	);
}

export type Seen = {method: string; url: string; headers: IncomingMessage['headers']; body: string};

/** An HTTP server; what it was asked stands in `seen`. */
export async function webServer(answer: RequestListener): Promise<{url: string; port: number; seen: Seen[]}> {
	const seen: Seen[] = [];
	const server = createHttp(async (request, response) => {
		let body = '';
		for await (const chunk of request) {
			body += String(chunk);
		}
		seen.push({method: request.method ?? '', url: request.url ?? '', headers: request.headers, body});
		answer(request, response);
	});
	onTestFinished(() => server.closeAllConnections());
	const port = await listen(server);
	return {url: `http://127.0.0.1:${port}`, port, seen};
}

/** Pours bytes into a connection for as long as it takes them. */
export function flood(socket: Socket, bytes: Buffer = Buffer.alloc(65_536, 'x')): void {
	const push = () => {
		while (socket.writable && socket.write(bytes)) {}
	};
	socket.on('drain', push);
	push();
}
