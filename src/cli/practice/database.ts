import type {ChildProcess} from 'node:child_process';
import {randomBytes} from 'node:crypto';
import {closeSync, openSync} from 'node:fs';
import {join} from 'node:path';
import {ask, endChild, startRole} from './child.ts';
import type {DatabaseFacts, Kept} from './facts.ts';
import type {KeeperOrder, KeeperReply} from './keeper.ts';
import {freePort} from './ports.ts';
import {NoPostgres} from './postgres-native.ts';
import {putAway} from './postgres-place.ts';
import {stopServerOn} from './postgres-server.ts';
import {dropDatabases, layOutServer, layOutTables, makeDatabase, using} from './shop-schema.ts';

/** The database of one practice, or the reason why there is none. */
export type PracticeDatabase = {
	readonly facts: DatabaseFacts;
	readonly kept: Kept['database'];
	/** Of the embedded server. */
	readonly port?: number;
	/** The server dies, as in a power cut; only an embedded one can be made to. */
	readonly lose?: () => Promise<void>;
	readonly restore?: () => Promise<void>;
	end(keep: boolean): Promise<void>;
};

export type DatabaseWish = {
	/** `practice/` of the run. */
	readonly directory: string;
	/** A server to use in place of the embedded one. */
	readonly givenUrl?: string;
	/** What an earlier world of this run left. */
	readonly kept?: Kept;
	/** Called when the server's keeper was killed: the practice can't go on. */
	readonly gone: (why: string) => void;
};

/** Starts the database of a practice. Whatever stands in its way becomes a reason, never a failure of the practice. */
export async function openDatabase(wish: DatabaseWish): Promise<PracticeDatabase> {
	try {
		const earlier = wish.kept?.database;
		const givenUrl = wish.givenUrl ?? (earlier?.is === 'given' ? earlier.url : undefined);
		return givenUrl === undefined ? await openEmbedded(wish) : await openGiven(givenUrl, earlier);
	} catch (error) {
		const hint = error instanceof NoPostgres ? error.hint : `See ${join(wish.directory, 'postgres.log')}.`;
		return {
			facts: {is: 'none', why: (error as Error).message, hint},
			kept: {is: 'none'},
			end: async () => {},
		};
	}
}

/** Setting up takes a second on a quiet machine; the keeper has limits of its own for each part. */
const setUpWithinMs = 120_000;
const orderWithinMs = 30_000;
const superuser = 'practice';
const databaseName = 'shop';

async function openEmbedded(wish: DatabaseWish): Promise<PracticeDatabase> {
	const earlier = wish.kept?.database.is === 'embedded' ? wish.kept.database : undefined;
	const password = earlier?.password ?? secret();
	const port = wish.kept?.ports.postgres ?? (await freePort());
	const log = openSync(join(wish.directory, 'world.log'), 'a', 0o600);
	const keeper = startRole('keeper', {about: wish.directory, log, detached: true});
	closeSync(log);
	const tell = (order: KeeperOrder, withinMs: number) => tellKeeper(keeper, order, withinMs);
	const start = {is: 'start', directory: wish.directory, port, user: superuser, password} as const;
	try {
		let running = await tell(
			{...start, ...(earlier === undefined ? {} : {earlier: {home: earlier.home}})},
			setUpWithinMs,
		);
		const facts = await layOut(port, password);
		const home = running.place?.home;
		const died = () => abandon(running).finally(() => wish.gone('the keeper of its database was killed'));
		keeper.once('exit', died);
		return {
			facts,
			kept: {is: 'embedded', password, ...(home === undefined ? {} : {home})},
			port,
			async lose() {
				await tell({is: 'lose'}, orderWithinMs);
			},
			async restore() {
				running = await tell({is: 'start-again'}, orderWithinMs);
			},
			async end(keep) {
				keeper.off('exit', died);
				await tell({is: 'end', keep}, orderWithinMs).finally(() => endChild(keeper, orderWithinMs));
			},
		};
	} catch (error) {
		await endChild(keeper, orderWithinMs);
		throw error;
	}
}

async function layOut(port: number, password: string): Promise<DatabaseFacts> {
	const url = (user: string, secretOfUser: string, database: string) =>
		`postgres://${user}:${secretOfUser}@127.0.0.1:${port}/${database}`;
	const owner = {name: 'shop', password: secret()};
	const reader = {name: 'reader', password: secret()};
	await layOutServer(database => url(superuser, password, database), databaseName, {owner, reader});
	const facts = {
		is: 'running',
		url: url(owner.name, owner.password, databaseName),
		readUrl: url(reader.name, reader.password, databaseName),
	} as const;
	await layOutTables(facts.url);
	return facts;
}

async function openGiven(
	serverUrl: string,
	earlier: Kept['database'] | undefined,
): Promise<PracticeDatabase> {
	const name = earlier?.is === 'given' ? earlier.name : `gonogo_practice_${randomBytes(4).toString('hex')}`;
	try {
		await using(serverUrl, server => makeDatabase(server, name));
		const url = new URL(serverUrl);
		url.pathname = `/${name}`;
		await layOutTables(url.href);
		const readUrl = new URL(url);
		readUrl.searchParams.set('options', '-c default_transaction_read_only=on');
		return {
			facts: {is: 'running', url: url.href, readUrl: readUrl.href},
			kept: {is: 'given', url: serverUrl, name},
			async end(keep) {
				if (!keep) {
					await dropDatabases(serverUrl, name);
				}
			},
		};
	} catch (error) {
		throw new NoPostgres(
			`The database given with --database can't be used: ${(error as Error).message}.`,
			'It needs a role that may create databases: postgres://user:password@host:port/postgres.',
		);
	}
}

type Running = Extract<KeeperReply, {is: 'done'}>;

async function tellKeeper(keeper: ChildProcess, order: KeeperOrder, withinMs: number): Promise<Running> {
	const reply = await ask<KeeperReply>(keeper, order, withinMs);
	if (reply.is === 'failed') {
		throw reply.hint === undefined ? new Error(reply.why) : new NoPostgres(reply.why, reply.hint);
	}
	return reply;
}

/** Does what a keeper that was killed no longer can. */
async function abandon({pid, place}: Running): Promise<void> {
	if (place === undefined) {
		return;
	}
	if (pid !== undefined) {
		await stopServerOn(place.dataDirectory);
	}
	await putAway(place, true);
}

function secret(): string {
	return randomBytes(16).toString('hex');
}
