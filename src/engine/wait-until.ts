import type {WaitStep} from '../runbook/step-model.ts';
import {momentsOf, wallOf} from './wall-clock.ts';

/** A time of day that was reached less than this ago counts as reached; longer ago it means the next one. */
const pastMsMax = 6 * 3_600_000;
const dayMs = 86_400_000;

/**
When a wait that began at `atMs` is over: its duration has passed and its time has come, where it has both.

Where clocks go back over the time it is the later of the two moments: in doubt it waits.
*/
export function waitUntilMs({forMs, until}: Pick<WaitStep, 'forMs' | 'until'>, atMs: number): number {
	return until === undefined ? atMs + forMs : Math.max(atMs + forMs, momentOf(until, atMs));
}

function momentOf({time, timeZone}: NonNullable<WaitStep['until']>, atMs: number): number {
	const {day, hours, minutes} = /^(?:(?<day>\S+) )?(?<hours>\d+):(?<minutes>\d+)$/.exec(time)?.groups ?? {};
	const wall = wallOf(timeZone, atMs);
	const onDay = (date: string) =>
		momentsOf(timeZone, Date.parse(`${date}T${hours?.padStart(2, '0')}:${minutes}:00Z`)).last;
	if (day !== undefined) {
		return onDay(day);
	}
	const near = [-dayMs, 0, dayMs].map(shift => onDay(new Date(wall + shift).toISOString().slice(0, 10)));
	return near.find(moment => moment >= atMs - pastMsMax) ?? atMs;
}
