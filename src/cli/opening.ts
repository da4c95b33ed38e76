import {randomBytes} from 'node:crypto';
import {hostname} from 'node:os';
import {basename, dirname} from 'node:path';
import {optional} from '../engine/decision.ts';
import {type Entry, entryVersion} from '../engine/entry.ts';
import type {EventOf, Mode, Screen} from '../engine/event.ts';
import {replay} from '../engine/evolve.ts';
import type {RunState} from '../engine/state.ts';
import {Fault} from '../fault.ts';
import type {FileText} from '../runbook/include/include.ts';
import type {Runbook} from '../runbook/model.ts';
import type {Approvers} from '../session/approvals.ts';
import {openSession, type Session} from '../session/session.ts';
import {perform} from '../steps/perform.ts';
import type {Journal, Store} from '../store/store.ts';
import {sha256Hex} from '../text/digest.ts';
import {shareDirectories} from './group.ts';
import {pinnedInclude, readBook} from './includes.ts';
import {knownSecrets} from './known-secrets.ts';
import {lastRehearsal} from './last-rehearsal.ts';
import {commitOf} from './operator.ts';
import {problemLines} from './problems.ts';
import type {RunbookFile} from './read-file.ts';
import type {Place} from './state-directory.ts';
import {version} from './version.ts';

/** A run that is open in this process: its store, its journal and its one session. */
export type OpenRun = {
	readonly store: Store;
	readonly journal: Journal;
	readonly session: Session;
	/** The runbook as it was pinned. */
	readonly text: string;
	/** The files it includes, as they were pinned. */
	readonly includes: readonly FileText[];
	/** Where this person's runs and the recorder's key rest. */
	readonly stateDirectory: string;
	/** Roles that the trust file gives whoever drives now. */
	readonly roles?: readonly string[];
	/** The group that may follow and approve. */
	readonly group?: number | undefined;
};

export type NewRun = {
	readonly file: RunbookFile;
	readonly runbook: Runbook;
	readonly includes: readonly FileText[];
	readonly environment: string;
	readonly mode: Mode;
	readonly runThrough: boolean;
	readonly practice: boolean;
	readonly operator: string;
	readonly screen: Screen;
	readonly attended: boolean;
	readonly emergency?: EventOf<'run.opened'>['emergency'];
	/** Roles that the trust file gives the operator. */
	readonly roles?: readonly string[];
	/** What earlier runs left to be done. */
	readonly due?: EventOf<'run.opened'>['due'];
	/** Whom the run believes at its gates. */
	readonly approvers: Approvers | undefined;
};

/** The name under which a run keeps the runbook's own bytes. */
export function pinnedName(file: {readonly path: string}): string {
	return basename(file.path);
}

/**
Reads a runbook for running, with the files it includes.

@throws Fault `runbook.invalid` with every error in it at once.
*/
export function readForRunning(file: RunbookFile): {
	readonly runbook: Runbook;
	readonly includes: readonly FileText[];
} {
	const {reading, includes} = readBook(file);
	const {runbook, problems} = reading;
	const errors = problems.filter(problem => problem.severity === 'error');
	if (errors.length > 0) {
		const count = errors.length === 1 ? 'a mistake' : `${errors.length} mistakes`;
		throw new Fault(
			'runbook.invalid',
			`${file.name} has ${count} in it:\n\n${problemLines(errors, {...file, includes})}`,
			`Mend it, then look again with \`gonogo plan ${file.name}\`.`,
		);
	}
	return {runbook, includes};
}

function isProduction(runbook: Runbook, environment: string): boolean {
	return runbook.meta.environments[environment]?.production ?? true;
}

/** Makes the run's directory and its first entry; nothing has been touched yet. */
export async function createRun(place: Place, wanted: NewRun): Promise<OpenRun> {
	const {store, directory: stateDirectory, group} = place;
	const at = new Date().toISOString();
	const event = await openedEvent(wanted, at);
	const first: Entry = {seq: 1, v: entryVersion, at, by: wanted.operator, event};
	const journal = await store.create(event.run, first, pinnedFiles(wanted));
	await (group === undefined ? undefined : shareDirectories(stateDirectory, group));
	const state = replay(wanted.runbook, [first]);
	if (state === undefined) {
		throw new Error('This is a bug: a new journal does not start with run.opened.');
	}
	return {
		store,
		journal,
		session: sessionOf({...wanted, store, journal, state}),
		text: wanted.file.text,
		includes: wanted.includes,
		stateDirectory,
		group,
	};
}

function pinnedFiles({file, includes}: NewRun): ReadonlyMap<string, Uint8Array> {
	return new Map([
		[pinnedName(file), file.bytes],
		...digestsOf(includes).map((one): [string, Uint8Array] => [pinnedInclude(one), Buffer.from(one.text)]),
	]);
}

function digestsOf(includes: readonly FileText[]): readonly (FileText & {readonly sha256: string})[] {
	return includes.map(one => ({...one, sha256: sha256Hex(one.text)}));
}

/** What a session needs of its caller; clock, dice and the world are the same for all. */
export type SessionOf = {
	readonly store: Store;
	readonly journal: Journal;
	readonly state: RunState;
	readonly operator: string;
	readonly approvers: Approvers | undefined;
};

export function sessionOf({store, journal, state, operator, approvers}: SessionOf): Session {
	return openSession({
		journal,
		state,
		perform,
		operator,
		approvers,
		secrets: knownSecrets,
		lastRehearsal: () => lastRehearsal(store, state.opened),
		now: () => new Date(),
		nonce: () => randomBytes(16).toString('hex'),
	});
}

async function openedEvent(wanted: NewRun, at: string): Promise<EventOf<'run.opened'>> {
	const {file, runbook} = wanted;
	const commit = await commitOf(file.path, dirname(file.path));
	return {
		type: 'run.opened',
		run: runId(at),
		nonce: randomBytes(16).toString('hex'),
		gonogo: version,
		runbook: {
			path: file.path,
			title: runbook.title,
			sha256: sha256Hex(file.bytes),
			...(commit === undefined ? {} : {commit}),
			...(wanted.includes.length === 0
				? {}
				: {includes: digestsOf(wanted.includes).map(one => ({path: one.path, sha256: one.sha256}))}),
		},
		...(runbook.meta.service === undefined ? {} : {service: runbook.meta.service}),
		environment: wanted.environment,
		production: isProduction(runbook, wanted.environment),
		mode: wanted.mode,
		runThrough: wanted.runThrough,
		practice: wanted.practice,
		...optional({roles: wanted.roles === undefined ? undefined : [...wanted.roles]}),
		...optional({emergency: wanted.emergency, due: wanted.due?.length === 0 ? undefined : wanted.due}),
		operator: wanted.operator,
		host: hostname(),
		screen: wanted.screen,
		attended: wanted.attended,
		timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
	};
}

/** `YYYYMMDD-HHMMSS-xxxxxx`: UTC and a random tail, so that two runs of one second differ. */
function runId(at: string): string {
	const [date = '', time = ''] = at.split('T');
	return `${date.replaceAll('-', '')}-${time.slice(0, 8).replaceAll(':', '')}-${randomBytes(3).toString('hex')}`;
}
