import {kindOf} from '../../engine/rules.ts';
import type {RunState} from '../../engine/state.ts';
import {windowAt, windowWords} from '../../engine/windows.ts';
import {formatDuration} from '../../text/duration.ts';
import type {Tone} from '../theme.ts';
import {ruleLine} from './rule-words.ts';

type Fact = readonly [label: string, text: string | undefined];

/** What must hold before a step may start: as it was measured, or before that what will be. */
export function mustHoldFacts(state: RunState): readonly Fact[] {
	const {rules, runbook, openedAt} = state;
	if (rules.size > 0) {
		return [...rules.values()].map(rule => [labelOf(rule.rule), ruleLine(state, rule)] as const);
	}
	const {windows, requires, context = {}} = runbook.meta;
	const required = [
		...Object.entries(requires.tools).map(([tool, range]) => (range === '*' ? tool : `${tool} ${range}`)),
		...requires.env.map(name => `$${name}`),
		...requires.hosts.map(host => `host ${host}`),
		...(requires.rehearsedWithinMs === undefined
			? []
			: [`a rehearsal within ${formatDuration(requires.rehearsedWithinMs)}`]),
	];
	return [
		[
			'Window',
			windows === undefined ? undefined : windowWords(windows, windowAt(windows, Date.parse(openedAt))),
		],
		['Requires', required.length === 0 ? undefined : required.join(' · ')],
		['Context', Object.keys(context).length === 0 ? undefined : Object.keys(context).join(' · ')],
	];
}

/** What earlier runs left to be done, an item a line. */
export function leftOverFacts({opened}: RunState): readonly Fact[] {
	return (opened.due ?? []).map(({run, what, owner, dueAt, overdue}): Fact => {
		const when = dueAt === undefined ? '' : `, ${overdue ? 'OVERDUE since' : 'due'} ${dueAt}`;
		return ['Left to do', `${what}${owner === undefined ? '' : ` (${owner})`}${when}, from ${run}`];
	});
}

/** The window in the header: how long it stays as it is. @param now milliseconds since 1970. */
export function windowFlag(
	state: RunState,
	now: number,
): {readonly word: string; readonly tone: Tone} | undefined {
	const {windows} = state.runbook.meta;
	const isHeld = state.branch === 'walk' && state.closed === undefined && state.opened.mode !== 'rehearse';
	if (windows === undefined || !isHeld) {
		return undefined;
	}
	const {is, until} = windowAt(windows, now);
	const inMs = until === undefined ? undefined : Date.parse(until) - now;
	if (is === 'closed') {
		return {
			word: inMs === undefined ? 'WINDOW CLOSED' : `WINDOW CLOSED, opens in ${formatDuration(inMs)}`,
			tone: 'bad',
		};
	}
	return inMs === undefined
		? undefined
		: {word: `window closes in ${formatDuration(inMs)}`, tone: inMs < soonMs ? 'warn' : 'quiet'};
}

/** A release takes about as long: whoever starts now may not be done in time. */
const soonMs = 3_600_000;

function labelOf(rule: string): string {
	switch (kindOf(rule)) {
		case 'window':
			return 'Window';
		case 'context':
			return 'Context';
		case 'rollback':
		case 'captured':
			return 'Way back';
		default:
			return 'Requires';
	}
}
