import type {Seat} from '../../engine/live.ts';
import type {RunState} from '../../engine/state.ts';
import type {Question, Want} from '../../engine/want.ts';
import type {Step} from '../../runbook/step-model.ts';
import type {StepId} from '../../runbook/work-model.ts';
import {type Asking, askingOf} from '../view/asking.ts';
import {type CardView, cardView, lastAttempt, type UsualMs} from '../view/card.ts';
import type {TrendOf} from '../view/header.ts';
import {hostsOf} from '../view/hosts.ts';
import type {Offer} from '../view/offer.ts';
import {currentId} from '../view/outline.ts';
import {seated} from '../view/seat.ts';
import {expectedMs} from '../view/times.ts';
import type {Desk} from './desk.ts';
import type {Shown} from './log-view.ts';
import type {HostsShown, Which} from './which.ts';

/** Everything one picture is drawn from. A new value for every change, so that components can compare by identity. */
export type Frame = {
	readonly state: RunState;
	readonly want: Want;
	readonly question: Question | undefined;
	/** Absent at the driver's own terminal. */
	readonly seat: Seat | undefined;
	readonly desk: Desk;
	readonly offer: Offer;
	/** The step on the card. */
	readonly step: Step | undefined;
	readonly card: CardView | undefined;
	readonly output: Shown | undefined;
	/** Of a step on several hosts, how they stand. */
	readonly hosts: HostsShown | undefined;
	/** What the running step says of itself. */
	readonly activity: string | undefined;
	/** What earlier runs took in all; undefined where nothing is known. Milliseconds. */
	readonly expectedMs: number | undefined;
	/** What the guards measured lately. */
	readonly trendOf: TrendOf;
	/** Milliseconds since the epoch. */
	readonly now: number;
	/** Which picture of the spinner. */
	readonly beat: number;
};

export type Seen = {
	readonly state: RunState;
	readonly want: Want;
	readonly question: Question | undefined;
	readonly seat: Seat | undefined;
	readonly desk: Desk;
	readonly output: Shown | undefined;
	readonly hosts: HostsShown | undefined;
	readonly activity: string | undefined;
	readonly trendOf: TrendOf;
	readonly now: number;
	readonly beat: number;
	readonly deaf: boolean;
	readonly hasPager: boolean;
	readonly usualMs: UsualMs;
};

export function frameOf(seen: Seen): Frame {
	const {state, want, question, seat, desk, output} = seen;
	const step = shownStep(state, want, desk);
	const asking = question === undefined ? undefined : seated(askedOnce(state, question), state, seat);
	const card = step === undefined ? undefined : cardOnce(state, step, seen.usualMs);
	const running = want.is === 'perform' ? want.step : undefined;
	const focus = focusId(state, want);
	return {
		state,
		want,
		question,
		seat,
		desk,
		step,
		card,
		output,
		hosts: seen.hosts,
		activity: seen.activity,
		trendOf: seen.trendOf,
		expectedMs: expectedMs(state, seen.usualMs),
		now: seen.now,
		beat: seen.beat,
		offer: {
			state,
			...(seat === undefined ? {} : {seat}),
			...(asking === undefined ? {} : {asking}),
			...(running === undefined ? {} : {running}),
			...(step === undefined ? {} : {shown: step.id}),
			elsewhere: desk.cursor !== undefined && desk.cursor !== focus,
			deaf: seen.deaf,
			hasCommand: card?.command !== undefined,
			hasOutput: output !== undefined && output.lines.length > 0,
			hosts: seen.hosts === undefined ? [] : hostsOf(step),
			found: desk.sought !== undefined,
			scrolls: desk.focus,
			hasPager: seen.hasPager,
		},
	};
}

/** The step the run is about: asked, running, or where the walk stands. */
export function focusId(state: RunState, want: Want): StepId | undefined {
	if (want.is === 'ask') {
		return 'step' in want.question ? want.question.step : currentId(state);
	}
	return 'step' in want ? want.step : currentId(state);
}

export function shownStep(state: RunState, want: Want, desk: Desk): Step | undefined {
	return state.stepsById.get(desk.cursor ?? focusId(state, want) ?? '');
}

/** The attempt whose output stands under the card. */
export function shownAttempt(
	state: RunState,
	step: Step | undefined,
	{host}: Pick<Desk, 'host'>,
): Which | undefined {
	const attempt = step === undefined ? undefined : lastAttempt(state, step.id);
	if (step === undefined || attempt === undefined) {
		return undefined;
	}
	const one = host !== undefined && hostsOf(step).includes(host) ? {host} : {};
	return {step: step.id, attempt: attempt.number, ...one};
}

type Memory = {
	readonly cards: Map<StepId, CardView>;
	asking?: {readonly question: Question; readonly asking: Asking};
};
const memories = new WeakMap<RunState, Memory>();

function memoryOf(state: RunState): Memory {
	const known = memories.get(state) ?? {cards: new Map()};
	memories.set(state, known);
	return known;
}

function cardOnce(state: RunState, step: Step, usualMs: UsualMs): CardView {
	const {cards} = memoryOf(state);
	const card = cards.get(step.id) ?? cardView(state, step, usualMs);
	cards.set(step.id, card);
	return card;
}

function askedOnce(state: RunState, question: Question): Asking {
	const memory = memoryOf(state);
	if (memory.asking === undefined || memory.asking.question.is !== question.is) {
		memory.asking = {question, asking: askingOf(state, question)};
	}
	return memory.asking.asking;
}
