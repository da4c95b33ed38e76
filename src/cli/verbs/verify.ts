import {readFile, stat} from 'node:fs/promises';
import {basename, dirname, join} from 'node:path';
import {type ExitCode, exitCode, Fault} from '../../fault.ts';
import type {FoundEntries} from '../../record/check-journal.ts';
import {levelWords, type Verification} from '../../record/verification.ts';
import {verifyRecord} from '../../record/verify.ts';
import {readRecordFiles} from '../../store/record-file.ts';
import type {Store} from '../../store/store.ts';
import {sanitiseLine} from '../../text/sanitise.ts';
import {type Known, knownKeys} from '../known-keys.ts';
import {say} from '../out.ts';
import {readSettings} from '../settings.ts';
import {openPlace, type Place} from '../state-directory.ts';

export type VerifyOptions = {
	readonly signers?: string;
	readonly recorder?: string;
	readonly expectHead?: string;
	readonly requireLevel?: number;
	readonly json?: boolean;
};

/** A record and what lies beside it, found from a file, a run's directory or a run's name. */
type Found = {
	readonly name: string;
	readonly record: Uint8Array;
	readonly runMd?: Uint8Array;
	readonly runbook?: Uint8Array;
	readonly journal?: FoundEntries;
};

/** `gonogo verify`: one line for each check, then how far the record can be believed. */
export async function verify(what: readonly string[], options: VerifyOptions): Promise<ExitCode> {
	const {requireLevel} = options;
	if (requireLevel !== undefined && ![0, 1, 2, 3, 4].includes(requireLevel)) {
		throw new Fault(
			'cli.usage',
			'--require-level takes 0, 1, 2, 3 or 4.',
			'`gonogo help verify` says what each means.',
		);
	}
	const settings = await readSettings();
	const place = await openPlace(settings);
	const known = await knownKeys(place.directory, {...settings, ...options});
	const verified: {name: string; verification: Verification}[] = [];
	for (const name of what) {
		const found = await findRecord(name, place);
		verified.push({name, verification: verifyFound(found, known, options)});
	}
	await say(options.json === true ? json(verified) : verified.map(one => lines(one)).join('\n'));
	const isEnough = verified.every(
		({verification}) => verification.ok && verification.level >= (requireLevel ?? 0),
	);
	return isEnough ? exitCode.complete : exitCode.unverified;
}

function verifyFound(found: Found, known: Known, options: VerifyOptions): Verification {
	const {record, runMd, runbook, journal} = found;
	return verifyRecord(record, {
		nowMs: Date.now(),
		runMd,
		runbook,
		journal,
		...known,
		...(options.expectHead === undefined ? {} : {expectHead: options.expectHead}),
	});
}

async function findRecord(name: string, place: Place): Promise<Found> {
	const kind = await kindOf(name);
	if (kind === 'file') {
		const files = basename(name) === 'record.json' ? await beside(dirname(name), place.store) : {};
		return {name, ...files, record: await recordBytes(name)};
	}
	const directory =
		kind === 'directory' ? name : (await place.store.read(await place.store.find(name))).directory;
	const {record} = await readRecordFiles(directory);
	if (record === undefined) {
		throw new Fault(
			'record.invalid',
			`There is no record in ${directory}.`,
			'A run has its record once it is closed: `gonogo resume` goes on with it.',
		);
	}
	return {name, record, ...(await beside(directory, place.store))};
}

async function kindOf(name: string): Promise<'file' | 'directory' | 'neither'> {
	try {
		const found = await stat(name);
		return found.isDirectory() ? 'directory' : 'file';
	} catch {
		return 'neither';
	}
}

/** A record larger than its limit is refused by its first bytes; a device that never ends is never read to its end. */
async function recordBytes(path: string): Promise<Uint8Array> {
	const {size} = await stat(path);
	const bytesMax = 1_048_577;
	return size > bytesMax ? new Uint8Array(bytesMax) : readFile(path);
}

/** What a run's directory holds beside its record; what is missing is said by the checks. */
async function beside(directory: string, store: Store): Promise<Omit<Found, 'name' | 'record'>> {
	const {runMd} = await readRecordFiles(directory);
	const journal = await journalIn(directory, store);
	const opened = journal?.entries[0]?.event;
	const runbook =
		opened?.type === 'run.opened'
			? await readFile(join(directory, 'runbook', basename(opened.runbook.path))).catch(() => undefined)
			: undefined;
	return {
		...(runMd === undefined ? {} : {runMd: Buffer.from(runMd)}),
		...(runbook === undefined ? {} : {runbook}),
		...(journal === undefined ? {} : {journal}),
	};
}

/** A journal that does not verify is thrown at the person, not passed over; one that is not there is. */
async function journalIn(directory: string, store: Store): Promise<FoundEntries | undefined> {
	try {
		return await store.read(await store.find(directory));
	} catch (error) {
		if (error instanceof Fault && error.code === 'store.not-found') {
			return undefined;
		}
		throw error;
	}
}

function lines({name, verification}: {name: string; verification: Verification}): string {
	const {checks, level, unknowable, id} = verification;
	const width = Math.max(...checks.map(check => check.name.length));
	return [
		`${sanitiseLine(name)}${id === undefined ? '' : `\nid ${id}`}`,
		...checks.map(
			({result, name: check, why}) => `${result.padEnd(11)}  ${check.padEnd(width)}  ${sanitiseLine(why)}`,
		),
		'',
		`Level ${level}: ${levelWords[level] ?? ''}.`,
		...unknowable.map(sentence => `Not known: ${sanitiseLine(sentence)}`),
		'',
	].join('\n');
}

function json(verified: readonly {name: string; verification: Verification}[]): string {
	const records = verified.map(({name, verification}) => ({path: name, ...verification}));
	return `${JSON.stringify({schema: 'gonogo.verify/1', records}, undefined, 2)}\n`;
}
