import {runningBehind} from '../../engine/background.ts';
import {whyNotReadAs} from '../../engine/decide-reading.ts';
import type {Seat} from '../../engine/live.ts';
import {whyNotOffScript} from '../../engine/off-script.ts';
import type {RunState} from '../../engine/state.ts';
import type {StepId} from '../../runbook/work-model.ts';
import type {Action, KeyRow, Move} from '../key-row.ts';
import {rowsFor} from '../keys.ts';
import type {Asking} from './asking.ts';
import {whyNotHandOver, whyNotRollBack, whyNotTakeBack} from './bars.ts';
import type {Choice} from './choice.ts';
import {runbookLinks} from './linked.ts';
import {notDriving, whyNotTake} from './seat.ts';
import {shownScripts} from './shown-scripts.ts';

/** Everything that decides which keys work now. */
export type Offer = {
	readonly state: RunState;
	/** Present where someone follows who does not drive. */
	readonly seat?: Seat;
	readonly asking?: Asking;
	readonly running?: StepId;
	/** The step on the card. */
	readonly shown?: StepId;
	/** The card shows another step than the one that is asked about or running. */
	readonly elsewhere: boolean;
	/** A grave question has only just appeared: answers don't count yet. */
	readonly deaf: boolean;
	readonly hasCommand: boolean;
	readonly hasOutput: boolean;
	/** Of a step that was begun on several hosts, their names; else none. */
	readonly hosts: readonly string[];
	/** Something was searched for and the search has not been ended. */
	readonly found: boolean;
	/** Which part scrolls. */
	readonly scrolls: 'card' | 'command' | 'hosts' | 'output';
	/** The whole output can be handed to a pager. */
	readonly hasPager: boolean;
};

/** What a key does now: an answer, a move, or nothing and why. */
export type Meant =
	| {readonly is: 'answer'; readonly choice: Choice}
	| {readonly is: 'move'; readonly move: Move}
	| {readonly is: 'nothing'; readonly why: string};

export function meaningOf(key: string, offer: Offer): Meant {
	const numbered = numberedChoices(offer.asking)[Number(key) - 1];
	if (numbered !== undefined) {
		const why = whyNotAnswer(offer, numbered);
		return why === undefined ? {is: 'answer', choice: numbered} : {is: 'nothing', why};
	}
	const rows = rowsFor(key);
	const asked = answerTo(rows, offer);
	if (asked !== undefined) {
		return asked;
	}
	for (const {action} of rows.filter(row => whyNot(row.action, offer) === undefined)) {
		const choice = choiceOf(offer, action);
		if (choice !== undefined) {
			return {is: 'answer', choice};
		}
		if (isMove(action)) {
			return {is: 'move', move: action};
		}
	}
	const why = rows.length === 0 ? `${key} does nothing; ? shows the keys` : whyNone(rows, offer);
	return {is: 'nothing', why};
}

/** An answer that is offered comes before everything else a key can do, even where it doesn't count yet. */
function answerTo(rows: readonly KeyRow[], offer: Offer): Meant | undefined {
	const offered = offer.elsewhere ? [] : rows.flatMap(({action}) => choiceOf(offer, action) ?? []);
	const choice = offered.find(one => whyNotAnswer(offer, one) === undefined) ?? offered[0];
	if (choice === undefined) {
		return undefined;
	}
	const why = whyNotAnswer(offer, choice);
	return why === undefined ? {is: 'answer', choice} : {is: 'nothing', why};
}

/** Choices that are told apart by a number: alternatives, judgements, roles. */
export function numberedChoices(asking: Asking | undefined): readonly Choice[] {
	return asking?.choices.filter(choice => choice.pick !== undefined).slice(0, 9) ?? [];
}

/** Why an action is not possible now, or undefined. */
export function whyNot(action: Action, offer: Offer): string | undefined {
	return isMove(action)
		? (whyNotFromSeat(action, offer) ?? moves[action](offer))
		: whyNotAnswer(offer, choiceOf(offer, action));
}

type Bar = (offer: Offer) => string | undefined;

/** The step that runs, or the one on the card where it has left something running. */
export function stoppable({running, state, shown}: Offer): StepId | undefined {
	return running ?? runningBehind(state, shown)?.step;
}

const always: Bar = () => undefined;

