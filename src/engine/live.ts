import type {StepId} from '../runbook/work-model.ts';
import type {Command, Refusal} from './command.ts';
import type {Limit} from './condition.ts';
import type {Outcome} from './event.ts';
import type {RunState} from './state.ts';
import type {Question, Want} from './want.ts';

/** The part of a step's log that a screen shows. Lines are sanitised and need no further care. */
export type OutputWindow = {
	readonly lines: readonly string[];
	/** Bytes in the log so far, as on disk. */
	readonly bytes: number;
	/** Lines before the first of `lines`, if they have been counted. */
	readonly linesBefore?: number;
	/** Milliseconds since the last byte came; for the quiet-for warning. */
	readonly quietMs: number;
};

/** Reads one attempt's log while it grows and after. */
export type OutputView = {
	/** The last `count` lines; cheap enough to call on every frame. */
	tail(count: number): OutputWindow;
	/** `count` lines from line `first` (0-based), for scrolling back; reads from disk. */
	lines(first: number, count: number): Promise<OutputWindow>;
	/** Number of the next line from `first` that contains `text` (case-insensitive), or undefined. */
	find(text: string, first: number): Promise<number | undefined>;
	close(): void;
};

/** What a guard measured lately. */
export type Trend = {
	/** Oldest first; undefined where a measurement gave no value. At most `trendMax`. */
	readonly values: readonly (number | undefined)[];
	/** What it must not be; absent until a baseline is known. */
	readonly limit?: Pick<Limit, 'compare' | 'limit'>;
};

/** As many as a screen can draw. */
export const trendMax = 240;

/** How one of several hosts of a step stands. */
export type HostNow = {
	/** As the runbook names it. */
	readonly host: string;
	readonly is: 'waiting' | 'running' | Outcome['result'];
	/** When it was begun there, ISO 8601; absent until then. */
	readonly startedAt?: string;
	/** How long it took there; absent until it has ended. */
	readonly durationMs?: number;
};

/** From where someone looks at a run who does not drive it. */
export type Seat = {
	readonly name: string;
	/** The run's files are theirs as well: they could take over. */
	readonly mayDrive: boolean;
	/** Why nothing can be said to the driver at this moment; absent while the driver hears. */
	readonly unheard?: string;
	/** What their key waits for while it signs: a token blinks silently. */
	readonly keyWaits?: string;
};

/** What a screen is given of a run: to look, to be told, to ask. It never sees the session itself. */
export type Live = {
	state(): RunState;
	want(): Want;
	/** What is being asked, when a person is being asked. */
	question(): Question | undefined;
	subscribe(listener: () => void): () => void;
	/** Resolves when the events are durable, or with the refusal. */
	send(command: Command): Promise<{readonly ok: true} | Refusal>;
	/** Gives secret inputs to the session, which keeps them in memory only and sends `set-inputs` for them. */
	giveSecrets(values: Readonly<Record<string, string>>): Promise<{readonly ok: true} | Refusal>;
	/** @param host one of several hosts: what was written there alone. */
	output(step: StepId, attempt: number, host?: string): OutputView | undefined;
	/** How the hosts stand on which this attempt runs, or ran since it is driven from here; absent elsewhere. */
	hosts?(step: StepId, attempt: number): readonly HostNow[] | undefined;
	/** What the running step says of itself: "got 503, asking again in 2 s (4 of 12)". */
	activity(): string | undefined;
	/** What a guard measured since it is watched from here; absent where it is watched elsewhere. */
	trend?(guard: StepId): Trend | undefined;
	/** A screen tells here how to hand the terminal to an interactive step and take it back whole. */
	lendTerminal(handOver: ((work: () => Promise<void>) => Promise<void>) | undefined): void;
	/** Absent where this is the driver's own terminal. */
	seat?(): Seat;
	/** Rejects with the Fault that ended the session (the journal can't be written any more). Never resolves before `close`. */
	readonly ended: Promise<void>;
	/** Where the run's files lie, and its id. */
	readonly directory: string;
};
