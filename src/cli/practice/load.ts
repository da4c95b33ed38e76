import {request} from 'node:http';
import {patienceMs} from './patience.ts';
import {loopback} from './ports.ts';

/** Five requests a second: enough for a rate over ten seconds to mean something, too few to be felt on the machine. */
const everyMs = 200;
/** Requests that wait while connections are released; more than this and new ones are not sent. */
const underWayMax = 100;
/** Every second request is an order, and these are ordered in turn: honey sells best, so whoever forgets it is noticed. */
const ordered = ['honey', 'tea', 'honey', 'coffee', 'bread'] as const;

/** Sends the requests of a few imaginary customers through the switch until it is ended. */
export function startLoad(routerPort: number): {end(): void} {
	let underWay = 0;
	let sent = 0;
	const timer = setInterval(() => {
		if (underWay >= underWayMax) {
			return;
		}
		underWay += 1;
		sent += 1;
		send(routerPort, orderFor(sent)).then(() => {
			underWay -= 1;
		});
	}, everyMs);
	return {end: () => clearInterval(timer)};
}

function orderFor(turn: number): string | undefined {
	const item = ordered[(turn >> 1) % ordered.length];
	return turn % 2 === 0 ? undefined : JSON.stringify({item, quantity: 1 + (turn % 5)});
}

/** Resolves when the request is over; what became of it is counted at the switch. */
function send(port: number, order: string | undefined): Promise<void> {
	const {promise, resolve} = Promise.withResolvers<void>();
	const method = order === undefined ? 'GET' : 'POST';
	const client = request({
		host: loopback,
		port,
		path: '/orders',
		method,
		agent: false,
		timeout: patienceMs.client,
	});
	client.once('close', resolve);
	client.once('timeout', () => client.destroy());
	client.once('error', () => {});
	client.once('response', answer => answer.resume());
	client.end(order);
	return promise;
}