/** What stands in the way of each move. */
const moves: Readonly<Record<Move, Bar>> = {
	back: offer => (offer.elsewhere ? undefined : 'you are looking at the run’s own step'),
	stop: offer => (stoppable(offer) === undefined ? 'nothing is running' : undefined),
	more: offer =>
		offer.asking?.choices.some(choice => !choice.front) ? undefined : 'there are no other ways',
	'hold-run': offer => (offer.state.held === undefined ? undefined : 'the run is held already'),
	'roll-back-run': whyNotRollBack,
	escalation: ({state}) =>
		state.runbook.escalation.length > 0 ? undefined : 'this runbook names nobody to call',
	troubles: ({state}) =>
		state.runbook.troubleshooting.length > 0 ? undefined : 'this runbook has no troubleshooting section',
	copy: offer =>
		offer.hasCommand || (offer.hasOutput && offer.scrolls === 'output')
			? undefined
			: 'there is no command on the card',
	people: ({state}) => (state.present.length > 0 ? undefined : 'nobody follows this run'),
	'hand-over': whyNotHandOver,
	'keep-driving': ({state}) =>
		state.offeredTo === undefined ? 'the driving is offered to nobody' : undefined,
	'take-over': ({state, seat, running}) => whyNotTake(state, seat, running !== undefined),
	'take-back': whyNotTakeBack,
	'as-step': ({state, shown}) => whyNotAsStep(state, shown),
	'as-output': ({state, shown}) => (shown === undefined ? 'no step is shown' : whyNotReadAs(state, shown)),
	links: ({state}) =>
		runbookLinks(state.runbook.links).length > 0 ? undefined : 'this runbook links to no other',
	switch: offer => (offer.hasOutput || offer.hasCommand ? undefined : 'there is nothing but the card'),
	enlarge: whyNotOutput,
	'next-found': whyNotFind,
	'last-found': whyNotFind,
	'end-search': whyNotFind,
	'next-host': whyNotHosts,
	'last-host': whyNotHosts,
	wrap: whyNotOutput,
	pager: offer => (offer.hasPager ? whyNotOutput(offer) : 'there is no pager on this screen'),
	down: always,
	up: always,
	'page-down': always,
	'page-up': always,
	top: always,
	end: always,
	outline: always,
	fold: always,
	depth: always,
	'next-trouble': always,
	'last-trouble': always,
	search: always,
	note: always,
	redline: always,
	'off-script': ({state}) => whyNotOffScript(state),
	variables: always,
	notes: always,
	help: always,
	'so-far': always,
	repaint: always,
	suspend: always,
	leave: always,
};

/** What changes the run or steers it is the driver's. */
const driversOnly: ReadonlySet<Move> = new Set([
	'off-script',
	'redline',
	'stop',
	'roll-back-run',
	'hand-over',
	'keep-driving',
	'take-back',
	'as-output',
	'as-step',
]);

function whyNotFromSeat(move: Move, {state, seat}: Offer): string | undefined {
	if (seat === undefined) {
		return undefined;
	}
	if (driversOnly.has(move)) {
		return notDriving(state);
	}
	return move === 'note' || move === 'hold-run' ? seat.unheard : undefined;
}

function whyNotAsStep(state: RunState, shown: StepId | undefined): string | undefined {
	const step = shown === undefined ? undefined : state.stepsById.get(shown);
	return step === undefined || shownScripts(state.runbook, step).length === 0
		? 'nothing is shown on this card that could be a step'
		: whyNotOffScript(state);
}

function whyNotFind(offer: Offer): string | undefined {
	return offer.found ? undefined : 'nothing was searched for';
}

function whyNotHosts(offer: Offer): string | undefined {
	return offer.hosts.length > 0 ? undefined : 'no output of several hosts is shown';
}

function whyNotOutput(offer: Offer): string | undefined {
	return offer.hasOutput ? undefined : 'there is no output yet';
}

function isMove(action: Action): action is Move {
	return action in moves;
}

function choiceOf(offer: Offer, action: Action): Choice | undefined {
	return offer.asking?.choices.find(choice => choice.is === action && choice.pick === undefined);
}

function whyNotAnswer(offer: Offer, choice: Choice | undefined): string | undefined {
	if (choice === undefined) {
		return offer.running === undefined
			? 'that is no answer to this question'
			: 'a step is running; x stops it';
	}
	if (offer.elsewhere) {
		return 'you are looking at another step; enter goes back to the question';
	}
	if (offer.deaf) {
		return 'this question has only just appeared: keys typed before it don’t count';
	}
	return choice.refused;
}

/** The most telling reason: that of an answer which is offered but refused, else that of the first row. */
function whyNone(rows: readonly KeyRow[], offer: Offer): string {
	const offered =
		rows.find(row => choiceOf(offer, row.action) !== undefined) ??
		rows.find(row => row.group === 'act') ??
		rows[0];
	return offered === undefined ? '' : (whyNot(offered.action, offer) ?? '');
}
