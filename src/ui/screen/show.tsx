import {type Instance, render} from 'ink';
import type {Live} from '../../engine/live.ts';
import type {StepId} from '../../runbook/work-model.ts';
import {type Colour, colourOf} from '../theme.ts';
import type {ReadLinked} from '../view/linked.ts';
import {type Alerts, Announcer} from './announce.ts';
import {Screen} from './screen.tsx';
import {
	copyText,
	erase,
	isStalled,
	lend,
	onResized,
	reclaim,
	type ScreenIn,
	type ScreenOut,
	type Suspend,
	setBlocking,
	stopForShell,
} from './terminal.ts';
import {isUntouched} from './told.ts';
import {Watch} from './watch.ts';
import type {Which} from './which.ts';

export type ShowOptions = {
	readonly stdin: ScreenIn;
	readonly stdout: ScreenOut;
	/** Milliseconds since the epoch. */
	readonly now: () => number;
	/** `auto` looks at NO_COLOR, TERM and COLORFGBG. */
	readonly colour: 'auto' | 'none' | 'dark' | 'light';
	/** How much prose the cards show at first. */
	readonly depth: 'newcomer' | 'expert';
	/** Aborted when the program has to end: the screen goes, the promise resolves with `left`. */
	readonly signal?: AbortSignal;
	/** Shows an attempt's output in the person's pager while the terminal is lent; absent where there is none. */
	readonly page?: (which: Which) => Promise<void>;
	/** Reads a runbook this one links to; absent where the runbook does not lie on this machine. */
	readonly readLinked?: ReadLinked;
	/** How a person who looks elsewhere is called. Default `on`. */
	readonly alerts?: Alerts;
	/** Usual times from earlier records. */
	readonly usualMs?: (step: StepId) => number | undefined;
	/** Called once the person has read the briefing, or at once where nothing is left to brief: now work may start by itself. */
	readonly begin?: () => void;
	/** Pictures a second, for tests. Default 60: with the watch's clock of 66 ms keys are then answered at once. */
	readonly fpsMax?: number;
	/** Send only the rows that changed. Default: over SSH. */
	readonly incremental?: boolean;
};

/**
Shows a run on the full screen until it is closed or left. The terminal is as it was before when this ends, however it
ends; a crash or a signal that nobody handles is seen by Ink, which gives the terminal back.

@throws what ended the session, or our own bug.
*/
export async function showRun(live: Live, options: ShowOptions): Promise<'closed' | 'left'> {
	if (live.state().closed !== undefined) {
		return 'closed';
	}
	return new Show(live, options).run();
}

/** Leaving doesn't wait longer for a terminal that doesn't read. */
const leavingMs = 1_000;

class Show {
	readonly #live: Live;
	readonly #options: ShowOptions;
	readonly #over = Promise.withResolvers<'closed' | 'left'>();
	readonly #watch: Watch;
	readonly #ends: (() => void)[] = [];
	#ink: Instance | undefined;
	#suspend: Suspend | undefined;
	#isLent = false;
	#paints = 0;

