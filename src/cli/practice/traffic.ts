/** What came of one request of a client. */
export type Sample = {readonly at: number; readonly failed: boolean; readonly ms: number};

/** The answer of `/metrics`. Rates are 0 to 1, times milliseconds. */
export type Traffic = {
	readonly windowSeconds: number;
	readonly requests: number;
	readonly errors: number;
	/** 0 when there were no requests: see `requests`. */
	readonly errorRate: number;
	readonly p95Ms: number;
};

/** At 5 requests a second these are 33 minutes, far more than any window asks for. */
const samplesMax = 10_000;

/** Keeps the latest requests and says how they went over the last seconds. */
export function createTraffic(): {
	count(sample: Sample): void;
	over(windowSeconds: number, now: number): Traffic;
} {
	let samples: Sample[] = [];
	return {
		count(sample) {
			samples.push(sample);
			if (samples.length > samplesMax) {
				samples = samples.slice(samplesMax / 2);
			}
		},
		over(windowSeconds, now) {
			const since = now - windowSeconds * 1000;
			return summarise(
				samples.filter(sample => sample.at > since),
				windowSeconds,
			);
		},
	};
}

function summarise(samples: readonly Sample[], windowSeconds: number): Traffic {
	const errors = samples.filter(sample => sample.failed).length;
	const times = samples.map(sample => sample.ms).sort((a, b) => a - b);
	return {
		windowSeconds,
		requests: samples.length,
		errors,
		errorRate: samples.length === 0 ? 0 : errors / samples.length,
		p95Ms: times[Math.min(times.length - 1, Math.floor(times.length * 0.95))] ?? 0,
	};
}
