import {progressOf} from '../../engine/draft.ts';
import type {RunState, StepProgress} from '../../engine/state.ts';
import {branchSteps, currentStep, isGroup, isGuard, isSettled, standingOf} from '../../engine/walk.ts';
import type {Runbook} from '../../runbook/model.ts';
import type {Step} from '../../runbook/step-model.ts';
import type {StepId} from '../../runbook/work-model.ts';
import {formatDuration} from '../../text/duration.ts';
import {widthOf} from '../../text/width.ts';
import {marks, type Standing} from '../theme.ts';
import {saidLine} from './said.ts';

/** One row of the outline, in words. */
export type OutlineRow =
	| {
			readonly is: 'section';
			readonly title: string;
			readonly done: number;
			readonly total: number;
			readonly folded: boolean;
	  }
	| {readonly is: 'no-return'}
	| {
			readonly is: 'step';
			readonly id: StepId;
			readonly title: string;
			readonly standing: Standing;
			/** How long it took, or the standing's word where that says more. */
			readonly aside: string;
			readonly depth: number;
			/** The run stands here. */
			readonly current: boolean;
			readonly dangerous: boolean;
	  };

/** The fixed part of an outline: one entry a row, the same for the whole run. */
export type OutlineEntry =
	| {
			readonly is: 'section';
			readonly title: string;
			readonly steps: readonly Step[];
			readonly folded?: boolean;
	  }
	| {readonly is: 'no-return'}
	| {readonly is: 'step'; readonly step: Step; readonly depth: number};

/** Rows of the branch that is walked; reading it costs nothing after the first time. */
export function outlineEntries(state: RunState): readonly OutlineEntry[] {
	const byBranch = entriesOf.get(state.runbook) ?? {};
	const known = byBranch[state.branch];
	if (known !== undefined) {
		return known;
	}
	const entries = layOut(state.runbook, branchSteps(state));
	entriesOf.set(state.runbook, {...byBranch, [state.branch]: entries});
	return entries;
}

/** Columns of the longest title in the outline; measured once. */
export function widestTitle(state: RunState): number {
	const entries = outlineEntries(state);
	const known = widest.get(entries);
	if (known !== undefined) {
		return known;
	}
	const columns = entries.reduce((most, entry) => Math.max(most, titleColumns(entry)), 0);
	widest.set(entries, columns);
	return columns;
}

const widest = new WeakMap<readonly OutlineEntry[], number>();

function titleColumns(entry: OutlineEntry): number {
	switch (entry.is) {
		case 'section':
			return widthOf(saidLine(entry.title));
		case 'step':
			return widthOf(saidLine(entry.step.title)) + 2 * entry.depth;
		case 'no-return':
			return 0;
	}
}

/** The same with sections that are done in one row; the one with `kept` in it stays open. */
export function foldedEntries(state: RunState, kept: StepId | undefined): readonly OutlineEntry[] {
	const open: OutlineEntry[] = [];
	let isFolded = false;
	for (const entry of outlineEntries(state)) {
		if (entry.is === 'section') {
			const {done, total} = walked(state, entry.steps);
			isFolded = done === total && !entry.steps.some(step => step.id === kept);
			open.push(isFolded ? {...entry, folded: true} : entry);
		} else if (!isFolded || entry.is === 'no-return') {
			open.push(entry);
		}
	}
	return open;
}

/** Index of a step's row, or 0. */
export function rowOf(
	state: RunState,
	step: StepId | undefined,
	entries: readonly OutlineEntry[] = outlineEntries(state),
): number {
	return Math.max(
		0,
		entries.findIndex(entry => entry.is === 'step' && entry.step.id === step),
	);
}

/** How each of these rows stands now. */
export function outlineRows(state: RunState, entries: readonly OutlineEntry[]): readonly OutlineRow[] {
	return entries.map(entry => rowView(state, entry));
}

