import type {HttpRequest} from '../../runbook/work-model.ts';
import {fillJson, fillPlain, fillUrl, unfilled} from '../fill.ts';
import type {Attempt} from '../finding.ts';
import type {PlainRequest} from './exchange.ts';

export type Prepared =
	| {readonly ok: true; readonly request: PlainRequest}
	| {readonly ok: false; readonly why: string};

/** Fills in a request's placeholders, each as its place demands, and refuses what must not be sent. */
export function prepare(attempt: Attempt, request: HttpRequest): Prepared {
	const values = {...attempt.order.values, ...secretsOf(attempt)};
	const parts = [request.url, ...Object.values(request.headers), request.body ?? ''];
	const open = parts.flatMap(part => unfilled(part, values));
	if (open.length > 0) {
		return {ok: false, why: `There is no value for ${[...new Set(open)].join(', ')}.`};
	}
	const url = urlOf(fillUrl(request.url, values));
	if (typeof url === 'string') {
		return {ok: false, why: url};
	}
	const headers: Record<string, string> = {};
	for (const [name, text] of Object.entries(request.headers)) {
		const value = fillPlain(text, values);
		if (/[\r\n\0]/.test(value)) {
			return {
				ok: false,
				why: `The value for the header ${name} has a line break in it, which would add headers of its own.`,
			};
		}
		headers[name] = value;
	}
	const body = request.body === undefined ? undefined : fillBody(request.body, headers, values);
	const isSecret = parts.some(part => namesSecret(part, attempt));
	return {
		ok: true,
		request: {method: request.method, url, headers, isSecret, ...(body === undefined ? {} : {body})},
	};
}

/** Values of the secrets this step may see, by name. */
export function secretsOf({order, tools}: Attempt): Record<string, string> {
	return Object.fromEntries(
		order.secrets.flatMap(name => (tools.secrets[name] === undefined ? [] : [[name, tools.secrets[name]]])),
	);
}

function urlOf(text: string): URL | string {
	let url: URL;
	try {
		url = new URL(text);
	} catch {
		return `“${text}” is no address.`;
	}
	if (url.protocol !== 'http:' && url.protocol !== 'https:') {
		return `${url.protocol} addresses are not asked, only http: and https:.`;
	}
	return url.username === '' && url.password === ''
		? url
		: 'A user or password in an address ends up in logs; send an Authorization header with a secret input instead.';
}

function fillBody(
	body: string,
	headers: Readonly<Record<string, string>>,
	values: Readonly<Record<string, string>>,
): string {
	const type = Object.entries(headers).find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '';
	if (/\bjson\b/i.test(type) || (type === '' && /^\s*[[{]/.test(body))) {
		return fillJson(body, values);
	}
	if (/x-www-form-urlencoded/i.test(type)) {
		return fillPlain(
			body,
			Object.fromEntries(Object.entries(values).map(([name, value]) => [name, encodeURIComponent(value)])),
		);
	}
	return fillPlain(body, values);
}

/** A secret stands in the text: by its name, or by its value that an author wrote out. */
function namesSecret(text: string, {order, tools}: Attempt): boolean {
	return (
		order.secrets.some(name => unfilled(text, {}).includes(name)) ||
		tools.masked.some(value => text.includes(value))
	);
}
