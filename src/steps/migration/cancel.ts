import {type Connection, connect} from '../sql/connection.ts';

/** PostgreSQL stops a statement within this of being asked; afterwards the connection is cut. */
const cancelMs = 5000;

/**
When the signal comes, asks the server to cancel what this connection runs, so that its end is known; closing a
connection would leave the statement running.
*/
export function cancelOn(
	signal: AbortSignal,
	{url, connection}: {readonly url: string; readonly connection: Connection},
): {forget(): void} {
	const onAbort = () => void cancel(url, connection);
	signal.addEventListener('abort', onAbort, {once: true});
	if (signal.aborted) {
		onAbort();
	}
	return {forget: () => signal.removeEventListener('abort', onAbort)};
}

async function cancel(url: string, connection: Connection): Promise<void> {
	const timer = setTimeout(() => connection.cut(), cancelMs);
	connection.client.connection.stream.once('close', () => clearTimeout(timer));
	try {
		const other = await connect(url, {timeoutMs: cancelMs, signal: AbortSignal.timeout(cancelMs)});
		await other.client.query('SELECT pg_cancel_backend($1)', [
			(connection.client as unknown as {processID: number}).processID,
		]);
		await other.end();
	} catch {
		connection.cut();
	}
}
