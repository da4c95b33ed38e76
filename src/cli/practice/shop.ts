import {createServer, type IncomingMessage, type ServerResponse} from 'node:http';
import type {ColourName} from './facts.ts';
import {listen} from './ports.ts';
import {databaseOrders, memoryOrders, type NewOrder, type Orders} from './shop-orders.ts';
import {type Flaw, items, type Release, releaseOf} from './shop-release.ts';

/** What the world tells a service, one at a time. */
export type ShopOrder =
	| {
			readonly is: 'serve';
			readonly colour: ColourName;
			readonly version: string;
			readonly flaw: Flaw;
			/** The port it has to be; any free one when absent. */
			readonly port?: number;
			/** Absent: orders are kept in memory. */
			readonly databaseUrl?: string;
	  }
	| {readonly is: 'pause'}
	| {readonly is: 'resume'};

/** One for each order. */
export type ShopReply =
	| {readonly is: 'done'; readonly port?: number}
	| {readonly is: 'failed'; readonly why: string};

type Shop = {
	readonly colour: ColourName;
	readonly version: string;
	readonly release: Release;
	readonly orders: Orders;
};

/** One colour: a process that serves orders over HTTP until the world behind it is gone. */
export function runShop(): void {
	// The channel closes with the world, however that ends.
	process.once('disconnect', () => process.exit(0));
	let orders: Orders | undefined;
	process.on('message', (order: ShopOrder) => {
		const work =
			order.is === 'serve' ? serve(order) : order.is === 'pause' ? orders?.pause() : orders?.resume();
		Promise.resolve(work).then(
			answer => {
				orders = answer?.orders ?? orders;
				process.send?.({
					is: 'done',
					...(answer === undefined ? {} : {port: answer.port}),
				} satisfies ShopReply);
			},
			(error: Error) => process.send?.({is: 'failed', why: error.message} satisfies ShopReply),
		);
	});
}

async function serve(order: Extract<ShopOrder, {is: 'serve'}>): Promise<{port: number; orders: Orders}> {
	const {colour, version, flaw, databaseUrl} = order;
	const release = releaseOf(version, flaw);
	const orders = databaseUrl === undefined ? memoryOrders() : databaseOrders(databaseUrl, release.delivery);
	const shop = {colour, version, release, orders};
	const server = createServer((request, response) => {
		answer(shop, request, response).catch((error: Error) => send(response, 500, {error: error.message}));
	});
	return {port: await listen(server, order.port), orders};
}

async function answer(shop: Shop, request: IncomingMessage, response: ServerResponse): Promise<void> {
	const {pathname} = new URL(request.url ?? '/', 'http://shop');
	const {colour, version} = shop;
	switch (`${request.method} ${pathname}`) {
		case 'GET /health':
			return answerHealth(shop, response);
		case 'GET /version':
			return send(response, 200, {service: 'shop', colour, version});
		case 'GET /orders':
			return send(response, 200, {colour, version, orders: await shop.orders.list()});
		case 'POST /orders':
			return send(response, 201, {colour, version, ...(await place(shop, await readOrder(request)))});
		default:
			return send(response, 404, {error: 'there is nothing here', try: ['/health', '/version', '/orders']});
	}
}

async function answerHealth({orders, colour, version}: Shop, response: ServerResponse): Promise<void> {
	try {
		send(response, 200, {status: 'ok', colour, version, database: await orders.check()});
	} catch (error) {
		send(response, 503, {
			status: 'failing',
			colour,
			version,
			database: 'unreachable',
			why: (error as Error).message,
		});
	}
}

let placed = 0;

async function place({orders, release}: Shop, order: NewOrder) {
	placed += 1;
	if (release.crashAtOrder === placed) {
		console.error('out of memory in the basket of this release');
		process.kill(process.pid, 'SIGKILL');
	}
	const total = release.total?.(order.item, order.quantity);
	const done = await orders.place(order);
	return {order: {...done, ...(total === undefined ? {} : {totalCents: total})}};
}

/** An order is a line of JSON; anything longer is not one. */
const orderCharsMax = 4_096;

async function readOrder(request: IncomingMessage): Promise<NewOrder> {
	let text = '';
	request.setEncoding('utf8');
	for await (const part of request) {
		text += String(part);
		if (text.length > orderCharsMax) {
			throw new Error(`an order is at most ${orderCharsMax} characters`);
		}
	}
	const asked: unknown = text === '' ? {} : JSON.parse(text);
	const {item, quantity} = (typeof asked === 'object' && asked !== null ? asked : {}) as Record<
		string,
		unknown
	>;
	return {
		item: typeof item === 'string' ? item : items[0],
		quantity: Number.isInteger(quantity) ? Number(quantity) : 1,
	};
}

function send(response: ServerResponse, status: number, body: unknown): void {
	response.writeHead(status, {'content-type': 'application/json', 'cache-control': 'no-store'});
	response.end(`${JSON.stringify(body)}\n`);
}
