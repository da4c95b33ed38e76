import {randomBytes} from 'node:crypto';
import {existsSync, openSync} from 'node:fs';
import {readFile, rename, rm, writeFile} from 'node:fs/promises';
import type {Server} from 'node:http';
import {join} from 'node:path';
import {createAdmin} from './admin.ts';
import {entry} from './child.ts';
import {openDatabase, type PracticeDatabase} from './database.ts';
import {type Deployment, startDeployment} from './deployment.ts';
import {type Kept, keptSchema, type WorldFacts, type WorldReply, type WorldStart} from './facts.ts';
import {createFaults, type Faults} from './faults.ts';
import {createLease} from './lease.ts';
import {startLoad} from './load.ts';
import {listen, urlOf} from './ports.ts';
import {NoPostgres} from './postgres-native.ts';
import {createSwitch} from './switch.ts';
import {createTraffic} from './traffic.ts';

/** The process of the practice world: waits to be told where, starts everything, answers once, lives on by itself. */
export function runWorld(): void {
	process.once('message', (start: WorldStart) => {
		begin(start).then(
			facts => reply({is: 'ready', facts}),
			async (error: Error) => {
				await ending?.(true);
				const hint = error instanceof NoPostgres ? error.hint : `See ${join(start.directory, 'world.log')}.`;
				reply({is: 'failed', why: error.message, hint});
				process.exit(1);
			},
		);
	});
}

/** Set as soon as there is something to end. */
let ending: ((keep: boolean) => Promise<void>) | undefined;

function reply(answer: WorldReply): void {
	if (process.connected) {
		process.send?.(answer);
	}
}

async function begin(start: WorldStart): Promise<WorldFacts> {
	const {directory} = start;
	const kept = await readKept(directory);
	const drill = start.drill ?? kept?.drill;
	const ender = createEnder(directory);
	ending = ender.end;
	const stopNow = (why: string) => {
		console.error(why);
		ender.end(true).finally(() => process.exit(0));
	};
	for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
		process.once(signal, () => stopNow(signal));
	}
	const database = await openDatabase({
		directory,
		gone: stopNow,
		...(start.databaseUrl === undefined ? {} : {givenUrl: start.databaseUrl}),
		...(kept === undefined ? {} : {kept}),
	});
	ender.add(keep => database.end(keep));
	requireFor(drill, database);
	const faults = createFaults(drill, database);
	const log = openSync(join(directory, 'world.log'), 'a', 0o600);
	const deployment = await startDeployment({database, faults, log, ...(kept === undefined ? {} : {kept})});
	ender.add(() => deployment.end());
	return open({directory, kept, drill, database, faults, deployment, ender, stopNow});
}

/** Two of the drills happen to the database: without one of our own there would be nothing to practise. */
function requireFor(drill: Kept['drill'], {facts, lose}: PracticeDatabase): void {
	if (facts.is === 'none' && (drill === 'failing-migration' || drill === 'lost-database')) {
		throw new NoPostgres(`The drill ${drill} needs a database. ${facts.why}`, facts.hint);
	}
	if (drill === 'lost-database' && lose === undefined) {
		throw new NoPostgres(
			'The drill lost-database stops the database server, which it does to its own only.',
			'Leave --database out, or practise another drill.',
		);
	}
}

type Opening = {
	readonly directory: string;
	readonly kept: Kept | undefined;
	readonly drill: Kept['drill'];
	readonly database: PracticeDatabase;
	readonly faults: Faults;
	readonly deployment: Deployment;
	readonly ender: ReturnType<typeof createEnder>;
	readonly stopNow: (why: string) => void;
};

