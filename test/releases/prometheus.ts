import {aNeighbour, type Neighbour, type Reply} from './neighbours.ts';

/**
Stands in for Prometheus: its HTTP interface, with figures scraped from the service when they are asked for. Latency is
told in whole buckets, as a histogram has them.
*/
export function aPrometheus(service: () => string, alerts: readonly string[] = []): Promise<Neighbour> {
	return aNeighbour(async url => {
		switch (url.pathname) {
			case '/-/ready':
				return {body: 'Prometheus Server is Ready.'};
			case '/api/v1/rules':
				return {body: {status: 'success', data: {groups: [{rules: alerts.map(name => ({name}))}]}}};
			case '/api/v1/query':
				return vector(await measured(url.searchParams.get('query') ?? '', service()));
			default:
				return undefined;
		}
	});
}

type Metrics = {
	readonly errors: {readonly ratio: number};
	readonly p95: number;
	readonly throughput: number;
	readonly memory: number;
	readonly cpu: number;
};

/** No histogram has finer buckets than this. Seconds. */
const bucketSeconds = 0.25;

async function measured(query: string, service: string): Promise<number | undefined> {
	const metrics = await scrape(service);
	if (query.includes('probe_success')) {
		return metrics === undefined ? 0 : 1;
	}
	if (metrics === undefined) {
		return undefined;
	}
	if (query.includes('histogram_quantile')) {
		return Math.max(1, Math.ceil(metrics.p95 / bucketSeconds)) * bucketSeconds;
	}
	if (query.includes('memory')) {
		// Whole buckets here, too: two processes of the same program differ by some megabytes.
		return Math.ceil(metrics.memory / 100_000_000) * 100_000_000;
	}
	if (query.includes('cpu')) {
		return Math.max(1, Math.round(metrics.cpu));
	}
	return query.includes('5..') ? metrics.errors.ratio : Math.max(1, Math.round(metrics.throughput / 10) * 10);
}

async function scrape(service: string): Promise<Metrics | undefined> {
	try {
		const answer = await fetch(`${service}/metrics.json`, {signal: AbortSignal.timeout(2_000)});
		return answer.ok ? ((await answer.json()) as Metrics) : undefined;
	} catch {
		return undefined;
	}
}

function vector(value: number | undefined): Reply {
	const result = value === undefined ? [] : [{metric: {}, value: [Date.now() / 1_000, String(value)]}];
	return {body: {status: 'success', data: {resultType: 'vector', result}}};
}
