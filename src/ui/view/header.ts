import type {RunState} from '../../engine/state.ts';
import {marks, type Tone} from '../theme.ts';
import {walked} from './outline.ts';
import {saidClock, saidFigure, saidLine} from './said.ts';

/** What stands above everything: where this run is happening, and who is doing it. */
export type HeaderView = {
	readonly title: string;
	readonly service?: string;
	readonly environment: string;
	readonly production: boolean;
	readonly run: string;
	readonly operator: string;
	/** Who follows from another terminal. */
	readonly present: readonly string[];
	readonly elapsed: string;
	readonly done: number;
	readonly total: number;
	/** What makes this run unlike others, loudest first. */
	readonly flags: readonly {readonly word: string; readonly tone: Tone}[];
	readonly guards: readonly {readonly name: string; readonly words: string; readonly tone: Tone}[];
};

/** @param now milliseconds since the epoch. */
export function headerView(state: RunState, now: number): HeaderView {
	const {opened} = state;
	return {
		title: saidLine(state.runbook.title),
		...(opened.service === undefined ? {} : {service: saidLine(opened.service)}),
		environment: saidLine(opened.environment),
		production: opened.production,
		run: saidLine(opened.run),
		operator: saidLine(state.operator),
		present: state.present.map(({person}) => saidLine(person)),
		elapsed: saidClock(
			(state.closed === undefined ? now : Date.parse(state.closed.at)) - Date.parse(state.openedAt),
		),
		...walked(state),
		flags: flagsOf(state),
		guards: [...state.guards].map(([id, guard]) => guardView(state, id, guard)),
	};
}

function flagsOf(state: RunState): HeaderView['flags'] {
	const {opened} = state;
	const flags: {word: string; tone: Tone}[] = [];
	if (opened.emergency !== undefined) {
		flags.push({word: 'EMERGENCY', tone: 'bad'});
	}
	if (state.branch === 'rollback') {
		flags.push({word: 'ROLLING BACK', tone: 'bad'});
	}
	if (state.held !== undefined) {
		flags.push({word: 'HELD', tone: 'warn'});
	}
	if (opened.mode === 'rehearse') {
		flags.push({word: 'REHEARSAL', tone: 'warn'});
	}
	if (opened.mode === 'instructions') {
		flags.push({word: 'NOTHING IS EXECUTED', tone: 'warn'});
	}
	if (opened.practice) {
		flags.push({word: 'PRACTICE', tone: 'busy'});
	}
	if (state.deviations.length > 0) {
		flags.push({word: `${marks.overridden.glyph} ${state.deviations.length}`, tone: 'warn'});
	}
	return flags;
}

function guardView(
	state: RunState,
	id: string,
	guard: {readonly state: string; readonly value?: number},
): HeaderView['guards'][number] {
	const step = state.stepsById.get(id);
	const unit = step?.kind === 'metric' ? (step.work.unit ?? '') : '';
	const value = guard.value === undefined ? '' : ` ${saidFigure(guard.value)}${saidLine(unit)}`;
	const isWell = ['ok', 'good', 'pass', 'passed', 'quiet'].includes(guard.state);
	return {
		name: saidLine(step?.title ?? id),
		words: `${saidLine(guard.state)}${value}`,
		tone: isWell ? 'good' : 'bad',
	};
}
