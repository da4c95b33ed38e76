import {request} from 'node:http';
import {items} from './shop-release.ts';

/** Five requests a second: enough for a rate over ten seconds to mean something, too few to be felt on the machine. */
const everyMs = 200;
/** Requests that wait while connections are released; more than this and new ones are not sent. */
const underWayMax = 100;
const orderShare = 0.4;

/** Sends the requests of a few imaginary customers through the switch until it is ended. */
export function startLoad(routerPort: number): {end(): void} {
	let underWay = 0;
	const timer = setInterval(() => {
		if (underWay >= underWayMax) {
			return;
		}
		underWay += 1;
		send(routerPort, () => {
			underWay -= 1;
		});
	}, everyMs);
	return {end: () => clearInterval(timer)};
}

function send(port: number, done: () => void): void {
	const order = Math.random() < orderShare;
	const sent = request({
		host: '127.0.0.1',
		port,
		path: '/orders',
		method: order ? 'POST' : 'GET',
		agent: false,
		timeout: 20_000,
	});
	sent.once('close', done);
	sent.once('timeout', () => sent.destroy());
	// What became of it is counted at the switch.
	sent.once('error', () => {});
	sent.once('response', answer => answer.resume());
	sent.end(order ? JSON.stringify({item: pick(), quantity: 1 + Math.floor(Math.random() * 5)}) : undefined);
}

function pick(): string {
	return items[Math.floor(Math.random() * items.length)] ?? items[0];
}