/** Opens the doors: the switch for clients, the admin side for the deploy tool, and writes down where they are. */
async function open(opening: Opening): Promise<WorldFacts> {
	const {directory, kept, database, faults, deployment, ender, drill} = opening;
	const id = randomBytes(16).toString('hex');
	const token = randomBytes(16).toString('hex');
	const traffic = createTraffic();
	const router = createSwitch(deployment.livePort, traffic.count);
	const routerPort = await listen(router, kept?.ports.router);
	ender.add(() => close(router));
	let adminPort = 0;
	const save = () => writeKept(directory, keptOf(opening, {admin: adminPort, router: routerPort}));
	const admin = createAdmin({
		id,
		token,
		deployment,
		faults,
		traffic: seconds => traffic.over(seconds, Date.now()),
		databaseState: () => database.facts.is,
		restoreDatabase: async () => database.restore?.(),
		save,
		hold: createLease(() => opening.stopNow('nobody drives this practice any more')).hold,
		end: ender.end,
	});
	adminPort = await listen(admin, kept?.ports.admin);
	await save();
	const load = startLoad(routerPort);
	ender.add(async () => load.end());
	const facts: WorldFacts = {
		v: 1,
		id,
		token,
		pid: process.pid,
		startedAt: new Date().toISOString(),
		adminUrl: urlOf(adminPort),
		routerUrl: urlOf(routerPort),
		...urlsOf(deployment),
		shop: await writeTool(directory, urlOf(adminPort)),
		...(drill === undefined ? {} : {drill}),
		database: database.facts,
	};
	await writePrivately(join(directory, 'world.json'), facts);
	return facts;
}

function urlsOf(deployment: Deployment): {blueUrl: string; greenUrl: string} {
	const [blue, green] = deployment.status();
	return {blueUrl: urlOf(blue.port), greenUrl: urlOf(green.port)};
}

function keptOf({deployment, database, drill}: Opening, ports: {admin: number; router: number}): Kept {
	const [blue, green] = deployment.status();
	return {
		v: 1,
		ports: {
			...ports,
			blue: blue.port,
			green: green.port,
			...(database.port === undefined ? {} : {postgres: database.port}),
		},
		live: deployment.live(),
		versions: {blue: blue.version, green: green.version},
		...(drill === undefined ? {} : {drill}),
		database: database.kept,
	};
}

/** Ends the parts of the world, the last one first, once. */
function createEnder(directory: string) {
	const parts: ((keep: boolean) => Promise<void>)[] = [];
	let ended: Promise<void> | undefined;
	const endAll = async (keep: boolean) => {
		for (const part of parts.toReversed()) {
			await part(keep).catch((error: Error) => console.error(error.message));
		}
		await rm(keep ? join(directory, 'world.json') : directory, {recursive: true, force: true});
	};
	return {
		add: (part: (keep: boolean) => Promise<void>) => {
			parts.push(part);
		},
		end: (keep: boolean) => (ended ??= endAll(keep)),
	};
}

async function close(server: Server): Promise<void> {
	server.close();
	server.closeAllConnections();
}

async function readKept(directory: string): Promise<Kept | undefined> {
	const file = join(directory, 'kept.json');
	if (!existsSync(file)) {
		return undefined;
	}
	const read = keptSchema.safeParse(JSON.parse(await readFile(file, 'utf8')));
	return read.success ? read.data : undefined;
}

async function writeKept(directory: string, kept: Kept): Promise<void> {
	await writePrivately(join(directory, 'kept.json'), kept);
}

/** For its owner only, and whole or not at all. */
async function writePrivately(file: string, value: unknown): Promise<void> {
	await writeFile(`${file}.new`, `${JSON.stringify(value)}\n`, {mode: 0o600});
	await rename(`${file}.new`, file);
}

/** The program that the runbook's commands call, so that a practice needs nothing that has to be installed. */
async function writeTool(directory: string, adminUrl: string): Promise<string> {
	const file = join(directory, 'shop');
	const words = [process.execPath, '--disable-warning=ExperimentalWarning', entry, 'tool', adminUrl].map(
		quote,
	);
	await writeFile(file, `#!/bin/sh\nexec ${words.join(' ')} "$@"\n`, {mode: 0o700});
	return file;
}

function quote(word: string): string {
	return `'${word.replaceAll("'", "'\\''")}'`;
}
