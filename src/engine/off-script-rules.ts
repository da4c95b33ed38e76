import {type Measure, measuresOf} from './measures.ts';
import {keepsWindows, kindOf, subjectOf} from './rules.ts';
import type {RunState} from './state.ts';
import {windowAt, windowWords} from './windows.ts';

/** A typed command that may change the world, as far as rules are concerned. */
export type Typed = {readonly mutates: boolean; readonly reason?: string | undefined};

/** The id of the next command typed beside the runbook. */
export function nextOffScript({offScript}: RunState): string {
	return `off-script-${offScript.length + 1}`;
}

/** What is looked at before a typed command that may change the world: whether this still is the right place. */
export function measuresBeside(state: RunState, {mutates}: Typed): readonly Measure[] {
	return mutates && state.opened.mode === 'walk' ? measuresOf(state, {moment: 'beside'}) : [];
}

/** Why a typed command does not run here and now: the wrong place is as wrong for it as for a step. */
export function whyNotBeside(state: RunState, typed: Typed, at: string): string | undefined {
	const due = measuresBeside(state, typed);
	if (due.length > 0 && state.measured?.step !== nextOffScript(state)) {
		return 'where it would run has not been measured yet';
	}
	const names = new Set(due.map(({rule}) => rule));
	const broken = [...state.rules.values()].find(
		rule => names.has(rule.rule) && rule.is !== 'pass' && !rule.waived,
	);
	if (broken !== undefined) {
		return `${subjectOf(broken.rule)}: ${broken.why ?? 'it does not hold'} Nothing was run.`;
	}
	const window = closedWindow(state, typed, at);
	return window === undefined || (typed.reason ?? '').trim() !== ''
		? undefined
		: `the window is ${window}: say what it is for`;
}

/**
What a typed command runs against: a closed window that nobody has overridden. It does not keep it from running, since a
service that is down in a freeze has to be mended; it takes a reason, and is a deviation of its own.
*/
export function closedWindow(state: RunState, {mutates}: Typed, at: string): string | undefined {
	const {windows} = state.runbook.meta;
	const isOverridden = [...state.rules.values()].some(rule => kindOf(rule.rule) === 'window' && rule.waived);
	if (!mutates || windows === undefined || isOverridden || !keepsWindows(state)) {
		return undefined;
	}
	const now = windowAt(windows, Date.parse(at));
	return now.is === 'open' ? undefined : windowWords(windows, now);
}
