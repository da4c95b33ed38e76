import {isIP} from 'node:net';
import type {Dispatcher} from 'undici';
import {checkAddress, checkedLookup} from './address.ts';
import {trusted, wantsMoreAuthorities} from './authorities.ts';

export type PlainRequest = {
	readonly method: string;
	readonly url: URL;
	readonly headers: Readonly<Record<string, string>>;
	readonly body?: string;
	/** A secret stands in it: never over plain http, but to this machine itself. */
	readonly isSecret: boolean;
};

export type Response = {
	readonly status: number;
	/** Names in lower case; repeated ones joined by `, `. */
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string;
	/** The body was longer than what was read of it. */
	readonly isCut: boolean;
	/** From the first request to the end of the last body. */
	readonly latencyMs: number;
	/** Where redirects led to. */
	readonly url: URL;
	readonly hops: readonly string[];
};

/** Larger answers are no answers to a probe. Bytes. */
const bodyBytesMax = 1_048_576;
/** Bytes of response headers. */
const headerBytesMax = 65_536;
const redirectsMax = 5;

/** Why there is no answer; the message is for people. */
class NoAnswer extends Error {}

/**
Sends a request and reads the answer, following redirects within the same origin only.

@param follow statuses of redirects that are followed; those the author expects are answers.
@throws NoAnswer, RefusedAddress, or what the connection failed with. Ends by itself when the signal says so.
*/
export async function exchange(
	request: PlainRequest,
	options: {readonly signal: AbortSignal; readonly follow: (status: number) => boolean},
): Promise<Response> {
	try {
		return await exchangeOnce(request, options);
	} catch (error) {
		if (!wantsMoreAuthorities(error)) {
			throw error;
		}
		// The certificate was refused before anything was sent.
		return exchangeOnce(request, options);
	}
}

async function exchangeOnce(
	request: PlainRequest,
	options: {readonly signal: AbortSignal; readonly follow: (status: number) => boolean},
): Promise<Response> {
	const {Agent} = await import('./undici.ts');
	const wants = {loopback: request.isSecret && request.url.protocol === 'http:'};
	const agent = new Agent({
		connect: {lookup: checkedLookup(wants), rejectUnauthorized: true, autoSelectFamily: true, ...trusted()},
		maxHeaderSize: headerBytesMax,
		connections: 1,
		pipelining: 0,
	});
	try {
		return await followed({request, agent, wants, ...options});
	} finally {
		await agent.destroy().catch(() => {});
	}
}

type Sending = {
	readonly request: PlainRequest;
	readonly agent: Dispatcher;
	readonly wants: {readonly loopback: boolean};
	readonly signal: AbortSignal;
	readonly follow: (status: number) => boolean;
};

async function followed(sending: Sending): Promise<Response> {
	const startedAt = performance.now();
	const hops: string[] = [];
	let current = sending.request;
	for (;;) {
		const answer = await sendOnce({...sending, request: current});
		const target = answer.headers.location;
		if (
			target === undefined ||
			answer.status < 300 ||
			answer.status > 399 ||
			!sending.follow(answer.status)
		) {
			return {...answer, latencyMs: Math.round(performance.now() - startedAt), url: current.url, hops};
		}
		const next = resolved(target, current.url);
		if (next.origin !== current.url.origin) {
			throw new NoAnswer(
				`It redirects (${answer.status}) to another origin, ${next.origin}, which is not followed: write that address if it is meant.`,
			);
		}
		hops.push(`${answer.status} → ${next.pathname}`);
		if (hops.length > redirectsMax) {
			throw new NoAnswer(`It redirects more than ${redirectsMax} times.`);
		}
		current = redirected(current, next, answer.status);
	}
}

function resolved(target: string, from: URL): URL {
	try {
		return new URL(target, from);
	} catch {
		throw new NoAnswer('It redirects to something that is no address.');
	}
}

/** RFC 9110, 15.4: 307 and 308 repeat the request; the others ask again with GET and without its body. */
function redirected(request: PlainRequest, url: URL, status: number): PlainRequest {
	if (status === 307 || status === 308 || request.method === 'GET' || request.method === 'HEAD') {
		return {...request, url};
	}
	const {body: _, ...rest} = request;
	const headers = Object.fromEntries(
		Object.entries(request.headers).filter(([name]) => !/^content-/i.test(name)),
	);
	return {...rest, url, headers, method: 'GET'};
}

async function sendOnce(sending: Sending): Promise<Omit<Response, 'latencyMs' | 'url' | 'hops'>> {
	const {request, agent, wants, signal} = sending;
	const host = request.url.hostname.replace(/^\[|\]$/g, '');
	if (isIP(host) !== 0) {
		checkAddress(host, wants);
	}
	const {request: send} = await import('./undici.ts');
	const answer = await send(request.url, {
		dispatcher: agent,
		method: request.method as Dispatcher.HttpMethod,
		headers: {'accept-encoding': 'identity', 'user-agent': 'gonogo', ...request.headers},
		body: request.body ?? null,
		signal,
		// The signal is the limit for all of it; these only keep undici's own (300 s) from being the shorter one.
		headersTimeout: 0,
		bodyTimeout: 0,
	});
	const headers: Record<string, string> = {};
	for (const [name, value] of Object.entries(answer.headers)) {
		headers[name] = Array.isArray(value) ? value.join(', ') : (value ?? '');
	}
	return {status: answer.statusCode, headers, ...(await readBody(answer.body))};
}

async function readBody(body: AsyncIterable<Uint8Array>): Promise<{body: string; isCut: boolean}> {
	const chunks: Uint8Array[] = [];
	let bytes = 0;
	for await (const chunk of body) {
		chunks.push(chunk.subarray(0, bodyBytesMax - bytes));
		bytes += chunk.length;
		if (bytes > bodyBytesMax) {
			return {body: Buffer.concat(chunks).toString('utf8'), isCut: true};
		}
	}
	return {body: Buffer.concat(chunks).toString('utf8'), isCut: false};
}
