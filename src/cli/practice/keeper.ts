import {type ChildProcess, execFile} from 'node:child_process';
import {existsSync} from 'node:fs';
import {chown, rm, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {unreachable} from '../../fault.ts';
import {NoPostgres} from './postgres-native.ts';
import {bringData, type PostgresPlace, preparePlace, putAway} from './postgres-place.ts';
import {isRunning, lastLine, serverOptions, startServer, stopServer} from './postgres-server.ts';

/** What the world tells the keeper, one at a time. */
export type KeeperOrder =
	| Start
	/** The server dies without a goodbye, as in a power cut. */
	| {readonly is: 'lose'}
	| {readonly is: 'start-again'}
	| {readonly is: 'end'; readonly keep: boolean};

type Start = {
	readonly is: 'start';
	/** `practice/` of the run. */
	readonly directory: string;
	/** What an earlier world of this run left: `home` is its directory in the temporary files. */
	readonly earlier?: {readonly home?: string | undefined};
	readonly port: number;
	readonly user: string;
	readonly password: string;
};

/** One for each order. `pid` is the server's. */
export type KeeperReply =
	| {readonly is: 'done'; readonly pid?: number; readonly place?: PostgresPlace}
	| {readonly is: 'failed'; readonly why: string; readonly hint?: string};

/**
The parent of the PostgreSQL server. It lives only as long as the world: when the channel to it breaks, however the
world ended, it stops the server, takes the data back to the run's directory and goes.
*/
export function runKeeper(): void {
	const keeper = createKeeper();
	let queue = Promise.resolve();
	const next = (work: () => Promise<void>) => {
		queue = queue.then(work);
	};
	process.on('message', (order: KeeperOrder) => next(() => keeper.obey(order).then(reply)));
	for (const ending of ['disconnect', 'SIGTERM', 'SIGINT', 'SIGHUP']) {
		process.once(ending, () => next(() => keeper.obey({is: 'end', keep: true}).then(() => process.exit(0))));
	}
}

function createKeeper() {
	let server: ChildProcess | undefined;
	let place: PostgresPlace | undefined;
	let listening: {port: number; log: string} | undefined;

	async function start(order: Start): Promise<void> {
		listening = {port: order.port, log: join(order.directory, 'postgres.log')};
		place = await preparePlace(order.directory, order.earlier);
		await bringData(place);
		await initialise(order, place);
		server = await startServer({place, ...listening});
	}

	async function work(order: KeeperOrder): Promise<void> {
		switch (order.is) {
			case 'start':
				return start(order);
			case 'start-again':
				if (place !== undefined && listening !== undefined && !isRunning(server)) {
					server = await startServer({place, ...listening});
				}
				return;
			case 'lose':
				return stopServer(server, 'SIGQUIT');
			case 'end':
				await stopServer(server, 'SIGINT');
				return place === undefined ? undefined : putAway(place, order.keep);
			default:
				return unreachable(order);
		}
	}

	return {
		async obey(order: KeeperOrder): Promise<KeeperReply> {
			try {
				await work(order);
				const pid = server?.pid;
				return {is: 'done', ...(pid === undefined ? {} : {pid}), ...(place === undefined ? {} : {place})};
			} catch (error) {
				const hint = error instanceof NoPostgres ? {hint: error.hint} : {};
				return {is: 'failed', why: (error as Error).message, ...hint};
			}
		},
	};
}

function reply(answer: KeeperReply): void {
	if (process.connected) {
		process.send?.(answer);
	}
}

/** Makes a new cluster where there is none yet. */
async function initialise(start: Start, place: PostgresPlace): Promise<void> {
	if (existsSync(join(place.dataDirectory, 'PG_VERSION'))) {
		return;
	}
	const passwordFile = `${place.dataDirectory}.password`;
	try {
		await writeFile(passwordFile, `${start.password}\n`, {mode: 0o600});
		if (place.as !== undefined) {
			await chown(passwordFile, place.as.uid, place.as.gid);
		}
		const initdb = join(place.native, 'bin', 'initdb');
		await promisify(execFile)(
			initdb,
			initdbArguments(place.dataDirectory, start.user, passwordFile),
			serverOptions(place),
		);
	} catch (error) {
		throw new Error(
			`initdb failed: ${lastLine((error as {stderr?: string}).stderr) ?? (error as Error).message}`,
		);
	} finally {
		await rm(passwordFile, {force: true});
	}
}

function initdbArguments(dataDirectory: string, user: string, passwordFile: string): string[] {
	return [
		`--pgdata=${dataDirectory}`,
		`--username=${user}`,
		`--pwfile=${passwordFile}`,
		'--auth=scram-sha-256',
		'--encoding=UTF8',
		'--locale=C',
		'--no-sync',
		'--no-instructions',
	];
}
