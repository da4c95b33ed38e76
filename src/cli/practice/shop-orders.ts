import {openPool, type SqlPool} from '../../steps/sql/pool.ts';
import {patienceMs} from './patience.ts';

export type NewOrder = {readonly item: string; readonly quantity: number};
export type PlacedOrder = NewOrder & {readonly id: number; readonly delivery?: string};

/** The latest orders are what a customer sees; few enough for a line of output. */
const listed = 3;

/** Where a service keeps its orders. */
export type Orders = {
	list(): Promise<readonly PlacedOrder[]>;
	place(order: NewOrder): Promise<PlacedOrder>;
	/** Rejects when the database does not answer. */
	check(): Promise<'ok' | 'paused' | 'none'>;
	/** Lets what is under way end and closes every connection; orders wait from then on. */
	pause(): Promise<void>;
	resume(): Promise<void>;
};

/** Orders in PostgreSQL. @param delivery the schema has the column `delivery`, and this version uses it. */
export function databaseOrders(url: string, delivery: boolean): Orders {
	const columns = delivery ? 'id, item, quantity, delivery' : 'id, item, quantity';
	const open = createPausable(url);
	return {
		async list() {
			const rows = await open.query(`SELECT ${columns} FROM orders ORDER BY id DESC LIMIT ${listed}`);
			return rows.map(orderOf);
		},
		async place({item, quantity}) {
			const rows = await open.query(
				`INSERT INTO orders (item, quantity) VALUES ($1, $2) RETURNING ${columns}`,
				[item, quantity],
			);
			return orderOf(rows[0] ?? {});
		},
		async check() {
			if (open.paused()) {
				return 'paused';
			}
			await open.query('SELECT 1');
			return 'ok';
		},
		pause: open.pause,
		resume: open.resume,
	};
}

/** Orders in memory, for a practice without a database. */
export function memoryOrders(): Orders {
	let orders: PlacedOrder[] = [];
	let last = 0;
	return {
		list: async () => orders,
		async place(order) {
			last += 1;
			const placed = {...order, id: last};
			orders = [placed, ...orders].slice(0, listed);
			return placed;
		},
		check: async () => 'none',
		pause: async () => {},
		resume: async () => {},
	};
}

/** A query that takes longer than this has lost: the client gets an error. A migration may hold it up for two seconds. */
const queryWithinMs = 5_000;

function createPausable(url: string) {
	let pool: Promise<SqlPool> | undefined;
	let gate = Promise.withResolvers<void>();
	let isPaused = false;
	const opened = () => (pool ??= openPool(url, {connectionsMax: 3, withinMs: queryWithinMs}));
	return {
		paused: () => isPaused,
		async query(text: string, values: readonly unknown[] = []) {
			if (isPaused) {
				await within(gate.promise, patienceMs.service);
			}
			return (await opened()).query(text, values);
		},
		async pause() {
			isPaused = true;
			const closing = pool;
			pool = undefined;
			await (await closing)?.close();
		},
		async resume() {
			isPaused = false;
			gate.resolve();
			gate = Promise.withResolvers();
		},
	};
}

async function within(promise: Promise<void>, ms: number): Promise<void> {
	const late = Promise.withResolvers<void>();
	const timer = setTimeout(() => late.reject(new Error('the database is paused for too long')), ms);
	try {
		await Promise.race([promise, late.promise]);
	} finally {
		clearTimeout(timer);
	}
}

function orderOf(row: Record<string, unknown>): PlacedOrder {
	const {id, item, quantity, delivery} = row;
	return {
		id: Number(id),
		item: String(item),
		quantity: Number(quantity),
		...(delivery === undefined ? {} : {delivery: String(delivery)}),
	};
}
