import type {RunId} from '../engine/entry.ts';
import {Fault} from '../fault.ts';
import {diskFault} from './disk-fault.ts';
import {foundJournal, neverBegun} from './found.ts';
import {errnoOf, type Files, nodeFiles, type OpenFile, opening} from './fs-port.ts';
import {journalBytesMax, journalPath} from './paths.ts';
import {openPlain} from './plain-file.ts';
import {type ChainReading, readChain} from './read-chain.ts';
import type {FoundJournal} from './store.ts';
import {readOpenFile, readWholeFile} from './whole-file.ts';

/**
Reads and verifies the journal in any run's directory, wherever it lies: a copy as well as the store's own. Takes no
lock and changes nothing; while the run is driven, the end it finds is that moment's.

@param run the run it must be of, where that is known.
@throws Fault `store.not-found`, `store.broken-chain`, `store.newer`, `store.unsafe`, `store.unwritable`.
*/
export async function readRunAt(
	directory: string,
	run?: RunId,
	files: Files = nodeFiles,
): Promise<FoundJournal> {
	const bytes = await readWholeFile(journalPath(directory), journalBytesMax, files);
	if (bytes === undefined) {
		throw run === undefined
			? new Fault(
					'store.not-found',
					`There is no journal in ${directory}.`,
					'Give a run that `gonogo log` lists, or the directory of one.',
				)
			: neverBegun(run, directory);
	}
	return foundJournal(directory, readChain(bytes, run), run);
}

/** A journal that is open for its writer, and what stands in it. */
export type Opened = {readonly file: OpenFile; readonly bytes: Uint8Array; readonly reading: ChainReading};

/** @throws Fault `store.not-found`, `store.unsafe`, `store.unwritable`; what the reading says is not judged here. */
export async function openForWriting(run: RunId, directory: string, files: Files): Promise<Opened> {
	const path = journalPath(directory);
	let file: OpenFile | undefined;
	try {
		file = await openPlain(path, opening.append, files);
		const bytes = await readOpenFile(file, {path, bytesMax: journalBytesMax});
		return {file, bytes, reading: readChain(bytes, run)};
	} catch (error) {
		await file?.close().catch(() => {});
		throw errnoOf(error) === 'ENOENT'
			? neverBegun(run, directory)
			: diskFault('open the journal', path, error);
	}
}
