import type {Live, OutputView} from '../../engine/live.ts';
import {HostTails} from './host-tails.ts';
import {seekLine} from './line-seek.ts';
import type {HostsShown, Which} from './which.ts';

/** What a screen shows of one attempt's output. */
export type Shown = {
	readonly lines: readonly string[];
	/** Number of the first of `lines`, 0-based, where it is known. */
	readonly first?: number;
	readonly bytes: number;
	readonly quietMs: number;
	readonly following: boolean;
};

/** Holds the output of the attempt that is on screen; opens and closes it as the person looks around. */
export class LogView {
	readonly #live: Live;
	readonly #tails: HostTails;
	#key: string | undefined;
	#view: OutputView | undefined;
	#shown: Shown | undefined;
	#found = -1;

	constructor(live: Live) {
		this.#live = live;
		this.#tails = new HostTails(live);
	}

	get shown(): Shown | undefined {
		return this.#shown;
	}

	/** Makes this attempt's output the one that is shown; undefined shows none. */
	show(which: Which | undefined, rows: number): void {
		const key = which === undefined ? undefined : `${which.step} ${which.attempt} ${which.host ?? ''}`;
		if (key === this.#key && (this.#view !== undefined || which === undefined)) {
			return;
		}
		this.#view?.close();
		this.#key = key;
		this.#view = which === undefined ? undefined : this.#live.output(which.step, which.attempt, which.host);
		this.#found = -1;
		this.#follow(rows);
	}

	/** Reads again. @returns true when something changed. */
	refresh(rows: number): boolean {
		const before = this.#shown;
		if (before?.following === false) {
			return false;
		}
		this.#follow(rows);
		return before?.bytes !== this.#shown?.bytes || before?.lines.length !== this.#shown?.lines.length;
	}

	/** Moves by lines; below the end it follows again. */
	async scroll(to: 'start' | 'end' | number, rows: number): Promise<void> {
		if (to === 'end') {
			this.#follow(rows);
			return;
		}
		const first = to === 'start' ? 0 : this.#shown?.first;
		if (first !== undefined) {
			await this.#readAt(to === 'start' ? 0 : Math.max(0, first + to), rows);
		}
	}

	/** Shows the output around a line, and stays there. */
	async goTo(line: number, rows: number): Promise<void> {
		this.#found = line;
		await this.#readAt(Math.max(0, line - Math.floor(rows / 3)), rows, 'stay');
	}

	/**
	Goes to the next line, or the one before, that is wanted; starts at the last hit, else at what is on the screen.

	@returns false when there is none, or none within the lines that are looked at.
	*/
	async seek(isWanted: (line: string) => boolean, go: 'next' | 'last', rows: number): Promise<boolean> {
		const view = this.#view;
		const here = this.#found >= 0 ? this.#found : (this.#shown?.first ?? 0);
		const line =
			view &&
			(await seekLine(view, {
				isWanted,
				go,
				here: this.#found >= 0 || go === 'last' ? here : here - 1,
			}));
		if (line === undefined || view !== this.#view) {
			return false;
		}
		await this.goTo(line, rows);
		return true;
	}

	/** How the hosts of an attempt stand; undefined where it runs in one place. */
	hosts(which: Which, names: readonly string[]): HostsShown | undefined {
		return names.length === 0
			? undefined
			: {
					attempt: which.attempt,
					heard: this.#live.hosts?.(which.step, which.attempt),
					tails: this.#tails.read(which, names),
				};
	}

	close(): void {
		this.#tails.close();
		this.#view?.close();
		this.#view = undefined;
		this.#shown = undefined;
	}

	#follow(rows: number): void {
		const window = this.#view?.tail(rows);
		if (window === undefined) {
			this.#shown = undefined;
			return;
		}
		const {lines, bytes, quietMs, linesBefore} = window;
		const first = linesBefore === undefined ? {} : {first: linesBefore};
		this.#shown = {lines, bytes, quietMs, following: true, ...first};
	}

	/** What comes back for an output that is no longer shown is dropped. */
	async #readAt(first: number, rows: number, atEnd: 'follow' | 'stay' = 'follow'): Promise<void> {
		const view = this.#view;
		const window = await view?.lines(first, rows);
		if (window === undefined || view !== this.#view) {
			return;
		}
		if (window.lines.length < rows && atEnd === 'follow') {
			this.#follow(rows);
			return;
		}
		const {lines, bytes, quietMs} = window;
		this.#shown = {lines, first, bytes, quietMs, following: false};
	}
}