	constructor(live: Live, options: ShowOptions) {
		this.#live = live;
		this.#options = options;
		const {stdout} = options;
		this.#watch = new Watch(live, {
			now: options.now,
			usualMs: options.usualMs ?? (() => undefined),
			depth: options.depth === 'newcomer' ? 'full' : 'brief',
			terminal: {
				isStalled: () => isStalled(stdout),
				copy: text => copyText(stdout, text),
				repaint: () => this.#repaint(),
				suspend: () => void this.#toShell(),
				begin: () => options.begin?.(),
				readLinked: options.readLinked,
				page: options.page === undefined ? undefined : which => void this.#toPager(which),
				leave: () => this.#over.resolve('left'),
				fail: error => this.#over.reject(error),
			},
		});
	}

	async run(): Promise<'closed' | 'left'> {
		try {
			this.#open();
			return await this.#over.promise;
		} finally {
			await this.#close();
		}
	}

	#open(): void {
		const {stdin, stdout, signal} = this.#options;
		setBlocking(stdout, false);
		const leave = () => this.#over.resolve('left');
		const onContinued = () => this.#continued();
		this.#ends.push(
			onResized(stdout, () => this.#repaint()),
			this.#watch.subscribe(() => this.#lookForEnd()),
			this.#announce(),
		);
		process.on('SIGCONT', onContinued);
		signal?.addEventListener('abort', leave);
		this.#ends.push(
			() => process.off('SIGCONT', onContinued),
			() => signal?.removeEventListener('abort', leave),
		);
		this.#live.ended.catch(error => this.#over.reject(error));
		// Ink takes the keys after its first picture; a Ctrl-Z in between would stop the program on the alternate screen.
		stdin.setRawMode(true);
		this.#ink = render(this.#screen(), {
			stdin: stdin as NodeJS.ReadStream,
			stdout: stdout as NodeJS.WriteStream,
			alternateScreen: true,
			interactive: true,
			exitOnCtrlC: false,
			patchConsole: false,
			maxFps: this.#options.fpsMax ?? 60,
			incrementalRendering: this.#options.incremental ?? (process.env.SSH_CONNECTION ?? '') !== '',
		});
		this.#ink.waitUntilExit().catch(error => this.#over.reject(error));
		this.#live.lendTerminal(work => this.#lend(work));
		if (!isUntouched(this.#live.state())) {
			this.#options.begin?.();
		}
		if (signal?.aborted === true) {
			leave();
		}
	}

	async #close(): Promise<void> {
		this.#live.lendTerminal(undefined);
		for (const end of this.#ends) {
			end();
		}
		this.#watch.close();
		this.#ink?.unmount();
		const gone = this.#ink?.waitUntilExit().catch(() => undefined);
		await Promise.race([gone, new Promise(resolve => setTimeout(resolve, leavingMs).unref())]);
		setBlocking(this.#options.stdout, true);
	}

	#screen() {
		return (
			<Screen
				watch={this.#watch}
				colour={this.#colour()}
				paints={this.#paints}
				onSuspendable={this.#takeSuspend}
			/>
		);
	}

	#colour(): Colour {
		const {colour} = this.#options;
		return colour === 'auto' ? colourOf(process.env) : colour;
	}

	readonly #takeSuspend = (suspend: Suspend): void => {
		this.#suspend = suspend;
	};

	#announce(): () => void {
		const {stdout, alerts = 'on'} = this.#options;
		const announcer = new Announcer({write: text => stdout.write(text), env: process.env, alerts});
		const end = this.#watch.subscribe(() => {
			if (!this.#isLent) {
				announcer.look(this.#watch.frame(), this.#watch.quietMs());
			}
		});
		return () => {
			end();
			announcer.close();
		};
	}

	#lookForEnd(): void {
		if (this.#live.state().closed !== undefined) {
			this.#over.resolve('closed');
		}
	}

	/** Ink draws the old picture once in the new width, and the rows that wrapped stay where they are; so all is drawn anew. */
	#repaint(): void {
		if (this.#isLent) {
			return;
		}
		this.#paints += 1;
		this.#ink?.clear();
		erase(this.#options.stdout);
		this.#ink?.rerender(this.#screen());
	}

	async #lend(work: () => Promise<void>): Promise<void> {
		const suspend = this.#suspend;
		if (suspend === undefined) {
			throw new Error('This is a bug: the terminal is lent before there is a screen.');
		}
		this.#isLent = true;
		try {
			await lend(this.#options, suspend, work);
		} finally {
			this.#isLent = false;
			this.#watch.deafen();
		}
	}

	async #toPager(which: Which): Promise<void> {
		const {page} = this.#options;
		await this.#lend(async () => page?.(which)).catch(error => this.#over.reject(error));
	}

	async #toShell(): Promise<void> {
		let stopped = true;
		await this.#lend(async () => {
			stopped = await stopForShell();
		}).catch(error => this.#over.reject(error));
		if (!stopped) {
			this.#watch.say('there is no shell to go to');
		}
	}

	#continued(): void {
		if (!this.#isLent) {
			reclaim(this.#options.stdin, this.#options.stdout);
			this.#watch.deafen();
			this.#repaint();
		}
	}
}
