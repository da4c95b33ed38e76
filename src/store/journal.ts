import {type Entry, entryVersion, type RunId} from '../engine/entry.ts';
import {Fault} from '../fault.ts';
import {type ChainedLine, chainEntry, type Link, lineBytesMax} from './chain.ts';
import {diskFault, isFull} from './disk-fault.ts';
import {errnoOf, type OpenFile} from './fs-port.ts';
import type {Lock} from './lock.ts';
import {journalBytesMax, journalPath} from './paths.ts';
import type {Place} from './place.ts';
import {makeReserve, reservePath} from './reserve.ts';
import type {Journal} from './store.ts';

/** One append is one decision's events; more than this is a mistake. */
const entriesMax = 100;

export type JournalOptions = Place & {
	readonly run: RunId;
	readonly directory: string;
	/** Open for reading and appending, with nothing but good lines in it. */
	readonly file: OpenFile;
	readonly bytes: number;
	readonly link: Link;
	readonly lock: Lock;
	readonly now: () => Date;
};

/** Opens the writing end of a journal whose lock is held, and makes the reserve for a full disk. */
export async function openJournal(options: JournalOptions): Promise<Journal> {
	await makeReserve(options.directory, options);
	const {ino, dev} = await options.file.stat();
	return new FileJournal(options, `${dev}.${ino}`);
}

class FileJournal implements Journal {
	readonly run: RunId;
	readonly directory: string;
	readonly #options: JournalOptions;
	readonly #identity: string;
	#link: Link;
	#bytes: number;
	#fault: Fault | undefined;
	#isClosed = false;
	#queue: Promise<unknown> = Promise.resolve();

	constructor(options: JournalOptions, identity: string) {
		this.#options = options;
		this.#identity = identity;
		this.run = options.run;
		this.directory = options.directory;
		this.#link = options.link;
		this.#bytes = options.bytes;
	}

	get head(): string {
		return this.#link.head;
	}

	get seq(): number {
		return this.#link.seq;
	}

	append(entries: readonly Entry[], behind: readonly Entry[] = []): Promise<void> {
		const appended = this.#queue.then(() => this.#append(entries, behind));
		this.#queue = appended.catch(() => {});
		return appended;
	}

	async close(): Promise<void> {
		await this.#queue;
		if (!this.#isClosed) {
			this.#isClosed = true;
			await this.#options.files.unlink(reservePath(this.directory)).catch(() => {});
			await this.#options.file.close().catch(() => {});
			await this.#options.lock.release();
		}
	}

	async #append(entries: readonly Entry[], behind: readonly Entry[]): Promise<void> {
		if (this.#isClosed || entries.length === 0 || entries.length + behind.length > entriesMax) {
			throw new Error(
				`This is a bug: ${entries.length} entries for a journal that is ${this.#isClosed ? 'closed' : 'open'}.`,
			);
		}
		if (this.#fault !== undefined) {
			throw this.#fault;
		}
		const durable = {bytes: this.#bytes, link: this.#link};
		await this.#add(entries);
		try {
			if (behind.length > 0) {
				await this.#add(behind);
			}
		} finally {
			if (this.#fault === undefined) {
				await this.#sync(durable);
			}
		}
	}

	async #add(entries: readonly Entry[]): Promise<void> {
		const {bytes, link} = this.#chain(entries);
		await this.#expectUntouched();
		await this.#write(bytes);
		this.#bytes += bytes.length;
		this.#link = link;
	}

	/** Nothing is written yet when this throws, and the journal stays usable. */
	#chain(entries: readonly Entry[]): ChainedLine {
		let link = this.#link;
		const lines: Uint8Array[] = [];
		for (const entry of entries) {
			const line = chainEntry(link, entry);
			if (line === undefined) {
				throw this.#tooLarge(`Entry ${entry.seq} (${entry.event.type}) is longer than ${lineBytesMax} bytes`);
			}
			lines.push(line.bytes);
			link = line.link;
		}
		const bytes = Buffer.concat(lines);
		if (this.#bytes + bytes.length > journalBytesMax) {
			throw this.#tooLarge(`The journal would grow beyond ${journalBytesMax} bytes`);
		}
		return {bytes, link};
	}

	#tooLarge(what: string): Fault {
		return new Fault(
			'store.unwritable',
			`${what}; it was not written to the journal of run ${this.run}.`,
			'Shorten the text of the step, or put it into a file that the step reads.',
		);
	}

	/** Another hand on the file means that the chain in memory is not the one on disk. */
	async #expectUntouched(): Promise<void> {
		const path = journalPath(this.directory);
		try {
			const {ino, dev, size} = await this.#options.files.lstat(path);
			if (`${dev}.${ino}` === this.#identity && size === this.#bytes) {
				return;
			}
		} catch (error) {
			if (errnoOf(error) !== 'ENOENT') {
				throw this.#poison('look at the journal', error);
			}
		}
		throw this.#remember(
			new Fault(
				'store.conflict',
				`The journal of run ${this.run} was changed, replaced or removed by another hand while this process drove it. Nothing more is written or started.`,
				`Look who touched ${path}; then check it with \`gonogo verify ${this.run}\`.`,
			),
		);
	}

	async #write(bytes: Uint8Array): Promise<void> {
		try {
			const taken = await this.#options.file.write(bytes);
			// The rest is offered once: a full disk says so now, and a write that was only interrupted is whole.
			const rest = taken < bytes.length ? await this.#options.file.write(bytes.subarray(taken)) : 0;
			if (taken + rest < bytes.length) {
				throw new Error('only a part of the entry was taken');
			}
		} catch (error) {
			if (isFull(error)) {
				await this.#halt();
			}
			throw this.#poison('write the journal', error);
		}
	}

	async #sync(durable: {readonly bytes: number; readonly link: Link}): Promise<void> {
		try {
			await this.#options.file.datasync();
		} catch (error) {
			// What is on disk now is not known, and asking again would be answered "all is well": nothing more is written.
			this.#bytes = durable.bytes;
			this.#link = durable.link;
			throw this.#poison('make the journal durable', error);
		}
	}

	/** The disk is full: back to the last good byte, and one last entry into the room that was kept for it. */
	async #halt(): Promise<void> {
		const {file, files, now} = this.#options;
		try {
			await file.truncate(this.#bytes);
			await files.unlink(reservePath(this.directory));
			const line = this.#link.seq === 0 ? undefined : chainEntry(this.#link, this.#halted(now()));
			if (line !== undefined && (await file.write(line.bytes)) < line.bytes.length) {
				await file.truncate(this.#bytes);
			} else if (line !== undefined) {
				this.#bytes += line.bytes.length;
				this.#link = line.link;
			}
			await file.datasync();
		} catch {
			// The fault that follows says all that can be said; recovery finds the tail.
		}
	}

	#halted(at: Date): Entry {
		return {
			seq: this.#link.seq + 1,
			v: entryVersion,
			at: at.toISOString(),
			by: 'gonogo',
			event: {type: 'run.halted', reason: 'the disk is full'},
		};
	}

	#poison(what: string, cause: unknown): Fault {
		const {message, hint} = diskFault(what, journalPath(this.directory), cause);
		return this.#remember(
			new Fault(
				'store.poisoned',
				`${message} Nothing more is written or started in run ${this.run}.`,
				`${hint} Go on with \`gonogo resume ${this.run}\`.`,
				{cause},
			),
		);
	}

	#remember(fault: Fault): Fault {
		this.#fault = fault;
		return fault;
	}
}
