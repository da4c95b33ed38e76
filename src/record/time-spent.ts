import type {Entry} from '../engine/entry.ts';
import type {StepId} from '../runbook/work-model.ts';

export type Spent = {readonly activeMs: number; readonly waitingMs: number};

/** Where a run's wall time went. The four parts add up to the whole. */
export type TimeSpent = {
	readonly durationMs: number;
	/** A step was running. */
	readonly activeMs: number;
	/** Nothing ran: a person read, decided or was awaited. */
	readonly waitingMs: number;
	readonly heldMs: number;
	/** No gonogo was open: between the last entry of one session and the first of the next. */
	readonly awayMs: number;
	readonly steps: ReadonlyMap<StepId, Spent>;
};

/**
Each stretch between two entries belongs to what was going on in it; waiting counts for the step whose entry ended it.
A clock that went backwards counts as no time.
*/
export function timeSpent(entries: readonly Entry[]): TimeSpent {
	const clock = {durationMs: 0, activeMs: 0, waitingMs: 0, heldMs: 0, awayMs: 0};
	const steps = new Map<StepId, {activeMs: number; waitingMs: number}>();
	const running = new Set<StepId>();
	let held = false;
	let last: Entry | undefined;
	for (const entry of entries) {
		const stretchMs = last === undefined ? 0 : Math.max(0, Date.parse(entry.at) - Date.parse(last.at));
		const kind = kindOfStretch(entry, {running, held});
		clock.durationMs += stretchMs;
		clock[kind] += stretchMs;
		charge(steps, {kind, stretchMs, running, step: stepOf(entry)});
		held = entry.event.type === 'run.held' || (held && entry.event.type !== 'run.released');
		noteRunning(running, entry);
		last = entry;
	}
	return {...clock, steps};
}

type Kind = 'activeMs' | 'waitingMs' | 'heldMs' | 'awayMs';

function kindOfStretch(until: Entry, {running, held}: {running: ReadonlySet<StepId>; held: boolean}): Kind {
	if (until.event.type === 'run.resumed' || until.event.type === 'run.recovered') {
		return 'awayMs';
	}
	if (running.size > 0) {
		return 'activeMs';
	}
	return held ? 'heldMs' : 'waitingMs';
}

type Charge = {kind: Kind; stretchMs: number; running: ReadonlySet<StepId>; step: StepId | undefined};

function charge(
	steps: Map<StepId, {activeMs: number; waitingMs: number}>,
	{kind, stretchMs, running, step}: Charge,
): void {
	if (kind === 'activeMs') {
		for (const id of running) {
			spentOf(steps, id).activeMs += stretchMs;
		}
	}
	if (kind === 'waitingMs' && step !== undefined) {
		spentOf(steps, step).waitingMs += stretchMs;
	}
}

function spentOf(
	steps: Map<StepId, {activeMs: number; waitingMs: number}>,
	id: StepId,
): {activeMs: number; waitingMs: number} {
	const spent = steps.get(id) ?? {activeMs: 0, waitingMs: 0};
	steps.set(id, spent);
	return spent;
}

function stepOf({event}: Entry): StepId | undefined {
	return 'step' in event ? event.step : undefined;
}

function noteRunning(running: Set<StepId>, {event}: Entry): void {
	if (event.type === 'step.started') {
		running.add(event.step);
	}
	if (event.type === 'step.finished' || event.type === 'step.interrupted') {
		running.delete(event.step);
	}
}
