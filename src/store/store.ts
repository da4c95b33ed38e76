import type {ChainedEntry, Entry, RunId} from '../engine/entry.ts';

/** One run's journal, opened for writing by its only writer. */
export type Journal = {
	readonly run: RunId;
	/** Directory of the run: `journal.jsonl`, `runbook/`, `output/`, `guards/`, `shell/`, later `record.json` and `run.md`. */
	readonly directory: string;
	/** Hash of the last entry, 64 hex digits. */
	readonly head: string;
	/** seq of the last entry. */
	readonly seq: number;
	/**
	Adds entries to the end: all of them, or none.

	@param entries 1 to 100, oldest first; the first `seq` is one above the stored one.
	@param behind entries of a second decision that follow in the same sync: all of them, or none; `entries` stay when these don't fit.
	@returns once they would survive a power cut.
	@throws Fault `store.poisoned` after any write or sync error, now and for ever; `store.conflict` when the file has grown by another hand.
	*/
	append(entries: readonly Entry[], behind?: readonly Entry[]): Promise<void>;
	/** Gives the lock back. Safe to call twice. */
	close(): Promise<void>;
};

/** A journal as it was found. */
export type FoundJournal = {
	readonly run: RunId;
	readonly directory: string;
	readonly entries: readonly ChainedEntry[];
	readonly head: string;
	/** What lies at the end and is no whole entry: never cut by reading. */
	readonly torn?: {readonly bytes: number; readonly endsWithNewline: boolean};
};

/** What is known of a run without folding its journal. */
export type RunSummary = {
	readonly run: RunId;
	readonly directory: string;
	readonly title: string;
	/** Where the runbook lay when the run was opened; absolute. */
	readonly runbookPath?: string;
	readonly service?: string;
	readonly environment: string;
	readonly openedAt: string;
	readonly lastAt: string;
	readonly operator: string;
	readonly practice: boolean;
	readonly mode: string;
	readonly verdict?: string;
	/** Someone drives it at this moment. */
	readonly drivenBy?: {readonly pid: number; readonly host: string; readonly since: string};
	/** The journal could not be read to its end; the reason. */
	readonly damaged?: string;
};

/** What was cut off the end of a journal and lies beside it; reported until an entry `run.recovered` names it. */
export type Recovered = {readonly droppedBytes: number; readonly keptAs: string};

export type OpenedRun = {
	readonly journal: Journal;
	readonly found: FoundJournal;
	readonly recovered?: Recovered;
};

/** Where journals and records rest. */
export type Store = {
	/** Makes the directory, pins the runbook's bytes and writes the first entry. */
	create(run: RunId, first: Entry, runbook: ReadonlyMap<string, Uint8Array>): Promise<Journal>;
	/**
	Opens an existing run to drive it: takes the lock, verifies the chain, sets a torn tail aside.

	@param allowing `cutBadTail`: a person was asked about a last line that is whole in length and bad, and goes on without it.
	@throws Fault `store.locked`, `store.broken-chain`, `store.newer`, `store.not-found`; `store.bad-tail` where that person is still to be asked.
	*/
	open(run: RunId, allowing?: {readonly cutBadTail: boolean}): Promise<OpenedRun>;
	/** Reads and verifies without a lock and without changing anything. */
	read(run: RunId): Promise<FoundJournal>;
	/**
	Entries from `fromSeq` on, those that are there and then those that come, until `signal` is aborted. For a second
	terminal: it takes no lock and sees an entry within a second.

	@throws Fault `store.broken-chain`, `store.newer`, `store.not-found`; `store.conflict` when the end was cut back after it was seen: follow anew.
	*/
	follow(run: RunId, fromSeq: number, signal: AbortSignal): AsyncIterable<ChainedEntry>;
	/** Every run there is, the oldest first. */
	list(): Promise<readonly RunSummary[]>;
	/** Full id from a unique beginning, `last`, or a path to a run's directory. */
	find(name: string): Promise<RunId>;
};
