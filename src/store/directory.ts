import type {Stats} from 'node:fs';
import {dirname, resolve} from 'node:path';
import {diskFault, notPlain} from './disk-fault.ts';
import {errnoOf, type Files, opening} from './fs-port.ts';
import type {Place} from './place.ts';
import {octal, unsafe, whatIs} from './plain-file.ts';

/**
Makes a directory with the access that is meant, whatever the umask, so that it survives a power cut.

@returns false when something of that name is there already.
*/
export async function makeDirectory(path: string, {files, access}: Place): Promise<boolean> {
	try {
		await files.mkdir(path, access.directory & 0o700);
	} catch (error) {
		if (errnoOf(error) === 'EEXIST') {
			return false;
		}
		throw diskFault('make a directory', path, error);
	}
	try {
		if (access.group !== undefined) {
			await files.chown(path, -1, access.group);
		}
		await files.chmod(path, access.directory);
		await syncDirectory(dirname(path), files);
	} catch (error) {
		throw diskFault('make a directory', path, error);
	}
	return true;
}

/**
Makes a directory and those above it that are missing, or makes sure that the one that is there is ours alone.

@throws Fault `store.unwritable`, `store.unsafe`.
*/
export async function makeDirectories(path: string, place: Place): Promise<void> {
	const missing: string[] = [];
	let above = resolve(path);
	while (!(await exists(above, place.files))) {
		missing.unshift(above);
		above = dirname(above);
	}
	for (const directory of missing) {
		await makeDirectory(directory, place);
	}
	await checkDirectory(path, place.files, 'own');
}

/**
Refuses a directory that could be changed under the program's hands.

@param as `own`: only its owner can write there, and that is us. `guest`: read only, so it may belong to another person.
@throws Fault `store.unsafe`, `store.unwritable`.
*/
export async function checkDirectory(path: string, files: Files, as: 'own' | 'guest'): Promise<void> {
	const stat = await look(path, files);
	if (!stat.isDirectory()) {
		throw notPlain(path, whatIs(stat));
	}
	const user = process.getuid?.();
	if (as === 'own' && user !== undefined && stat.uid !== user) {
		throw unsafe(
			path,
			`belongs to user ${stat.uid}, and you are ${user}`,
			'Run gonogo as the owner, or choose another place with GONOGO_STATE.',
		);
	}
	if ((stat.mode & (as === 'own' ? 0o022 : 0o002)) !== 0) {
		throw unsafe(
			path,
			`can be written by others (mode ${octal(stat.mode)})`,
			`Run \`chmod go-w ${path}\`, after a look at who put what there.`,
		);
	}
}

/**
Refuses a place below a directory in which everybody can put another one in its stead.

@throws Fault `store.unsafe`, `store.unwritable`.
*/
export async function checkWayTo(path: string, files: Files): Promise<void> {
	let above = dirname(resolve(path));
	while (!(await exists(above, files))) {
		above = dirname(above);
	}
	for (const directory of waysUp(await files.realpath(above))) {
		const {mode} = await look(directory, files);
		if ((mode & 0o1002) === 0o002) {
			throw unsafe(
				directory,
				`can be written by everybody (mode ${octal(mode)})`,
				`Run \`chmod o-w ${directory}\`, or choose another place with GONOGO_STATE.`,
			);
		}
	}
}

/** A directory and all above it. */
function waysUp(directory: string): readonly string[] {
	const above = dirname(directory);
	return above === directory ? [directory] : [directory, ...waysUp(above)];
}

/** Makes the names in a directory durable. */
export async function syncDirectory(path: string, files: Files): Promise<void> {
	const directory = await files.open(path, opening.directory);
	try {
		await directory.sync();
	} finally {
		await directory.close();
	}
}

export async function exists(path: string, files: Files): Promise<boolean> {
	try {
		await files.lstat(path);
		return true;
	} catch (error) {
		if (errnoOf(error) === 'ENOENT') {
			return false;
		}
		throw diskFault('look at it', path, error);
	}
}

async function look(path: string, files: Files): Promise<Stats> {
	try {
		return await files.lstat(path);
	} catch (error) {
		throw diskFault('look at it', path, error);
	}
}
