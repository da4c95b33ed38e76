import {
	Agent,
	createServer,
	type IncomingMessage,
	request,
	type Server,
	type ServerResponse,
} from 'node:http';
import {patienceMs} from './patience.ts';
import {loopback} from './ports.ts';
import type {Sample} from './traffic.ts';

/**
The load balancer of the practice: every request of a client goes to the colour that is live at that moment, and its
fate is counted. An answer of 500 and above, or none at all, is an error.
*/
export function createSwitch(livePort: () => number, count: (sample: Sample) => void): Server {
	// No connection is kept: a request never dies because the colour behind it was replaced.
	const agent = new Agent({keepAlive: false});
	return createServer((from, to) => {
		const startedAt = Date.now();
		to.once('close', () => {
			const now = Date.now();
			count({at: now, failed: to.statusCode >= 500 || !to.writableFinished, ms: now - startedAt});
		});
		forward(from, to, {port: livePort(), agent});
	});
}

function forward(from: IncomingMessage, to: ServerResponse, target: {port: number; agent: Agent}): void {
	const onward = request({
		host: loopback,
		port: target.port,
		agent: target.agent,
		method: from.method,
		path: from.url,
		headers: {...from.headers, connection: 'close'},
		timeout: patienceMs.switch,
	});
	onward.once('response', answer => {
		to.writeHead(answer.statusCode ?? 502, answer.headers);
		answer.pipe(to);
		answer.once('error', () => to.destroy());
	});
	onward.once('timeout', () => onward.destroy(new Error('no answer in time')));
	onward.once('error', error => refuse(to, error));
	from.once('error', () => onward.destroy());
	from.pipe(onward);
}

function refuse(to: ServerResponse, error: Error): void {
	if (to.headersSent) {
		to.destroy();
		return;
	}
	to.writeHead(502, {'content-type': 'application/json'});
	to.end(`${JSON.stringify({error: 'the live colour does not answer', why: error.message})}\n`);
}
