import {figure, plainScale, type Scale, scaleOf} from '../../engine/figure.ts';
import type {Trend} from '../../engine/live.ts';
import type {RunState} from '../../engine/state.ts';
import type {Step} from '../../runbook/step-model.ts';
import type {StepId} from '../../runbook/work-model.ts';
import {marks, type Tone} from '../theme.ts';
import {windowFlag} from './must-hold.ts';
import {walked} from './outline.ts';
import {saidClock, saidLine} from './said.ts';
import {marginWords, sparkline} from './trend.ts';

/** What a guard measured lately; undefined where it is watched elsewhere. */
export type TrendOf = (guard: StepId) => Trend | undefined;

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
	readonly guards: readonly GuardView[];
};

/** A metric watched in the background. */
export type GuardView = {
	readonly name: string;
	/** Its state and how far it is from its limit: `good 0.4% under 5%`. */
	readonly words: string;
	readonly tone: Tone;
	/** How near the latest values came to the limit; empty where nothing is known. */
	readonly bars: string;
};

/** Bars beside a guard's name. */
const barsMax = 16;

/** @param now milliseconds since the epoch. */
export function headerView(state: RunState, now: number, trendOf: TrendOf = () => undefined): HeaderView {
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
		flags: [...flagsOf(state), ...[windowFlag(state, now)].filter(flag => flag !== undefined)],
		guards: [...state.guards].map(([id, guard]) => guardView(state, {id, guard, trend: trendOf(id)})),
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

type Guarded = {
	readonly id: StepId;
	readonly guard: {readonly state: string; readonly value?: number};
	readonly trend: Trend | undefined;
};

function guardView(state: RunState, {id, guard, trend}: Guarded): GuardView {
	const step = state.stepsById.get(id);
	const scale = scaleAt(step);
	const value = guard.value === undefined ? '' : saidLine(figure(guard.value, scale));
	const isWell = ['ok', 'good', 'pass', 'passed', 'quiet'].includes(guard.state);
	const margin = trend === undefined ? value : marginWords(trend, scale);
	return {
		name: saidLine(step?.title ?? id),
		words: [saidLine(guard.state).replaceAll('-', ' '), margin].filter(part => part !== '').join(' '),
		tone: isWell ? 'good' : guard.state === 'watching' ? 'busy' : 'bad',
		bars: trend === undefined ? '' : sparkline(trend, barsMax),
	};
}

/** How a guard's figures are told. */
export function scaleAt(step: Step | undefined): Scale {
	return step?.kind === 'metric' ? scaleOf(step.work) : plainScale;
}
