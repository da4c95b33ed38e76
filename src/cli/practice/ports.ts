import {once} from 'node:events';
import type {Server} from 'node:net';
import {createServer} from 'node:net';

/** Everything the world opens is reachable from this computer only. */
export const loopback = '127.0.0.1';

/** Thrown when a port that has to be this one belongs to another program. */
class PortTaken extends Error {
	constructor(port: number) {
		super(`Port ${port}, which this practice used before, is taken by another program.`);
		this.name = 'PortTaken';
	}
}

/** Opens `server` on the loopback address. @param port the one it has to be; any free one when absent. @returns the port. */
export async function listen(server: Server, port?: number): Promise<number> {
	server.listen({host: loopback, port: port ?? 0, exclusive: true});
	try {
		await once(server, 'listening');
	} catch (error) {
		throw port !== undefined && (error as NodeJS.ErrnoException).code === 'EADDRINUSE'
			? new PortTaken(port)
			: error;
	}
	const address = server.address();
	if (address === null || typeof address === 'string') {
		throw new Error('This is a bug: a listening server without a port.');
	}
	return address.port;
}

/** A port that was free a moment ago, for programs that can't choose one themselves. */
export async function freePort(): Promise<number> {
	const server = createServer();
	const port = await listen(server);
	server.close();
	await once(server, 'close');
	return port;
}

export function urlOf(port: number): string {
	return `http://${loopback}:${port}`;
}
