/**
Runs work with a signal that comes when the time is up (`timeout`) or when the outer signal comes, and leaves nothing
behind on the outer one, which may live for hours and see thousands of questions.
*/
export async function withTimeLimit<T>(
	outer: AbortSignal,
	limitMs: number,
	work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
	const own = new AbortController();
	const onAbort = () => own.abort(outer.reason);
	const timer = setTimeout(() => own.abort('timeout'), limitMs);
	outer.addEventListener('abort', onAbort, {once: true});
	if (outer.aborted) {
		onAbort();
	}
	try {
		return await work(own.signal);
	} finally {
		clearTimeout(timer);
		outer.removeEventListener('abort', onAbort);
	}
}
