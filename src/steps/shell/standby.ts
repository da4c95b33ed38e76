import type {Duplex} from 'node:stream';
import {keyOf, parted} from './at-start.ts';
import {type Begun, begin} from './begin.ts';
import {sendGroup} from './stop.ts';
import {bash, type Call, prelude, quote} from './wrapper.ts';

type Shell = Begun & {readonly channel: Duplex};

type Environment = Readonly<Record<string, string>>;

/** What a shell is handed: what to run, its environment, and the path of the log that it adds its output to. */
export type Handed = Call & {readonly env: Environment; readonly log: string};

/** A step that starts by itself comes within milliseconds after the one before; for any other, none stands by. */
const standsByMs = 500;
/** One is handed the next step while the other one still comes up. */
const standingBy = 2;
/** A shell that does not take what it is handed within this is stopped. */
const takesMs = 3000;

/**
Waits for a log and a text, says with a single byte that it has them, and runs the text. What did not arrive whole, with
its NUL, is not run.
*/
const waiting = `IFS= builtin read -r -d "" __gonogo_log <&4 || builtin exit 1
IFS= builtin read -r -d "" __gonogo_call <&4 || builtin exit 1
exec >>"$__gonogo_log" 2>&1 || builtin exit 1
builtin printf . >&4
exec 4>&-
SECONDS=0
builtin eval "$__gonogo_call"`;

/** The shells that stand by while steps follow each other by themselves. */
export class Standbys {
	#shells: readonly Standby[] = [];
	#endedAt = Number.NEGATIVE_INFINITY;
	#isFollowing = false;

	/** @returns undefined where none could take it: nothing was run. */
	async take(handed: Handed): Promise<Begun | undefined> {
		this.#isFollowing = performance.now() - this.#endedAt < standsByMs;
		const [first, ...others] = this.#shells;
		this.#shells = others;
		return first?.take(handed);
	}

	/** A step has ended. @param env what it was begun with. */
	stepEnded(env: Environment): void {
		this.#endedAt = performance.now();
		this.#shells = this.#shells.filter(shell => shell.isFor(env));
		while (this.#isFollowing && this.#shells.length < standingBy) {
			this.#shells = [...this.#shells, new Standby(env)];
		}
	}

	dismiss(): void {
		for (const shell of this.#shells) {
			void shell.dismiss();
		}
		this.#shells = [];
	}
}

/**
A shell that has come up before it is known what it will run, and waits for that: to begin one takes longer than to run
a short script. It can do nothing until it is handed a text, and ends when it is handed none.
*/
export class Standby {
	readonly #key: string;
	/** The shell, once it has come up; undefined where it could not be begun. */
	readonly begun: Promise<Shell | undefined>;
	readonly #timer: NodeJS.Timeout;
	#dismissed: Promise<void> | undefined;

	/** @param env what the step before was begun with: only a step with the same is handed to this shell. */
	constructor(env: Environment) {
		this.#key = keyOf(env);
		this.begun = beginOne(env);
		this.#timer = setTimeout(() => void this.dismiss(), standsByMs);
	}

	/** @returns undefined where it has not taken it and never will: it has run nothing. */
	async take({call, env, log}: Handed): Promise<Begun | undefined> {
		clearTimeout(this.#timer);
		const begun = this.isFor(env) ? await this.begun : undefined;
		if (begun !== undefined && !begun.channel.destroyed) {
			const exported = parted(env).own.map(([name, value]) => `export ${name}=${quote(value)}`);
			begun.channel.write(`${log}\0${[...exported, call].join('\n')}\0`);
			if (await isTaken(begun)) {
				return begun;
			}
		}
		void this.dismiss();
		return undefined;
	}

	isFor(env: Environment): boolean {
		return this.#dismissed === undefined && this.#key === keyOf(env);
	}

	/** It ends; nothing was run. @returns once it has. */
	dismiss(): Promise<void> {
		this.#dismissed ??= this.#end();
		return this.#dismissed;
	}

	async #end(): Promise<void> {
		clearTimeout(this.#timer);
		const begun = await this.begun;
		begun?.channel.destroy();
		await begun?.ended;
		await begun?.collected();
	}
}

async function beginOne(env: Environment): Promise<Shell | undefined> {
	const begun = await begin({
		command: bash(`${prelude(3)}\n${waiting}`),
		env: Object.fromEntries(parted(env).common),
		output: 'ignore',
		collect: 3,
		channel: true,
	});
	if (!('channel' in begun && begun.channel !== undefined)) {
		return undefined;
	}
	begun.channel.on('error', () => {});
	return {...begun, channel: begun.channel};
}

/** Its byte comes before it runs anything, so a channel that ends without one is that of a shell that has run nothing. */
async function isTaken({pid, channel}: Shell): Promise<boolean> {
	const tooLong = setTimeout(() => sendGroup(pid, 'SIGKILL'), takesMs);
	const isSaid = await new Promise<boolean>(resolve => {
		channel.once('data', () => resolve(true));
		channel.once('close', () => resolve(false));
	});
	clearTimeout(tooLong);
	channel.destroy();
	return isSaid;
}
