import {type RunId, runIdPattern} from '../engine/entry.ts';
import type {EventOf} from '../engine/event.ts';
import {Fault} from '../fault.ts';
import {claimedLink, type Link, lineBytesMax, newline, readLine, wholeLines} from './chain.ts';
import {diskFault} from './disk-fault.ts';
import {errnoOf, type Files, type OpenFile, opening} from './fs-port.ts';
import {whoHolds} from './lock.ts';
import {journalPath, runsPath} from './paths.ts';
import {openPlain} from './plain-file.ts';
import type {RunSummary} from './store.ts';
import {readPart} from './whole-file.ts';

/** The end of a journal: a cut-off line, one to start from and one to check, all of the largest size; usually hundreds. */
const endBytes = 3 * lineBytesMax;
/** In most closed runs the entry that closes it stands within so much of the end. */
const closingBytes = 4096;

/** Every run by its id, the oldest first. */
export async function runIds(stateDirectory: string, files: Files): Promise<readonly RunId[]> {
	try {
		return (await files.readdir(runsPath(stateDirectory))).filter(name => runIdPattern.test(name)).sort();
	} catch (error) {
		if (errnoOf(error) === 'ENOENT') {
			return [];
		}
		throw diskFault('list the runs', runsPath(stateDirectory), error);
	}
}

/**
Says what a run is from its first entry and its last ones, without reading what lies between. A run that can't be read
is said to be damaged, never left out.
*/
export async function summarise(run: RunId, directory: string, files: Files): Promise<RunSummary> {
	try {
		const {opened, lastAt, verdict, damaged} = await readEnds(run, directory, files);
		const holder = await whoHolds(directory, files);
		return {
			run,
			directory,
			...factsOf(opened),
			openedAt: opened.at,
			lastAt,
			...(verdict === undefined ? {} : {verdict}),
			...(holder === undefined ? {} : {drivenBy: {pid: holder.pid, host: holder.host, since: holder.since}}),
			...(damaged === undefined ? {} : {damaged}),
		};
	} catch (error) {
		const fault =
			error instanceof Fault || errnoOf(error) !== undefined
				? diskFault('read the run', directory, error)
				: undefined;
		if (fault === undefined) {
			throw error;
		}
		return unreadable(run, directory, fault.message);
	}
}

type Opened = EventOf<'run.opened'> & {readonly at: string};

function factsOf(opened: Opened) {
	return {
		title: opened.runbook.title,
		runbookPath: opened.runbook.path,
		...(opened.service === undefined ? {} : {service: opened.service}),
		environment: opened.environment,
		operator: opened.operator,
		practice: opened.practice,
		mode: opened.mode,
	};
}

type Ends = {
	readonly opened: Opened;
	readonly lastAt: string;
	readonly verdict?: string;
	readonly damaged?: string;
};

async function readEnds(run: RunId, directory: string, files: Files): Promise<Ends> {
	const path = journalPath(directory);
	const file = await openPlain(path, opening.read, files);
	try {
		const first = await readFirst(run, file);
		return {opened: first.opened, ...(await readLast(file, first))};
	} finally {
		await file.close();
	}
}

type First = {readonly opened: Opened; readonly link: Link; readonly bytes: number};

async function readFirst(run: RunId, file: OpenFile): Promise<First> {
	const start = await readPart(file, 0, lineBytesMax);
	const bytes = start.indexOf(newline) + 1;
	if (bytes === 0) {
		throw new Fault('store.broken-chain', 'It was never begun: it has no whole entry.', '');
	}
	const reading = readLine(start.subarray(0, bytes - 1), undefined, run);
	if (reading.is !== 'good' || reading.entry.event.type !== 'run.opened') {
		const why = reading.is === 'good' ? 'opens no run' : reading.why;
		throw new Fault('store.broken-chain', `Its first entry can't be read: ${why}.`, '');
	}
	const {event, at, seq, h} = reading.entry;
	return {opened: {...event, at}, link: {seq, head: h}, bytes};
}

/** Most runs are closed, and that says enough; of any other the whole end is read. */
async function readLast(file: OpenFile, first: First): Promise<Omit<Ends, 'opened'>> {
	const closing = await readEnd(file, first, closingBytes);
	return closing.verdict !== undefined && closing.damaged === undefined
		? closing
		: readEnd(file, first, endBytes);
}

/**
Reads the last entries, each checked against the one before it. A last line that is not finished is no damage: it is
being written at this moment, or a crash cut it short and the next driver sets it aside.
*/
async function readEnd(file: OpenFile, first: First, bytes: number): Promise<Omit<Ends, 'opened'>> {
	const {size} = await file.stat();
	const from = Math.max(first.bytes, size - bytes);
	const isAll = from === first.bytes;
	const lines = wholeLines(await readPart(file, from, size - from)).slice(isAll ? 0 : 1);
	let link = isAll ? first.link : claimedLink(lines.shift());
	let last: Omit<Ends, 'opened'> = {lastAt: first.opened.at};
	for (const line of lines) {
		const reading = link === undefined ? undefined : readLine(line, link);
		if (reading?.is !== 'good') {
			return {
				...last,
				damaged: `A line near its end can't be read${reading === undefined ? '' : `: ${reading.why}`}.`,
			};
		}
		const {event, at, seq, h} = reading.entry;
		last = {...last, lastAt: at, ...(event.type === 'run.closed' ? {verdict: event.verdict} : {})};
		link = {seq, head: h};
	}
	return last;
}

/** A run of which only the name is known. The id tells when it was opened. */
function unreadable(run: RunId, directory: string, damaged: string): RunSummary {
	const [, year, month, day, hour, minute, second] =
		/^(\d{4})(\d\d)(\d\d)-(\d\d)(\d\d)(\d\d)/.exec(run) ?? [];
	const openedAt = `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`;
	return {
		run,
		directory,
		title: 'unreadable',
		environment: 'unknown',
		openedAt,
		lastAt: openedAt,
		operator: 'unknown',
		practice: false,
		mode: 'unknown',
		damaged,
	};
}
