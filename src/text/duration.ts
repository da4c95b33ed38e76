/** Milliseconds in each unit a runbook may write. */
const units = {ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000} as const;

/** Longer than any soak or deadline; also keeps timers within 32 bits when they are split by day. */
const durationMsMax = 366 * units.d;

/**
Reads `5m`, `1h30m`, `250ms`, `2d`, `1.5 h`, `90 s`.

@returns whole milliseconds; undefined when it is no duration, units don't fall, or it is longer than 366 days.
*/
export function parseDuration(text: string): number | undefined {
	const compact = text.trim().replaceAll(' ', '').toLowerCase();
	if (!/^(?:\d+(?:\.\d+)?(?:ms|[smhdw]))+$/.test(compact)) {
		return undefined;
	}
	let total = 0;
	let smallest: number = Number.POSITIVE_INFINITY;
	for (const [, amount, unit] of compact.matchAll(/(\d+(?:\.\d+)?)(ms|[smhdw])/g)) {
		const size = units[unit as keyof typeof units];
		if (size >= smallest) {
			return undefined;
		}
		smallest = size;
		total += Number(amount) * size;
	}
	return total <= durationMsMax ? Math.round(total) : undefined;
}

/** Two units at most, the second padded so that a running clock doesn't jump: `820 ms`, `4.2 s`, `1 m 05 s`, `2 h 10 m`, `3 d 04 h`. */
export function formatDuration(ms: number): string {
	if (!Number.isFinite(ms)) {
		return '–';
	}
	const sign = ms < 0 ? '-' : '';
	const size = Math.abs(ms);
	if (size < 999.5) {
		return `${sign}${Math.round(size)} ms`;
	}
	if (size < 9950) {
		return `${sign}${(size / units.s).toFixed(1)} s`;
	}
	const seconds = Math.round(size / units.s);
	if (seconds < 60) {
		return `${sign}${seconds} s`;
	}
	if (seconds < 3600) {
		return sign + pair(seconds, 60, ['m', 's']);
	}
	const minutes = Math.round(size / units.m);
	return (
		sign + (minutes < 1440 ? pair(minutes, 60, ['h', 'm']) : pair(Math.round(size / units.h), 24, ['d', 'h']))
	);
}

function pair(count: number, base: number, names: readonly [string, string]): string {
	return `${Math.floor(count / base)} ${names[0]} ${String(count % base).padStart(2, '0')} ${names[1]}`;
}
