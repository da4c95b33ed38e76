import {type ChildProcess, fork} from 'node:child_process';
import {setTimeout as pause} from 'node:timers/promises';
import type {Beginning, Begun, HowItEnded, Unstarted} from './begin.ts';
import {ownProgram} from './own-program.ts';
import {sendGroup} from './stop.ts';

/** What another process can begin for us: its output goes to a file, and what it tells through descriptor 3 comes back. */
export type Elsewhere = Pick<Beginning, 'command' | 'env' | 'cwd'> & {
	/** Path of a log that exists. */
	readonly log: string;
};

/** `lost`: nobody knows whether it was begun; the reason. */
export type BegunThere = Begun | Unstarted | {readonly lost: string};

/** The environment is told as what differs from the one before: nearly all of it stays. */
export type ToBegin = Omit<Elsewhere, 'env'> & {
	readonly id: number;
	readonly set: Readonly<Record<string, string>>;
	readonly unset: readonly string[];
};

export type StarterSays =
	| {readonly is: 'ready'}
	| {readonly id: number; readonly is: 'begun'; readonly pid: number}
	| {readonly id: number; readonly is: 'unstarted'; readonly why: string}
	/** `told`: one UTF-16 unit a byte. */
	| (HowItEnded & {readonly id: number; readonly is: 'ended'; readonly told: string});

/**
Options of V8 for the starter: what each begun program leaves in native memory is freed with the young objects. Else it
grows by 10 KB a step, and what is larger is copied slower (1.9 instead of 3 ms after 900 steps).
*/
const staysSmall = [
	'--min-semi-space-size=4',
	'--max-semi-space-size=4',
	'--gc-global',
	'--single-threaded-gc',
] as const;

/** How soon the end of a program is seen whose starter is gone. */
const lookMs = 100;
const lost = 'The process that had started it ended early, so how it ended is not known.';

/**
Begins programs from a small process. To start one, a process is copied first: the tables of 150 MB of memory take longer
than most steps do, and meanwhile no key is answered. It goes on when this program dies: what it began then ends as it
would have.
*/
class Starter {
	readonly #process: ChildProcess;
	readonly #waiting = new Map<number, Waiting>();
	readonly ready: Promise<boolean>;
	#count = 0;
	#env: Readonly<Record<string, string>> = {};
	is: 'coming' | 'ready' | 'gone' = 'coming';

	constructor() {
		const {promise, resolve} = Promise.withResolvers<boolean>();
		this.ready = promise;
		this.#process = fork(ownProgram('starter'), [], {
			detached: true,
			stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
			execArgv: [...staysSmall],
			env: {...process.env, NODE_OPTIONS: ''},
		});
		this.#process.on('message', (said: StarterSays) => {
			if (said.is === 'ready') {
				this.is = 'ready';
				resolve(true);
			} else {
				this.#hear(said);
			}
		});
		const over = () => {
			this.is = 'gone';
			resolve(false);
			this.#lose();
		};
		this.#process.once('error', over);
		this.#process.once('exit', over);
		this.#hold(false);
	}

	begin({env, ...what}: Elsewhere): Promise<BegunThere> {
		this.#count += 1;
		const asked: ToBegin = {...what, id: this.#count, ...difference(this.#env, env)};
		this.#env = env;
		const {promise, resolve} = Promise.withResolvers<BegunThere>();
		const waiting = new Waiting(resolve);
		this.#waiting.set(this.#count, waiting);
		this.#hold(true);
		this.#process.send(asked, error => {
			if (error !== null) {
				waiting.lose();
			}
		});
		return promise;
	}

	#hear(said: Exclude<StarterSays, {is: 'ready'}>): void {
		this.#waiting.get(said.id)?.hear(said);
		if (said.is !== 'begun') {
			this.#waiting.delete(said.id);
			this.#hold(this.#waiting.size > 0);
		}
	}

	#lose(): void {
		for (const waiting of this.#waiting.values()) {
			waiting.lose();
		}
		this.#waiting.clear();
	}

	/** This program ends without it unless something runs. */
	#hold(isHeld: boolean): void {
		this.#process[isHeld ? 'ref' : 'unref']();
		this.#process.channel?.[isHeld ? 'ref' : 'unref']();
	}
}

/** One program that the starter was asked for. */
class Waiting {
	readonly #resolve: (begun: BegunThere) => void;
	readonly #ended = Promise.withResolvers<HowItEnded>();
	#pid: number | undefined;
	#told = Buffer.alloc(0);

	constructor(resolve: (begun: BegunThere) => void) {
		this.#resolve = resolve;
	}

	hear(said: Exclude<StarterSays, {is: 'ready'}>): void {
		switch (said.is) {
			case 'begun':
				this.#pid = said.pid;
				return this.#resolve({
					pid: said.pid,
					ended: this.#ended.promise,
					collected: async () => this.#told,
				});
			case 'unstarted':
				return this.#resolve({unstarted: said.why});
			case 'ended':
				this.#told = Buffer.from(said.told, 'latin1');
				return this.#ended.resolve({exit: said.exit, signal: said.signal});
		}
	}

	/** Nobody will tell of it any more: its end can still be seen, not how it came. */
	lose(): void {
		if (this.#pid === undefined) {
			return this.#resolve({
				lost: 'The process that starts steps ended before it said whether this one was started.',
			});
		}
		void goneOf(this.#pid).then(() => this.#ended.resolve({exit: null, signal: null, lost}));
	}
}

function difference(
	from: Readonly<Record<string, string>>,
	to: Readonly<Record<string, string>>,
): Pick<ToBegin, 'set' | 'unset'> {
	return {
		set: Object.fromEntries(Object.entries(to).filter(([name, value]) => from[name] !== value)),
		unset: Object.keys(from).filter(name => !(name in to)),
	};
}

async function goneOf(group: number): Promise<void> {
	while (sendGroup(group, 0)) {
		await pause(lookMs);
	}
}

let starter: Starter | undefined;

function theStarter(): Starter {
	starter ??= new Starter();
	return starter;
}

/** Where one is there, begins the program there; the first one asked for is begun here while a starter comes. */
export function beginElsewhere(what: Elsewhere): Promise<BegunThere> | undefined {
	const one = theStarter();
	return one.is === 'ready' ? one.begin(what) : undefined;
}

/** Resolves once programs are begun there. @returns false where that can't be. */
export function starterReady(): Promise<boolean> {
	return theStarter().ready;
}
