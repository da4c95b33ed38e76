import {Socket} from 'node:net';
import type {Client} from 'pg';
import type {Attempt} from '../finding.ts';
import {reasonOf} from '../http/reason.ts';

export type Url = {readonly ok: true; readonly url: string} | {readonly ok: false; readonly why: string};

/** Finds the address of a database connection that the runbook names: an environment variable or an input holds it. */
export function urlOf({order, tools}: Attempt, connection: string): Url {
	const source = order.connections[connection];
	if (source === undefined) {
		return {ok: false, why: `The runbook declares no connection “${connection}”.`};
	}
	const [name, url] =
		'env' in source
			? [source.env, process.env[source.env]]
			: [source.input, tools.secrets[source.input] ?? order.values[source.input]];
	if (url === undefined || url === '') {
		return {
			ok: false,
			why: `The connection “${connection}” needs ${'env' in source ? 'the environment variable' : 'the input'} ${name}, which is not set.`,
		};
	}
	return /^postgres(?:ql)?:\/\//.test(url)
		? {ok: true, url}
		: {ok: false, why: `${name} holds no postgres:// address.`};
}

/** A connection that ends within its limits whatever answers at the other side. */
export type Connection = {
	readonly client: Client;
	/** Whether more came than may; a flood is cut while it comes, what came all at once is known only behind it. */
	tooMuch(): Error | undefined;
	/** Cuts it at once, without the goodbye a dead server would not hear. Safe to call twice. */
	cut(): void;
	end(): Promise<void>;
};

export type ConnectOptions = {
	/** For connecting, and for each statement unless it sets its own limit. */
	readonly timeoutMs: number;
	readonly signal: AbortSignal;
	/** More than this from the server cuts the connection: a flood, or no PostgreSQL at all. Default 64 MiB. */
	readonly bytesMax?: number;
};

const bytesMaxDefault = 67_108_864;
/** How often what has come so far is weighed: a flood of 1 GB/s brings 50 MB in that time. */
const weighMs = 50;
const goodbyeMs = 1000;

/** Values are read as text, as PostgreSQL writes them: no number loses digits, no date its zone. */
const asText = {getTypeParser: () => (value: string | Buffer) => value.toString()};

/** @throws what the connection failed with; {@link sqlReason} says it in words. */
export async function connect(url: string, options: ConnectOptions): Promise<Connection> {
	const {Client} = await import('pg');
	const {timeoutMs, signal, bytesMax = bytesMaxDefault} = options;
	const socket = new Socket();
	const client = new Client({
		connectionString: url,
		application_name: 'gonogo',
		connectionTimeoutMillis: timeoutMs,
		stream: () => socket,
		types: asText as never,
	});
	const cut = () => socket.destroy();
	const tooMuch = () =>
		socket.bytesRead > bytesMax
			? new Error(`The server sent more than ${Math.round(bytesMax / 1_048_576)} MiB.`)
			: undefined;
	const scale = setInterval(() => {
		const flood = tooMuch();
		if (flood !== undefined) {
			socket.destroy(flood);
		}
	}, weighMs);
	signal.addEventListener('abort', cut, {once: true});
	socket.once('close', () => {
		clearInterval(scale);
		signal.removeEventListener('abort', cut);
	});
	// A connection that breaks between statements is noticed at the next one; without a listener it would end the program.
	client.on('error', () => {});
	try {
		await client.connect();
	} catch (error) {
		cut();
		throw signal.aborted ? new Error('It was stopped.') : error;
	}
	return {client, tooMuch, cut, end: () => goodbye(client, cut)};
}

async function goodbye(client: Client, cut: () => void): Promise<void> {
	const timer = setTimeout(cut, goodbyeMs);
	try {
		await client.end();
	} catch {
		// It is gone already.
	} finally {
		clearTimeout(timer);
		cut();
	}
}

/** What went wrong with a connection or statement, in words, with PostgreSQL's own code where it gave one. */
export function sqlReason(error: unknown): string {
	if (error instanceof Error && 'severity' in error && 'code' in error && typeof error.code === 'string') {
		const detail = 'detail' in error && typeof error.detail === 'string' ? ` ${error.detail}` : '';
		return `${error.message} (${error.code})${detail}`;
	}
	const reason = reasonOf(error);
	return /^timeout expired$/.test(reason)
		? 'The database does not answer.'
		: /Connection terminated/.test(reason)
			? 'The connection to the database was cut.'
			: reason;
}

/** True when the statement was refused by PostgreSQL itself, so that what it did is known: nothing. */
export function isRefusal(error: unknown): boolean {
	return error instanceof Error && 'severity' in error && error.severity === 'ERROR';
}
