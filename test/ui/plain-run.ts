import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach} from 'vitest';
import {replay} from '../../src/engine/evolve.ts';
import type {Runbook} from '../../src/runbook/model.ts';
import {openSession, type Session} from '../../src/session/session.ts';
import {perform} from '../../src/steps/perform.ts';
import {openFileStore} from '../../src/store/files.ts';
import type {Asked, PlainIo, PlainOptions} from '../../src/ui/plain/io.ts';
import {walkPlain} from '../../src/ui/plain/walk.ts';
import {entriesOf, opened} from '../engine/given.ts';

export type RealRun = {readonly session: Session; end(): Promise<void>};

/** A run with a journal on disk whose steps are really performed. */
export async function realRun(runbook: Runbook, change: Partial<typeof opened> = {}): Promise<RealRun> {
	const directory = await mkdtemp(join(tmpdir(), 'gonogo-plain-'));
	const store = await openFileStore(directory);
	const [first] = entriesOf([{...opened, screen: 'plain', ...change}]);
	const state = first && replay(runbook, [first]);
	if (first === undefined || state === undefined) {
		throw new Error('no first entry');
	}
	const journal = await store.create(
		opened.run,
		first,
		new Map([['release.md', Buffer.from('# Release\n')]]),
	);
	const session = openSession({
		journal,
		state,
		perform,
		operator: state.operator,
		now: () => new Date(),
		nonce: () => '1'.repeat(32),
	});
	session.start();
	return {
		session,
		async end() {
			await session.close();
			await rm(directory, {recursive: true, force: true});
		},
	};
}

export type Typist = PlainIo & {
	/** Everything that was written, prompts and typed lines included. */
	readonly paper: () => string;
	/** Answers that were not asked for. */
	readonly left: readonly string[];
};

export type TypistOptions = {
	readonly attended?: boolean;
	readonly signal?: AbortSignal;
	/** Called before a line is typed. */
	readonly before?: (asked: Asked | undefined) => Promise<void> | void;
};

/** Types one line after the other, each when a question is asked; then the input ends. */
export function typist(lines: readonly string[], options: TypistOptions = {}): Typist {
	const left = [...lines];
	let paper = '';
	return {
		left,
		paper: () => paper,
		attended: options.attended ?? true,
		...(options.signal === undefined ? {} : {signal: options.signal}),
		async write(text) {
			paper += text;
		},
		async readLine(prompt, asked) {
			paper += prompt;
			if (asked === undefined) {
				// A step is running: nobody types, and the next question takes this line's place.
				return new Promise(() => {});
			}
			await options.before?.(asked);
			const line = left.shift();
			paper += line === undefined || options.attended === false ? '' : `${line}\n`;
			return line;
		},
	};
}

/** A clock on which every look is a second later than the one before: nothing is typed too soon. */
export function slowClock(): () => number {
	let now = Date.parse('2026-11-21T09:00:00.000Z');
	return () => {
		now += 1000;
		return now;
	};
}

export const production = {environment: 'production', production: true};
export const unattended = {attended: false} as const;

export type Walked = {
	readonly how: 'closed' | 'left';
	readonly paper: string;
	readonly io: Typist;
	readonly run: RealRun;
};

export type Setting = {
	readonly lines: readonly string[];
	readonly opened?: Partial<typeof opened>;
	readonly typist?: TypistOptions;
	readonly options?: PlainOptions;
};

const runs: RealRun[] = [];

afterEach(async () => {
	await Promise.all(runs.splice(0).map(run => run.end()));
});

/** Walks a real run with typed lines; it is cleared away after the test. */
export async function walkReal(runbook: Runbook, setting: Setting): Promise<Walked> {
	const run = await realRun(runbook, setting.opened);
	runs.push(run);
	const io = typist(setting.lines, setting.typist);
	const how = await walkPlain(run.session, io, {now: slowClock(), ...setting.options});
	return {how, paper: io.paper(), io, run};
}
