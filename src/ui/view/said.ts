import {formatDuration} from '../../text/duration.ts';
import {sanitiseLine, sanitiseText} from '../../text/sanitise.ts';

/** Everything a view takes from a runbook, an input or another person goes through one of these two. */
export function saidLine(text: string): string {
	return sanitiseLine(text);
}

/** Several lines; newlines are kept, colours are not. */
export function saidText(text: string): string {
	return sanitiseText(text);
}

/** Wall clock of the operator's place, `14:03:12`. @param at ISO 8601. */
export function saidTime(at: string, timeZone: string): string {
	const time = Date.parse(at);
	return Number.isNaN(time) ? '' : clockOf(timeZone).format(time);
}

/** From one moment to another, in words: `1 m 05 s`. @param to milliseconds or ISO 8601. */
export function saidSpan(from: string, to: string | number): string {
	const end = typeof to === 'number' ? to : Date.parse(to);
	return formatDuration(Math.max(0, end - Date.parse(from)));
}

/** A running clock in whole seconds: `5 s`, `1 m 05 s`. */
export function saidClock(ms: number): string {
	const seconds = Math.max(0, Math.floor(ms / 1_000));
	return seconds < 60 ? `${seconds} s` : formatDuration(seconds * 1_000);
}

/** `1 step`, `3 steps`. */
export function counted(count: number, one: string, many = `${one}s`): string {
	return `${count} ${count === 1 ? one : many}`;
}

const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(timeZone: string): Intl.DateTimeFormat {
	const known = clocks.get(timeZone);
	if (known !== undefined) {
		return known;
	}
	const clock = newClock(timeZone);
	clocks.set(timeZone, clock);
	return clock;
}

/** A journal may come from a machine whose time zone this one doesn't know. */
function newClock(timeZone: string): Intl.DateTimeFormat {
	const shape = {hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23'} as const;
	try {
		return new Intl.DateTimeFormat('en-GB', {...shape, timeZone});
	} catch {
		return new Intl.DateTimeFormat('en-GB', {...shape, timeZone: 'UTC'});
	}
}
