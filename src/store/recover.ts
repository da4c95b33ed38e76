import {join} from 'node:path';
import type {ChainedEntry, RunId} from '../engine/entry.ts';
import {Fault} from '../fault.ts';
import {badTailFault, refuseUnreadable} from './found.ts';
import type {OpenFile} from './fs-port.ts';
import {journalBytesMax, journalPath} from './paths.ts';
import type {Place} from './place.ts';
import type {ChainReading} from './read-chain.ts';
import type {Recovered} from './store.ts';
import {readWholeFile, replaceFile} from './whole-file.ts';

/** A journal that ended badly more often than this has another trouble. */
const asideMax = 100;

const asideName = /^journal\.torn-\d+(?:-\d+)?$/;

export type Recovery = Place & {
	readonly run: RunId;
	readonly directory: string;
	readonly file: OpenFile;
	readonly bytes: Uint8Array;
	readonly reading: ChainReading;
	readonly cutBadTail: boolean;
};

/**
Leaves a journal with nothing but good lines in it. A tail is kept aside, durably, before it is cut.

@throws Fault `store.broken-chain` and `store.newer`, with the file untouched; `store.bad-tail` when a last line is whole
in length and bad, and nobody has agreed yet to go on without it.
*/
export async function recover(recovery: Recovery): Promise<void> {
	const {run, directory, file, bytes, reading, cutBadTail} = recovery;
	refuseUnreadable(run, reading, directory);
	if (reading.end.is !== 'torn') {
		return;
	}
	const keptAs = await keepAside(recovery, bytes.subarray(reading.goodBytes));
	if (reading.end.endsWithNewline && !cutBadTail) {
		throw badTailFault(run, {
			why: reading.end.why,
			seq: reading.entries.length,
			copy: join(directory, keptAs),
		});
	}
	await file.truncate(reading.goodBytes);
	await file.sync();
}

/** What lies beside the journal and no entry speaks of, also from an earlier start that ended before it could say so. */
export async function findUnreported(
	directory: string,
	entries: readonly ChainedEntry[],
	{files}: Place,
): Promise<Recovered | undefined> {
	const reported = new Set(
		entries.flatMap(({event}) => (event.type === 'run.recovered' ? event.keptAs.split(', ') : [])),
	);
	const names = (await files.readdir(directory))
		.filter(name => asideName.test(name) && !reported.has(name))
		.sort();
	let droppedBytes = 0;
	for (const name of names) {
		droppedBytes += (await files.lstat(join(directory, name))).size;
	}
	return names.length === 0 ? undefined : {droppedBytes, keptAs: names.join(', ')};
}

/** @returns the name under which the tail lies in the run's directory. */
async function keepAside(recovery: Recovery, tail: Uint8Array): Promise<string> {
	const {directory, files, reading} = recovery;
	for (let count = 1; count <= asideMax; count++) {
		const name = `journal.torn-${reading.goodBytes}${count === 1 ? '' : `-${count}`}`;
		const there = await readWholeFile(join(directory, name), journalBytesMax, files);
		if (there === undefined) {
			await replaceFile(join(directory, name), tail, recovery);
			return name;
		}
		if (there.equals(tail)) {
			return name;
		}
	}
	throw new Fault(
		'store.unsafe',
		`${asideMax} torn ends lie beside ${journalPath(directory)}.`,
		'Look at the disk and at what writes there before you go on.',
	);
}
