import type {Live} from '../../engine/live.ts';
import type {ReadLinked} from '../view/linked.ts';
import type {Desk, Part} from './desk.ts';
import type {Frame} from './frame.ts';
import type {Keeper} from './keeper.ts';
import type {LogView} from './log-view.ts';
import type {Which} from './which.ts';

/** What only the terminal can do. */
export type TerminalHands = {
	/** True while the terminal doesn't take what is written: no new pictures then. */
	isStalled(): boolean;
	copy(text: string): void;
	repaint(): void;
	suspend(): void;
	/** Shows an attempt's output in the person's pager; absent where there is none. */
	page?: ((which: Which) => void) | undefined;
	/** Reads a runbook this one links to; absent where the runbook does not lie on this machine. */
	readLinked?: ReadLinked | undefined;
	leave(): void;
	/** The person has read the briefing. */
	begin(): void;
	/** Something broke that the person can't mend on the screen. */
	fail(error: unknown): void;
};

/** Rows as they were laid out last; scrolling needs them. */
export type Fit = Readonly<Record<Part, {readonly rows: number; readonly lines: number}>>;

/** Where effects work. */
export type Site = {
	desk: Desk;
	readonly fit: Fit;
	readonly live: Live;
	readonly keeper: Keeper;
	readonly log: LogView;
	readonly options: {readonly terminal: TerminalHands};
	frame(): Frame;
	changed(): void;
};

/** Rows of output on the screen, without the rule above them. */
export function outputRows(site: {readonly fit: Fit}): number {
	return Math.max(1, site.fit.output.rows - 1);
}

/** A failed step shows the end of its output in its own words, without a region for it. Rows. */
const tailRowsMin = 12;

/** Rows of output that are read while following. */
export function tailRows(site: {readonly fit: Fit}): number {
	return Math.max(tailRowsMin, outputRows(site));
}
