import type {WeekTime, Window} from '../meta-model.ts';

const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const dayEnd = 24 * 60;

/**
Reads a stretch of time as people write it: `Fri 16:00 - Mon 08:00`, `Mon-Thu 09:00-16:00` (each of these days),
`Sat-Sun`, `daily 02:00-04:00`, `2026-12-18 16:00 - 2027-01-04 08:00`, `2026-12-24` (the whole day).

@returns one window, or one for each day named; undefined when it can't be read.
*/
export function readWindows(text: string, name?: string): readonly Window[] | undefined {
	const words = text
		.trim()
		.toLowerCase()
		.replaceAll(/\s+to\s+|\s*[–—]\s*/g, ' - ')
		.slice(0, 100);
	const found = readDated(words) ?? readSpan(words) ?? readEachDay(words);
	return found?.map(window => (name === undefined ? window : {...window, name}));
}

const date = String.raw`(\d{4}-\d{2}-\d{2})(?:[t ](\d{1,2}:\d{2}))?`;
const datedPattern = new RegExp(`^${date}(?:\\s*-\\s+${date}|\\s+-\\s*${date})?$`);

function readDated(words: string): readonly Window[] | undefined {
	const match = datedPattern.exec(words);
	const fromDate = match?.[1];
	if (match === null || fromDate === undefined) {
		return undefined;
	}
	const toDate = match[3] ?? match[5] ?? fromDate;
	const toTime = match[4] ?? match[6];
	const from = momentOf(fromDate, match[2] ?? '00:00');
	const to = toTime === undefined ? momentOf(nextDay(toDate), '00:00') : momentOf(toDate, toTime);
	return from === undefined || to === undefined || from >= to ? undefined : [{is: 'dated', from, to}];
}

/** @returns `YYYY-MM-DDTHH:MM`; undefined when there is no such day or time. */
function momentOf(day: string, time: string): string | undefined {
	const minute = minuteOf(time);
	return minute === undefined || minute === dayEnd || !isDay(day)
		? undefined
		: `${day}T${time.padStart(5, '0')}`;
}

/** Says whether a text is a day of the calendar as `YYYY-MM-DD`; 31 November is none. */
export function isDay(day: string): boolean {
	const at = new Date(`${day}T00:00:00Z`);
	return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(`${day}T`);
}

function nextDay(day: string): string {
	return isDay(day)
		? new Date(Date.parse(`${day}T00:00:00Z`) + dayEnd * 60_000).toISOString().slice(0, 10)
		: day;
}

/** One stretch across days. */
function readSpan(words: string): readonly Window[] | undefined {
	const match = /^([a-z]+)\s+(\d{1,2}:\d{2})\s*-\s*([a-z]+)\s+(\d{1,2}:\d{2})$/.exec(words);
	const from = weekTime(match?.[1], match?.[2]);
	const to = weekTime(match?.[3], match?.[4]);
	return from === undefined || to === undefined ? undefined : [{is: 'weekly', from, to}];
}

/** The same hours on each of some days. Hours past midnight end on the next day. */
function readEachDay(words: string): readonly Window[] | undefined {
	const match =
		/^(daily|weekdays|weekends?|[a-z]+(?:(?:\s*-\s*|\s*,\s*)[a-z]+)*)(?:\s+(\d{1,2}:\d{2})\s*-\s*(\d{1,2}:\d{2}))?$/.exec(
			words,
		);
	const named = match?.[1] === undefined ? undefined : daysOf(match[1]);
	const from = match?.[2] === undefined ? 0 : minuteOf(match[2]);
	const to = match?.[3] === undefined ? dayEnd : minuteOf(match[3]);
	if (named === undefined || from === undefined || to === undefined || from === to) {
		return undefined;
	}
	return named.map(day => ({
		is: 'weekly',
		from: {day, minute: from},
		to: {day: to > from ? day : (day % 7) + 1, minute: to},
	}));
}

function daysOf(text: string): readonly number[] | undefined {
	const whole: Readonly<Record<string, readonly number[]>> = {
		daily: [1, 2, 3, 4, 5, 6, 7],
		weekdays: [1, 2, 3, 4, 5],
		weekend: [6, 7],
		weekends: [6, 7],
	};
	if (whole[text] !== undefined) {
		return whole[text];
	}
	const parts = text.split(/\s*,\s*/).map(rangeOf);
	return parts.includes(undefined) ? undefined : [...new Set(parts.flatMap(part => part ?? []))];
}

function rangeOf(text: string): readonly number[] | undefined {
	const [first, last] = text.split(/\s*-\s*/).map(dayOf);
	if (first === undefined || (text.includes('-') && last === undefined)) {
		return undefined;
	}
	const length = (((last ?? first) - first + 7) % 7) + 1;
	return Array.from({length}, (_, index) => ((first - 1 + index) % 7) + 1);
}

function dayOf(word: string | undefined): number | undefined {
	const index = days.findIndex(
		day =>
			word !== undefined &&
			word.length >= 3 &&
			word.startsWith(day) &&
			'mondaytuesdaywednesdaythursdayfridaysaturdaysunday'.includes(word),
	);
	return index === -1 ? undefined : index + 1;
}

function weekTime(day: string | undefined, time: string | undefined): WeekTime | undefined {
	const number = dayOf(day);
	const minute = time === undefined ? undefined : minuteOf(time);
	return number === undefined || minute === undefined ? undefined : {day: number, minute};
}

function minuteOf(time: string): number | undefined {
	const [hours, minutes] = time.split(':').map(Number);
	const minute = (hours ?? 0) * 60 + (minutes ?? 0);
	return Number.isInteger(minute) && (minutes ?? 0) < 60 && minute <= dayEnd ? minute : undefined;
}

/** Says whether a time zone has a name this computer knows. */
export function isTimeZone(name: string): boolean {
	try {
		new Intl.DateTimeFormat('en', {timeZone: name});
		return true;
	} catch {
		return false;
	}
}
