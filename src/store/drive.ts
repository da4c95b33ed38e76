import type {Entry, RunId} from '../engine/entry.ts';
import {Fault} from '../fault.ts';
import {genesis} from './chain.ts';
import {checkDirectory, makeDirectory, syncDirectory} from './directory.ts';
import {foundJournal} from './found.ts';
import {type OpenFile, opening} from './fs-port.ts';
import {openJournal} from './journal.ts';
import {type Holder, type Lock, takeLock} from './lock.ts';
import {journalPath, partPaths, runbookPath} from './paths.ts';
import {pinRunbook} from './pin.ts';
import type {Place} from './place.ts';
import {makeFile} from './plain-file.ts';
import {type Opened, openForWriting} from './read-run.ts';
import {findUnreported, recover} from './recover.ts';
import {reservePath} from './reserve.ts';
import type {Journal, OpenedRun} from './store.ts';

/** A run's directory and who is to drive it from here. */
export type Driving = Place & {
	readonly run: RunId;
	readonly directory: string;
	readonly holder: Holder;
	readonly now: () => Date;
};

export type Beginning = Driving & {readonly first: Entry; readonly runbook: ReadonlyMap<string, Uint8Array>};

/** Makes a run's directory, whose parent exists, and its first entry. */
export async function beginRun(beginning: Beginning): Promise<Journal> {
	const {run, directory, first, runbook} = beginning;
	if (first.event.type !== 'run.opened' || first.event.run !== run) {
		throw new Error(`This is a bug: run ${run} begins with ${first.event.type}.`);
	}
	const link = genesis(run, first.event.nonce);
	if (!(await makeDirectory(directory, beginning))) {
		throw new Fault(
			'store.conflict',
			`There is a run ${run} already, in ${directory}.`,
			'Start again: the next one gets another id.',
		);
	}
	const lock = await takeLock(beginning);
	let file: OpenFile | undefined;
	try {
		for (const part of partPaths(directory)) {
			await makeDirectory(part, beginning);
		}
		await pinRunbook(runbookPath(directory), runbook, beginning);
		file = await makeFile(journalPath(directory), opening.appendNew, beginning);
		const journal = await openJournal({...beginning, file, bytes: 0, link, lock});
		await syncDirectory(directory, beginning.files);
		await journal.append([first]);
		return journal;
	} catch (error) {
		await letGo(beginning, lock, file);
		throw error;
	}
}

/** Opens a run that exists: whoever reads what this returns holds the lock, and the journal has good lines only. */
export async function reopenRun(driving: Driving, cutBadTail: boolean): Promise<OpenedRun> {
	const {run, directory, files} = driving;
	await checkDirectory(directory, files, 'own');
	const lock = await takeLock(driving);
	let opened: Opened | undefined;
	try {
		opened = await openForWriting(run, directory, files);
		const {file, reading} = opened;
		await recover({...driving, ...opened, cutBadTail});
		const found = foundJournal(directory, {...reading, end: {is: 'whole'}}, run);
		const recovered = await findUnreported(directory, found.entries, driving);
		const link = {seq: found.entries.length, head: found.head};
		const journal = await openJournal({...driving, file, bytes: reading.goodBytes, link, lock});
		return {journal, found, ...(recovered === undefined ? {} : {recovered})};
	} catch (error) {
		await letGo(driving, lock, opened?.file);
		throw error;
	}
}

async function letGo({directory, files}: Driving, lock: Lock, file: OpenFile | undefined): Promise<void> {
	await files.unlink(reservePath(directory)).catch(() => {});
	await file?.close().catch(() => {});
	await lock.release();
}
