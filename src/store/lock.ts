import {join} from 'node:path';
import type {DatabaseSync} from 'node:sqlite';
import {setTimeout as delay} from 'node:timers/promises';
import {z} from 'zod';
import type {RunId} from '../engine/entry.ts';
import {Fault} from '../fault.ts';
import {diskFault} from './disk-fault.ts';
import {errnoOf, type Files, opening} from './fs-port.ts';
import type {Place} from './place.ts';
import {checkPlain, makeFile} from './plain-file.ts';
import {readWholeFile, replaceFile} from './whole-file.ts';

const holderSchema = z.object({
	pid: z.number().int(),
	host: z.string(),
	/** ISO 8601 UTC. */
	since: z.iso.datetime(),
	operator: z.string(),
});

/** Who drives a run. */
export type Holder = z.infer<typeof holderSchema>;

export type Lock = {
	/** Lets go. Safe to call twice. */
	release(): Promise<void>;
};

export type Locking = Place & {readonly run: RunId; readonly directory: string; readonly holder: Holder};

/** Someone who only looks whether the lock is held holds it for well under a millisecond: look again this often. */
const triesMax = 10;
const tryAgainMs = 15;

const holderBytesMax = 4096;

/**
Takes the lock of one run's directory: one writer, on one machine. It is SQLite's own lock on `lock.db`, which holds
while its process is stopped and is free the moment it dies, whatever pid comes after. Nothing but SQLite may open that
file while the lock is held: closing any other handle on it would free the lock (POSIX).

@throws Fault `store.locked` with who holds it.
*/
export async function takeLock({run, directory, holder, ...place}: Locking): Promise<Lock> {
	const path = join(directory, 'lock.db');
	await makeLockFile(path, place);
	const database = await begin(path);
	if (database === undefined) {
		throw lockedFault(run, await readHolder(directory, place.files));
	}
	try {
		await replaceFile(holderPath(directory), Buffer.from(`${JSON.stringify(holder)}\n`), place);
	} catch (error) {
		database.close();
		throw error;
	}
	let isHeld = true;
	return {
		async release() {
			if (isHeld) {
				isHeld = false;
				await place.files.unlink(holderPath(directory)).catch(() => {});
				database.close();
			}
		},
	};
}

/**
Who drives the run at this moment; undefined when nobody does. Looks without keeping anyone from driving: it asks for a
shared lock, which is refused only by a driver's.
*/
export async function whoHolds(directory: string, files: Files): Promise<Holder | undefined> {
	const holder = await readHolder(directory, files);
	return holder !== undefined && isHeld(join(directory, 'lock.db')) ? holder : undefined;
}

/** The refusal: who, where, since when, and how to follow. */
export function lockedFault(run: RunId, holder: Holder | undefined): Fault {
	const who =
		holder === undefined
			? 'another process, which has not given its name yet'
			: `${holder.operator} (pid ${holder.pid} on ${holder.host}) since ${holder.since}`;
	return new Fault(
		'store.locked',
		`Run ${run} is driven by ${who}.`,
		`Follow it with \`gonogo show ${run}\`; it is free as soon as that process ends.`,
	);
}

async function makeLockFile(path: string, place: Place): Promise<void> {
	try {
		await (await makeFile(path, opening.writeNew, place)).close();
	} catch (error) {
		if (errnoOf(error) !== 'EEXIST') {
			throw diskFault('make the lock', path, error);
		}
		await checkPlain(path, place.files);
	}
}

/** @returns undefined when someone else holds it. */
async function begin(path: string): Promise<DatabaseSync | undefined> {
	for (let attempt = 1; attempt <= triesMax; attempt++) {
		const database = openDatabase(path, false);
		try {
			// Without this SQLite leaves a second file beside the first.
			database.exec('PRAGMA journal_mode = MEMORY');
			database.exec('BEGIN EXCLUSIVE');
			return database;
		} catch (error) {
			database.close();
			if (!isBusy(error)) {
				throw noLock(path, error);
			}
		}
		await delay(tryAgainMs);
	}
	return undefined;
}

function isHeld(path: string): boolean {
	const database = openDatabase(path, true);
	try {
		database.prepare('PRAGMA schema_version').get();
		return false;
	} catch (error) {
		if (isBusy(error)) {
			return true;
		}
		throw noLock(path, error);
	} finally {
		database.close();
	}
}

function openDatabase(path: string, readOnly: boolean): DatabaseSync {
	try {
		return new (sqlite().DatabaseSync)(path, {readOnly});
	} catch (error) {
		throw noLock(path, error);
	}
}

async function readHolder(directory: string, files: Files): Promise<Holder | undefined> {
	const bytes = await readWholeFile(holderPath(directory), holderBytesMax, files);
	try {
		return holderSchema.parse(JSON.parse(bytes?.toString('utf8') ?? ''));
	} catch {
		return undefined;
	}
}

function holderPath(directory: string): string {
	return join(directory, 'holder.json');
}

/** SQLITE_BUSY of sqlite3.h; the low byte of the extended codes. */
const busy = 5;

function isBusy(error: unknown): boolean {
	return (
		error instanceof Error &&
		'errcode' in error &&
		typeof error.errcode === 'number' &&
		(error.errcode & 0xff) === busy
	);
}

function noLock(path: string, cause: unknown): Fault {
	const why = cause instanceof Error ? cause.message : String(cause);
	return new Fault(
		'store.unwritable',
		`Can't lock with ${path}: ${why}.`,
		'Look at the file and its permissions; an unusable one can be moved away while nobody drives the run.',
		{cause},
	);
}

/** Node 22 calls its SQLite experimental on every load; that one sentence is kept from the operator's screen. */
function sqlite(): typeof import('node:sqlite') {
	const emitWarning = process.emitWarning;
	process.emitWarning = (warning: string | Error, ...rest: unknown[]) => {
		if (rest[0] !== 'ExperimentalWarning' || !String(warning).startsWith('SQLite')) {
			Reflect.apply(emitWarning, process, [warning, ...rest]);
		}
	};
	try {
		return process.getBuiltinModule('node:sqlite');
	} finally {
		process.emitWarning = emitWarning;
	}
}
