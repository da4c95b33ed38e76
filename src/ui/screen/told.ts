import type {Live, Seat} from '../../engine/live.ts';
import type {RunState} from '../../engine/state.ts';
import type {Question, Want} from '../../engine/want.ts';

/** What the run says now; want and question follow from the state and are asked for once. */
export type Told = {
	readonly state: RunState;
	readonly want: Want;
	readonly question: Question | undefined;
	/** Absent at the driver's own terminal. */
	readonly seat: Seat | undefined;
};

export function tell(live: Live): Told {
	return {state: live.state(), want: live.want(), question: live.question(), seat: live.seat?.()};
}

/** The run went on since, or its driver is heard again, or a key waits. */
export function isNews({state, seat}: Told, live: Live): boolean {
	const now = live.seat?.();
	return live.state() !== state || now?.unheard !== seat?.unheard || now?.keyWaits !== seat?.keyWaits;
}

/** Nothing was done or answered yet. */
export function isUntouched(state: RunState): boolean {
	return state.progress.size === 0 && state.closed === undefined;
}

/** One picture each 66 ms at most: with Ink's 60 frames a second, slower clocks beat against it and delay keys. */
export const tickMs = 66;
/** A spinner is for steps that just began; later it only shows that the screen is alive. */
const youngMs = 10_000;
const oldBeatMs = 1_000;

/** Which picture of the spinner; 0 while nothing runs. @param now milliseconds since the epoch. */
export function beatOf({state, want}: Told, now: number): number {
	if (want.is !== 'perform') {
		return 0;
	}
	const started = Date.parse(state.progress.get(want.step)?.attempts.at(-1)?.startedAt ?? '');
	return Math.floor(now / (now - started < youngMs ? tickMs : oldBeatMs));
}

/** A new picture is due although nothing happened: the spinner or a clock has moved. */
export function isDue(
	told: Told,
	shown: {readonly beat: number; readonly now: number},
	now: number,
): boolean {
	const clockMs = isQuiet(told) ? quietClockMs : 1_000;
	return beatOf(told, now) !== shown.beat || Math.floor(now / clockMs) !== Math.floor(shown.now / clockMs);
}

/** While a person thinks and nothing counts down or is watched, a clock that ticks each second is only noise. */
const quietClockMs = 5_000;

function isQuiet({state, want, question}: Told): boolean {
	const isCounting = question !== undefined && 'until' in question && question.until !== undefined;
	return want.is === 'ask' && !isCounting && state.guards.size === 0;
}
