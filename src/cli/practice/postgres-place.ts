import {execFile} from 'node:child_process';
import {existsSync} from 'node:fs';
import {chmod, cp, lchown, mkdir, mkdtemp, readdir, rename, rm} from 'node:fs/promises';
import {tmpdir, userInfo} from 'node:os';
import {basename, dirname, join} from 'node:path';
import {promisify} from 'node:util';
import {
	copyNative,
	findNative,
	givenInstead,
	NoPostgres,
	openToAll,
	usableInPlace,
} from './postgres-native.ts';
import {stopServerOn} from './postgres-server.ts';

/** Where the embedded PostgreSQL runs, as whom, and where its data rests between two worlds. */
export type PostgresPlace = {
	/** Directory that holds `bin/`, `lib/` and `share/`. */
	readonly native: string;
	/** Where the data lies while the server runs. */
	readonly dataDirectory: string;
	/** Where the data rests while no world runs; the same directory, unless the server's user can't reach it. */
	readonly restDirectory: string;
	/** A directory in the temporary files that goes when the world ends. */
	readonly home?: string;
	/** The user the server runs as: PostgreSQL refuses to be root. */
	readonly as?: ServerUser;
};

export type ServerUser = {readonly uid: number; readonly gid: number};

/** How the temporary directories of a practice are named. */
const homePrefix = 'gonogo-practice-';

/**
Finds a PostgreSQL and a place where it can run. Nothing inside node_modules is changed: what can't be used as it lies
there is copied.

@param directory `practice/` of the run.
@param earlier what a world of this run left; absent: data that lies there belongs to a world that never got ready.
@throws NoPostgres
*/
export async function preparePlace(
	directory: string,
	earlier?: {readonly home?: string | undefined},
): Promise<PostgresPlace> {
	const as = await serverUser();
	const found = findNative();
	const restDirectory = join(directory, 'data');
	await rescue(restDirectory, earlier);
	const inPlace = usableInPlace(found, as !== undefined);
	if (inPlace && as === undefined) {
		return {native: found, dataDirectory: restDirectory, restDirectory};
	}
	const home = await makeHome(as);
	const place = {
		native: inPlace ? found : join(home, 'native'),
		dataDirectory: as === undefined ? restDirectory : join(home, 'data'),
		restDirectory,
		home,
		...(as === undefined ? {} : {as}),
	};
	if (!inPlace) {
		await copyNative(found, place.native).catch(async (error: Error) => {
			await putAway(place, true);
			throw error;
		});
	}
	return place;
}

async function makeHome(as: ServerUser | undefined): Promise<string> {
	const parent = as !== undefined && !openToAll(tmpdir()) ? '/tmp' : tmpdir();
	const home = await mkdtemp(join(parent, homePrefix));
	await chmod(home, as === undefined ? 0o700 : 0o755);
	return home;
}

/** After everything of a world was killed at once: stops its server and takes the data to where it should have gone. */
async function rescue(
	restDirectory: string,
	earlier: {readonly home?: string | undefined} | undefined,
): Promise<void> {
	await stopServerOn(restDirectory);
	if (earlier === undefined) {
		await rm(restDirectory, {recursive: true, force: true});
	}
	const home = earlier?.home;
	if (home === undefined || !basename(home).startsWith(homePrefix)) {
		return;
	}
	const left = join(home, 'data');
	await stopServerOn(left);
	if (existsSync(left)) {
		await move(left, restDirectory);
	}
	await rm(home, {recursive: true, force: true});
}

/** Brings the data of an earlier world to where the server can use it; makes an empty directory where there is none. */
export async function bringData(place: PostgresPlace): Promise<void> {
	if (place.restDirectory !== place.dataDirectory && existsSync(place.restDirectory)) {
		await move(place.restDirectory, place.dataDirectory);
	}
	await mkdir(place.dataDirectory, {recursive: true, mode: 0o700});
	if (place.as !== undefined) {
		await giveTo(place.dataDirectory, place.as);
	}
}

/** Takes the data back to the run's directory, or deletes it, and leaves nothing in the temporary files. Of a run that was deleted meanwhile nothing is kept. */
export async function putAway(place: PostgresPlace, keep: boolean): Promise<void> {
	try {
		if (!keep || !existsSync(dirname(place.restDirectory))) {
			await rm(place.dataDirectory, {recursive: true, force: true});
			await rm(place.restDirectory, {recursive: true, force: true});
		} else if (place.restDirectory !== place.dataDirectory && existsSync(place.dataDirectory)) {
			await move(place.dataDirectory, place.restDirectory);
		}
	} finally {
		if (place.home !== undefined) {
			await rm(place.home, {recursive: true, force: true});
		}
	}
}

/** A rename, or a copy where the two lie on different file systems. */
async function move(from: string, to: string): Promise<void> {
	await rm(to, {recursive: true, force: true});
	try {
		await rename(from, to);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'EXDEV') {
			throw error;
		}
		await cp(from, to, {recursive: true, preserveTimestamps: true, verbatimSymlinks: true});
		await rm(from, {recursive: true, force: true});
	}
}

async function giveTo(directory: string, {uid, gid}: ServerUser): Promise<void> {
	await lchown(directory, uid, gid);
	await chmod(directory, 0o700);
	for (const entry of await readdir(directory, {recursive: true})) {
		await lchown(join(directory, entry), uid, gid);
	}
}

/** @returns undefined for an ordinary user, who runs the server himself; an unprivileged user for root. */
async function serverUser(): Promise<ServerUser | undefined> {
	const uid = process.getuid?.();
	if (uid !== 0) {
		requirePasswordEntry(uid);
		return undefined;
	}
	for (const name of ['postgres', '_postgres', 'nobody', 'daemon']) {
		const ids = await idsOf(name);
		if (ids !== undefined) {
			return ids;
		}
	}
	throw new NoPostgres(
		'PostgreSQL does not run as root, and this machine has no unprivileged user to run it as.',
		`Start practice as an ordinary user; ${givenInstead}.`,
	);
}

/** initdb looks its own user up by number and gives up when there is no name. */
function requirePasswordEntry(uid: number | undefined): void {
	try {
		userInfo();
	} catch {
		throw new NoPostgres(
			`User ${uid} has no entry in the password file of this machine, and PostgreSQL sets up no database for such a user.`,
			`Start practice as a user with a name; ${givenInstead}.`,
		);
	}
}

async function idsOf(name: string): Promise<ServerUser | undefined> {
	const run = promisify(execFile);
	try {
		const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]);
		return {uid: Number(uid.stdout), gid: Number(gid.stdout)};
	} catch {
		return undefined;
	}
}
