import {hostname, userInfo} from 'node:os';
import {join, resolve} from 'node:path';
import {type ChainedEntry, type Entry, type RunId, runIdPattern} from '../engine/entry.ts';
import {Fault} from '../fault.ts';
import {checkDirectory, checkWayTo, exists, makeDirectories} from './directory.ts';
import {onDisk} from './disk-fault.ts';
import {beginRun, type Driving, reopenRun} from './drive.ts';
import {findRun} from './find.ts';
import {followJournal} from './follow.ts';
import {type Files, nodeFiles} from './fs-port.ts';
import {runIds} from './list.ts';
import {refuseNetwork} from './network.ts';
import {OverRuns} from './over-runs.ts';
import {runsPath} from './paths.ts';
import {ownerOnly, type Place, sharedWith} from './place.ts';
import {readRunAt} from './read-run.ts';
import type {FoundJournal, Journal, OpenedRun, RunSummary, Store} from './store.ts';

export type FileStoreOptions = {
	/** Who drives, as those are told who are refused; the system's user unless given. */
	readonly operator?: string;
	/** Numeric id of a group that may follow along: directories 0750, files 0640. */
	readonly group?: number;
	/** A person insists on a network file system, where neither lock nor sync can be trusted. */
	readonly allowNetwork?: boolean;
	readonly now?: () => Date;
	readonly files?: Files;
};

/**
The store of journals as files below one directory. Nothing is made before the first run is.

@throws Fault `store.unsafe` when what is there is no directory, or others can write in it.
*/
export async function openFileStore(stateDirectory: string, options: FileStoreOptions = {}): Promise<Store> {
	const directory = resolve(stateDirectory);
	const {files = nodeFiles, group, now = () => new Date()} = options;
	const place: Place = {files, access: group === undefined ? ownerOnly : sharedWith(group)};
	for (const path of [directory, runsPath(directory)]) {
		if (await exists(path, files)) {
			await checkDirectory(path, files, 'guest');
		}
	}
	return new FileStore({
		...place,
		directory,
		now,
		operator: options.operator ?? userName(),
		allowNetwork: options.allowNetwork ?? false,
	});
}

type Settled = Place & {
	readonly directory: string;
	readonly now: () => Date;
	readonly operator: string;
	readonly allowNetwork: boolean;
};

class FileStore implements Store {
	readonly #options: Settled;
	readonly #over = new OverRuns();

	constructor(options: Settled) {
		this.#options = options;
	}

	create(run: RunId, first: Entry, runbook: ReadonlyMap<string, Uint8Array>): Promise<Journal> {
		const {directory, files} = this.#options;
		return onDisk('start a run', directory, async () => {
			await checkWayTo(directory, files);
			await makeDirectories(directory, this.#options);
			await makeDirectories(runsPath(directory), this.#options);
			await this.#refuseNetwork();
			return beginRun({...this.#driving(run), first, runbook});
		});
	}

	open(run: RunId, allowing?: {readonly cutBadTail: boolean}): Promise<OpenedRun> {
		return onDisk('open the run', this.#path(run), async () => {
			await this.#expectRun(run);
			await checkDirectory(this.#options.directory, this.#options.files, 'own');
			await checkDirectory(runsPath(this.#options.directory), this.#options.files, 'own');
			await this.#refuseNetwork();
			return reopenRun(this.#driving(run), allowing?.cutBadTail ?? false);
		});
	}

	read(run: RunId): Promise<FoundJournal> {
		return onDisk('read the run', this.#path(run), async () => {
			await this.#expectRun(run);
			return readRunAt(this.#path(run), run, this.#options.files);
		});
	}

	async *follow(
		run: RunId,
		fromSeq: number,
		signal: AbortSignal,
	): AsyncGenerator<ChainedEntry, void, undefined> {
		await this.#expectRun(run);
		yield* followJournal({run, directory: this.#path(run), fromSeq, signal, files: this.#options.files});
	}

	async list(): Promise<readonly RunSummary[]> {
		const summaries: RunSummary[] = [];
		for (const run of await runIds(this.#options.directory, this.#options.files)) {
			summaries.push(await this.#over.summary(run, this.#path(run), this.#options.files));
		}
		return summaries;
	}

	async find(name: string): Promise<RunId> {
		const {directory, files} = this.#options;
		return findRun(name, await runIds(directory, files), directory);
	}

	#path(run: RunId): string {
		return join(runsPath(this.#options.directory), run);
	}

	#driving(run: RunId): Driving {
		const {operator, now} = this.#options;
		const holder = {pid: process.pid, host: hostname(), since: now().toISOString(), operator};
		return {...this.#options, run, directory: this.#path(run), holder};
	}

	async #refuseNetwork(): Promise<void> {
		const {directory, files, allowNetwork} = this.#options;
		if (!allowNetwork) {
			await refuseNetwork(directory, files);
		}
	}

	/** An id becomes part of a path, so it is one before anything is looked up. */
	async #expectRun(run: RunId): Promise<void> {
		if (!runIdPattern.test(run) || !(await exists(this.#path(run), this.#options.files))) {
			throw new Fault(
				'store.not-found',
				`There is no run ${run} in ${this.#options.directory}.`,
				'`gonogo log` lists the runs on this computer.',
			);
		}
		await checkDirectory(this.#path(run), this.#options.files, 'guest');
	}
}

/** A user without an entry in the password file has a number only. */
function userName(): string {
	try {
		return userInfo().username;
	} catch {
		return `uid ${process.getuid?.() ?? '?'}`;
	}
}
