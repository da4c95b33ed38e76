import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {onTestFinished} from 'vitest';
import {entryVersion} from '../../src/engine/entry.ts';
import type {EventOf} from '../../src/engine/event.ts';
import {replay} from '../../src/engine/evolve.ts';
import type {Live} from '../../src/engine/live.ts';
import type {RunState} from '../../src/engine/state.ts';
import {readAllowedSigners} from '../../src/record/allowed-signers.ts';
import {makeApproval, type Said, signApproval} from '../../src/record/sign-approval.ts';
import {readTrust, type Trust} from '../../src/record/trust.ts';
import type {Runbook} from '../../src/runbook/model.ts';
import type {Believed} from '../../src/session/approvals.ts';
import {openSession, type Session} from '../../src/session/session.ts';
import type {Perform} from '../../src/steps/performer.ts';
import {openFileStore} from '../../src/store/files.ts';
import type {Store} from '../../src/store/store.ts';
import {gate, opened, runbookOf} from '../engine/given.ts';
import {keyOf, type MadeKey, makeSshKey} from '../record/ssh.ts';

/** A directory that goes with the test. */
export function temporary(name = 'gonogo-pair-'): string {
	const directory = mkdtempSync(join(tmpdir(), name));
	onTestFinished(() => rmSync(directory, {recursive: true, force: true}));
	return directory;
}

export const production: EventOf<'run.opened'> = {...opened, environment: 'production', production: true};

/** What the test says of who may approve; it can be changed while a gate is open. */
export type Belief = {trust?: Trust; signers: string[]; driverKey?: string; unreadable?: string};

export type Pair = {
	readonly store: Store;
	readonly session: Session;
	readonly runbook: Runbook;
	readonly belief: Belief;
	/** Milliseconds since 1970 at the driver's. */
	clock: {nowMs: number};
};

export type PairOptions = {
	readonly runbook?: Runbook;
	readonly opened?: EventOf<'run.opened'>;
	readonly perform?: Perform;
	readonly belief?: Belief;
	/** Begins or goes on in this store. */
	readonly directory?: string;
};

/** A run on disk that alice drives, with whom it believes in the test's hands. */
export async function drive(options: PairOptions = {}): Promise<Pair> {
	const {runbook = runbookOf({walk: [gate('go')]}), belief = {signers: []}} = options;
	const opening = options.opened ?? production;
	const store = await openFileStore(options.directory ?? temporary());
	const clock = {nowMs: Date.now()};
	const first = {
		seq: 1,
		v: entryVersion,
		at: new Date(clock.nowMs).toISOString(),
		by: 'alice',
		event: opening,
	};
	const journal = await store.create(
		opening.run,
		first,
		new Map([['release.md', Buffer.from('# Release\n')]]),
	);
	const session = openSession({
		journal,
		state: stateOf(runbook, [first]),
		perform: options.perform ?? (async () => ({result: 'passed', durationMs: 1})),
		operator: 'alice',
		now: () => new Date(clock.nowMs),
		nonce: () => Math.random().toString(16).slice(2).padEnd(32, '0'),
		approvers: async () =>
			belief.unreadable === undefined
				? {ok: true, value: believedOf(belief)}
				: {ok: false, why: belief.unreadable},
	});
	onTestFinished(() => session.close());
	return {store, session, runbook, belief, clock};
}

export function stateOf(runbook: Runbook, entries: Parameters<typeof replay>[1]): RunState {
	const state = replay(runbook, entries);
	if (state === undefined) {
		throw new Error('a journal starts with run.opened');
	}
	return state;
}

export function trustOf(text: string): Trust {
	const reading = readTrust(Buffer.from(text));
	if (!reading.ok) {
		throw new Error(JSON.stringify(reading.problems));
	}
	return reading.trust;
}

function believedOf({trust, signers, driverKey}: Belief): Believed {
	return {
		allowedSigners: readAllowedSigners(Buffer.from(`${signers.join('\n')}\n`)).signers,
		...(trust === undefined ? {} : {trust}),
		...(driverKey === undefined ? {} : {driverKey}),
	};
}

/** Someone with a key of their own. */
export type Person = {readonly name: string; readonly key: MadeKey; readonly line: string};

export function person(name: string): Person {
	const key = makeSshKey(temporary('gonogo-key-'), {name});
	return {name, key, line: `${name} ${key.line}`};
}

/** What someone signs at their own terminal, having read the journal there. */
export async function sign(
	{store, runbook, belief}: Pick<Pair, 'store' | 'runbook' | 'belief'>,
	who: Person,
	change: Partial<Said> & {gate?: string; run?: string; now?: Date; validMs?: number; as?: string} = {},
): Promise<string> {
	const {
		gate: step = 'go',
		run = production.run,
		now = new Date(),
		validMs = 3_600_000,
		as,
		...said
	} = change;
	const {entries} = await store.read(run);
	const made = makeApproval({
		state: stateOf(runbook, entries),
		gate: step,
		said: {answer: 'go', by: as ?? who.name, ...said},
		trust: belief.trust,
		now,
		validMs,
	});
	const key = await keyOf(who.key);
	if (!made.ok || !key.ok) {
		throw new Error(made.ok ? 'no key' : made.why);
	}
	const signed = await signApproval(made.value, key.key, process.env);
	if (!signed.ok) {
		throw new Error(signed.why);
	}
	return signed.value;
}

/** Resolves when the run asks this. */
export function asks(live: Live, is: string): Promise<void> {
	return so(live, () => live.question()?.is === is);
}

/** Resolves once it is so; looked at after every change. */
export function so(live: Live, isSo: () => boolean): Promise<void> {
	return new Promise(resolve => {
		const look = () => {
			if (isSo()) {
				stop();
				resolve();
			}
		};
		const stop = live.subscribe(look);
		look();
	});
}
