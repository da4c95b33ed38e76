import type {Seat} from '../../engine/live.ts';
import type {RunState} from '../../engine/state.ts';
import {branchSteps, runningStep, standingOf} from '../../engine/walk.ts';
import type {Want} from '../../engine/want.ts';
import {type Mark, marks} from '../theme.ts';
import {askingOf} from './asking.ts';
import {walked} from './outline.ts';
import {counted, saidClock, saidLine, saidTime} from './said.ts';
import {summaryView} from './summary.ts';

/** What someone needs to know who comes late. */
export type CatchUpView = {
	readonly title: string;
	readonly facts: readonly {readonly label: string; readonly text: string}[];
	/** What was settled last, oldest first. */
	readonly latest: readonly {readonly mark: Mark; readonly title: string}[];
	readonly deviations: readonly string[];
	readonly notes: readonly string[];
};

/** So much of the past is read before looking at what is going on. Steps. */
const latestMax = 6;
const notesMax = 5;

/** @param now milliseconds since the epoch. */
export function catchUpView(
	state: RunState,
	want: Want,
	{now, seat}: {now: number; seat?: Seat | undefined},
): CatchUpView {
	const {deviations, notes} = summaryView(state, now, '');
	return {
		title: saidLine(state.runbook.title),
		facts: [
			{label: 'Drives', text: drivingWords(state)},
			{label: 'Since', text: sinceWords(state, now)},
			{label: 'So far', text: soFarWords(state)},
			{label: 'Now', text: nowWords(state, want)},
			...(seat === undefined ? [] : [{label: 'You', text: seatWords(seat)}]),
		],
		latest: latestOf(state),
		deviations,
		notes: notes.slice(-notesMax),
	};
}

function drivingWords({operator, handedTo, drove, present}: RunState): string {
	const before = drove.filter(person => person !== operator).map(saidLine);
	const others = present.map(({person}) => saidLine(person));
	return [
		handedTo === undefined
			? saidLine(operator)
			: `${saidLine(handedTo)}, who takes over from ${saidLine(operator)}`,
		...(before.length === 0 ? [] : [`before: ${before.join(', ')}`]),
		...(others.length === 0 ? [] : [`following: ${others.join(', ')}`]),
	].join('; ');
}

function sinceWords({openedAt, opened}: RunState, now: number): string {
	return `${saidTime(openedAt, opened.timeZone)}, ${saidClock(now - Date.parse(openedAt))} ago`;
}

function soFarWords(state: RunState): string {
	const {done, total} = walked(state);
	const words = [
		`${done} of ${total} steps settled`,
		...(state.deviations.length === 0 ? [] : [counted(state.deviations.length, 'deviation')]),
		...(state.rollback === undefined ? [] : [`rolling back: ${saidLine(state.rollback.reason)}`]),
		...(state.passedNoReturn === undefined ? [] : ['past the point of no return']),
	];
	return words.join(', ');
}

function nowWords(state: RunState, want: Want): string {
	if (state.held !== undefined) {
		return `held by ${saidLine(state.held.by)}: ${saidLine(state.held.reason)}`;
	}
	const running = runningStep(state);
	if (running !== undefined) {
		return `running “${saidLine(running.step.title)}”`;
	}
	if (want.is !== 'ask') {
		return want.is === 'done' ? 'the run is closed' : 'going on';
	}
	const asking = askingOf(state, want.question);
	const step = asking.step === undefined ? undefined : state.stepsById.get(asking.step);
	return step === undefined ? `${asking.badge} ${asking.title}` : `${asking.badge} “${saidLine(step.title)}”`;
}

function seatWords({name, unheard, mayDrive}: Seat): string {
	const can = mayDrive
		? 'note, hold, answer gates and take over when it is offered'
		: 'note, hold and answer gates; the run’s files belong to someone else';
	return unheard === undefined
		? `follow as ${saidLine(name)}; you can ${can}`
		: `follow as ${saidLine(name)}; nothing can be said to the driver: ${saidLine(unheard)}`;
}

function latestOf(state: RunState): CatchUpView['latest'] {
	return branchSteps(state)
		.map(step => ({step, standing: standingOf(state, step)}))
		.filter(({standing}) => standing !== 'pending' && standing !== 'ready')
		.slice(-latestMax)
		.map(({step, standing}) => ({mark: marks[standing], title: saidLine(step.title)}));
}
