import type {IncomingMessage, ServerResponse} from 'node:http';

/** Half an hour: long enough to come back to a run after a crash, short enough not to be found the next day. */
const outlivesMs = 30 * 60_000;

/**
Knows whether anyone drives the practice. A driver holds a request open for as long as it lives; the operating system
closes it with the process, however that ends. Made when there is something to hold: a slow start counts for nothing.
*/
export function createLease(lapsed: () => void): {
	hold(request: IncomingMessage, response: ServerResponse): void;
} {
	const span = spanMs();
	let holders = 0;
	let timer = setTimeout(lapsed, span);
	return {
		hold(_request, response) {
			holders += 1;
			clearTimeout(timer);
			response.once('close', () => {
				holders -= 1;
				if (holders === 0) {
					timer = setTimeout(lapsed, span);
				}
			});
			response.writeHead(200, {'content-type': 'text/plain'});
			response.flushHeaders();
		},
	};
}

/** How long the world outlives its driver; tests shorten it. */
function spanMs(): number {
	const asked = Number(process.env.GONOGO_PRACTICE_OUTLIVES_MS);
	return Number.isFinite(asked) && asked > 0 ? Math.min(asked, outlivesMs) : outlivesMs;
}
