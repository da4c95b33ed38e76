import type {RunState} from '../../engine/state.ts';
import {branchSteps, isGroup} from '../../engine/walk.ts';
import type {Step} from '../../runbook/step-model.ts';
import {formatDuration} from '../../text/duration.ts';
import type {UsualMs} from './card.ts';

const unitsMs: Readonly<Record<string, number>> = {s: 1_000, m: 60_000, h: 3_600_000};

/** What an author's words promise: `5 min`, `about 2 hours`, `10–15 minutes` (the longer one). Milliseconds. */
export function estimateMs(takes: string | undefined): number | undefined {
	const found = [...(takes ?? '').matchAll(/(\d+(?:\.\d+)?)\s*(h|m|s)[a-z]*\b/gi)];
	const amounts = found.map(([, amount, unit = '']) => Number(amount) * (unitsMs[unit.toLowerCase()] ?? 0));
	return amounts.length === 0 ? undefined : Math.max(...amounts);
}

/** How long steps take together, and by whose word: earlier runs where there are enough of them, else the author. */
export function timeWords(steps: readonly Step[], usualMs: UsualMs): string {
	const known = steps.map(step => usualMs(step.id)).filter(time => time !== undefined);
	const guessed = steps
		.filter(step => usualMs(step.id) === undefined)
		.map(step => estimateMs(step.prose.takes))
		.filter(time => time !== undefined);
	const sum = [...known, ...guessed].reduce((total, time) => total + time, 0);
	if (sum === 0) {
		return '';
	}
	const about = `about ${formatDuration(sum)}`;
	if (guessed.length === 0) {
		return `${about} in earlier runs`;
	}
	return known.length === 0
		? `${about} by the author’s estimate`
		: `${about}, in part by the author’s estimate`;
}

const expected = new WeakMap<RunState['runbook'], Partial<Record<RunState['branch'], number>>>();

/** What earlier runs took for all steps of this branch together; undefined where nothing is known. Read once for each branch. */
export function expectedMs(state: RunState, usualMs: UsualMs): number | undefined {
	const known = expected.get(state.runbook) ?? {};
	const sum =
		known[state.branch] ??
		branchSteps(state)
			.filter(step => !isGroup(step))
			.reduce((total, step) => total + (usualMs(step.id) ?? 0), 0);
	expected.set(state.runbook, {...known, [state.branch]: sum});
	return sum === 0 ? undefined : sum;
}
