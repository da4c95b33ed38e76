import {closeSync, existsSync, openSync, readFileSync} from 'node:fs';
import {mkdir, readFile} from 'node:fs/promises';
import {request} from 'node:http';
import {join} from 'node:path';
import {Fault} from '../../fault.ts';
import {ask, endChild, startRole} from './child.ts';
import type {Drill} from './drills.ts';
import {
	type DatabaseFacts,
	type WorldFacts,
	type WorldReply,
	type WorldStart,
	worldFactsSchema,
} from './facts.ts';

export type WorldOptions = {
	/** The fault to practise; on a resumed run the one it was started with. */
	readonly drill?: Drill;
	/** A PostgreSQL server to use in place of the embedded one; its role has to be allowed to create databases. */
	readonly databaseUrl?: string;
};

/** A practice world as its driver holds it. */
export type World = {
	/** `practice/` in the run's directory. */
	readonly directory: string;
	/** Values for the runbook's inputs: `live_url idle_url router_url admin_url shop database`. */
	readonly inputs: Readonly<Record<string, string>>;
	/** What the runbook's connections read: `PRACTICE_DATABASE_URL` and `PRACTICE_READ_URL`, passwords included. */
	readonly env: Readonly<Record<string, string>>;
	/** `none`: say `why` and `hint` once; steps that need a database are not applicable. */
	readonly database: DatabaseFacts;
	readonly drill?: Drill;
	/** Resolves when the world is gone, by `end` or without being asked. */
	readonly gone: Promise<void>;
	/**
	Ends the world, with every process and port of it.

	@param keep its files stay for a later resume; otherwise nothing of it is left in the run's directory.
	*/
	end(keep: boolean): Promise<void>;
	/** Lets go without ending it: it lives on for half an hour, or until it is found again. */
	release(): void;
};

/** From nothing to a served shop: 2 s on a quiet machine. */
const startWithinMs = 180_000;
const answerWithinMs = 5_000;
/** The server closes its data in order, and may have to move it. */
const endWithinMs = 60_000;

/**
Starts the practice world of a run, or finds the one that runs already. It is a process of its own: it ends when told
to, or half an hour after the last driver that held it is gone.

@param runDirectory exists, and belongs to this user alone.
@throws Fault `practice.world`
*/
export async function startWorld(runDirectory: string, options: WorldOptions = {}): Promise<World> {
	const found = await findWorld(runDirectory);
	if (found !== undefined) {
		return found;
	}
	const directory = join(runDirectory, 'practice');
	await mkdir(directory, {recursive: true, mode: 0o700});
	return hold(directory, await start({directory, ...options}));
}

/** @returns undefined when no world of this run answers; files it left are then what `startWorld` goes on from. */
export async function findWorld(runDirectory: string): Promise<World | undefined> {
	const directory = join(runDirectory, 'practice');
	const file = join(directory, 'world.json');
	if (!existsSync(file)) {
		return undefined;
	}
	const read = worldFactsSchema.safeParse(parse(await readFile(file, 'utf8')));
	if (!read.success) {
		return undefined;
	}
	const answer = await call(read.data, {method: 'GET', path: '/identity', withinMs: answerWithinMs}).catch(
		() => undefined,
	);
	return answer?.id === read.data.id ? hold(directory, read.data) : undefined;
}

async function start(order: WorldStart): Promise<WorldFacts> {
	const logFile = join(order.directory, 'world.log');
	const log = openSync(logFile, 'a', 0o600);
	const child = startRole('world', {about: order.directory, log, detached: true});
	closeSync(log);
	try {
		const reply = await ask<WorldReply>(child, order, startWithinMs);
		if (reply.is === 'failed') {
			throw new Fault('practice.world', `The practice world does not start: ${reply.why}`, reply.hint);
		}
		child.disconnect();
		child.unref();
		return reply.facts;
	} catch (error) {
		await endChild(child, endWithinMs);
		throw error instanceof Fault
			? error
			: new Fault(
					'practice.world',
					`The practice world does not start: ${(error as Error).message}.${tail(logFile)}`,
					`See ${logFile}.`,
					{cause: error},
				);
	}
}

async function hold(directory: string, facts: WorldFacts): Promise<World> {
	const lease = await takeLease(facts);
	const {database} = facts;
	const env =
		database.is === 'running'
			? {PRACTICE_DATABASE_URL: database.url, PRACTICE_READ_URL: database.readUrl}
			: {};
	return {
		directory,
		inputs: inputsOf(facts),
		env,
		database,
		...(facts.drill === undefined ? {} : {drill: facts.drill}),
		gone: lease.gone,
		async end(keep) {
			await call(facts, {
				method: 'POST',
				path: `/end?keep=${keep ? 'yes' : 'no'}`,
				withinMs: endWithinMs,
			}).catch((error: Error) => {
				throw new Fault(
					'practice.world',
					`The practice world (pid ${facts.pid}) does not end: ${error.message}`,
					`See ${join(directory, 'world.log')}, then \`kill ${facts.pid}\`.`,
				);
			});
			await lease.await();
		},
		release: lease.release,
	};
}

function inputsOf({blueUrl, greenUrl, routerUrl, adminUrl, shop, database}: WorldFacts): World['inputs'] {
	return {
		live_url: blueUrl,
		idle_url: greenUrl,
		router_url: routerUrl,
		admin_url: adminUrl,
		shop,
		database: database.is === 'running' ? 'yes' : 'no',
	};
}

type Lease = {
	readonly gone: Promise<void>;
	release(): void;
	/** From now on the driver's process stays until the world is gone. */
	await(): Promise<void>;
};

/** A request that is never answered in full: the world sees by its end that the driver is gone. */
function takeLease(facts: WorldFacts): Promise<Lease> {
	const gone = Promise.withResolvers<void>();
	const held = Promise.withResolvers<Lease>();
	const lease = request(`${facts.adminUrl}/lease`, {headers: headersOf(facts), agent: false});
	lease.once('response', answer => {
		answer.socket.unref();
		answer.resume();
		answer.once('error', () => {});
		answer.once('close', gone.resolve);
		held.resolve({
			gone: gone.promise,
			release: () => lease.destroy(),
			await() {
				answer.socket.ref();
				return gone.promise;
			},
		});
	});
	lease.once('error', error =>
		held.reject(
			new Fault(
				'practice.world',
				`The practice world does not answer: ${error.message}`,
				'Run `gonogo resume` to start it again.',
				{cause: error},
			),
		),
	);
	lease.end();
	return held.promise;
}

type Call = {readonly method: string; readonly path: string; readonly withinMs: number};

function call(facts: WorldFacts, {method, path, withinMs}: Call): Promise<Record<string, unknown>> {
	const {promise, resolve, reject} = Promise.withResolvers<Record<string, unknown>>();
	const sent = request(`${facts.adminUrl}${path}`, {
		method,
		headers: headersOf(facts),
		agent: false,
		timeout: withinMs,
	});
	sent.once('timeout', () => sent.destroy(new Error(`no answer within ${withinMs / 1000} s`)));
	sent.once('error', reject);
	sent.once('response', answer => {
		answer.toArray().then(parts => resolve(parse(parts.join('')) as Record<string, unknown>), reject);
	});
	sent.end();
	return promise;
}

function headersOf({token}: WorldFacts): {authorization: string} {
	return {authorization: `Bearer ${token}`};
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return {};
	}
}

/** The last line of a log, as a sentence of its own. */
function tail(file: string): string {
	const line = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n').at(-1) : '';
	return line ? ` It said: ${line}` : '';
}