/** The first row to show so that `row` is in sight, with some of what comes before and after it. */
export function firstRow(rows: number, height: number, row: number): number {
	const before = Math.floor(height / 3);
	return Math.max(0, Math.min(row - before, rows - height));
}

/** Where a step stands, remembered for as long as the state lives. */
export function standing(state: RunState, step: Step): Standing {
	const known = standings.get(state) ?? new Map<StepId, Standing>();
	standings.set(state, known);
	const before = known.get(step.id);
	if (before !== undefined) {
		return before;
	}
	const now = isGroup(step) || isGuard(step) ? standingOf(state, step) : alone(state, step);
	known.set(step.id, now);
	return now;
}

/** The step the run stands at: the one that is asked about or running. */
export function currentId(state: RunState): StepId | undefined {
	const known = current.get(state);
	if (known !== undefined) {
		return known.id;
	}
	const id = currentStep(state)?.id;
	current.set(state, {id});
	return id;
}

/** How many steps are settled, of how many. */
export function walked(
	state: RunState,
	steps: readonly Step[] = branchSteps(state),
): {readonly done: number; readonly total: number} {
	const counted = steps.filter(isCounted);
	return {
		done: counted.filter(step => isSettled(progressOf(state, step.id).now)).length,
		total: counted.length,
	};
}

/** Guards watch beside the walk, and steps that only gather others settle with those. */
export function isCounted(step: Step): boolean {
	return !isGroup(step) && !isGuard(step);
}

type Current = {readonly id: StepId | undefined};

const entriesOf = new WeakMap<Runbook, Partial<Record<RunState['branch'], readonly OutlineEntry[]>>>();
const standings = new WeakMap<RunState, Map<StepId, Standing>>();
const current = new WeakMap<RunState, Current>();

function layOut(runbook: Runbook, steps: readonly Step[]): readonly OutlineEntry[] {
	const titles = new Map(runbook.sections.map(section => [section.id, section.title]));
	const depths = new Map<StepId, number>();
	const rows: OutlineEntry[] = [];
	let open: {readonly section: string; readonly steps: Step[]} | undefined;
	for (const step of steps) {
		if (open?.section !== step.section) {
			open = {section: step.section, steps: []};
			rows.push({is: 'section', title: saidLine(titles.get(step.section) ?? ''), steps: open.steps});
		}
		if (step.noReturn) {
			rows.push({is: 'no-return'});
		}
		const depth = step.parent === undefined ? 0 : (depths.get(step.parent) ?? 0) + 1;
		depths.set(step.id, depth);
		open.steps.push(step);
		rows.push({is: 'step', step, depth});
	}
	return rows;
}

function rowView(state: RunState, entry: OutlineEntry): OutlineRow {
	switch (entry.is) {
		case 'section':
			return {
				is: 'section',
				title: entry.title,
				...walked(state, entry.steps),
				folded: entry.folded === true,
			};
		case 'no-return':
			return entry;
		case 'step':
			return stepRow(state, entry.step, entry.depth);
	}
}

function stepRow(state: RunState, step: Step, depth: number): OutlineRow {
	const now = standing(state, step);
	return {
		is: 'step',
		id: step.id,
		title: saidLine(step.title),
		standing: now,
		aside: isGuard(step) && now === 'running' ? 'watching' : asideOf(progressOf(state, step.id), now),
		depth,
		current: currentId(state) === step.id,
		dangerous: step.danger === 'data' || step.danger === 'irreversible',
	};
}

function asideOf(progress: StepProgress, now: Standing): string {
	if (now === 'passed') {
		const end = progress.attempts.at(-1)?.end;
		return end?.is === 'ended' ? formatDuration(end.outcome.durationMs) : '';
	}
	return now === 'pending' || now === 'ready' ? '' : marks[now].word;
}

function alone(state: RunState, step: Step): Standing {
	const {now} = progressOf(state, step.id);
	return now.is === 'pending' && state.closed === undefined && currentId(state) === step.id
		? 'ready'
		: now.is;
}
