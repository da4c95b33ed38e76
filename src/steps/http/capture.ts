import {readPattern, withinReason} from '../../text/pattern.ts';
import {parseJson, readJsonPath, textOf, valueAt} from '../json-path.ts';
import type {Response} from './exchange.ts';

/** A value is `status`, `header NAME`, a JSON path, or a regular expression over the body whose first group counts. */
export function captureFrom(
	response: Response,
	capture: Readonly<Record<string, string>>,
): {values: Record<string, string>; missing: readonly string[]} {
	const values: Record<string, string> = {};
	for (const [name, from] of Object.entries(capture)) {
		const value = capturedBy(response, from);
		if (value !== undefined) {
			values[name] = value.slice(0, captureCharsMax);
		}
	}
	return {values, missing: Object.keys(capture).filter(name => values[name] === undefined)};
}

/** A captured value is a name, a digest, a path; more is a body, not a value. UTF-16 units. */
const captureCharsMax = 4096;

function capturedBy(response: Response, from: string): string | undefined {
	if (from === 'status') {
		return String(response.status);
	}
	const header = /^header[: ]\s*(\S+)$/i.exec(from)?.[1];
	if (header !== undefined) {
		return response.headers[header.toLowerCase()];
	}
	const path = readJsonPath(from);
	const json = path === undefined ? undefined : parseJson(response.body);
	const value = path === undefined || json === undefined ? undefined : valueAt(json.value, path);
	if (value !== undefined) {
		return textOf(value);
	}
	const pattern = from.startsWith('$') ? undefined : readPattern(from);
	const match =
		pattern?.ok === true ? withinReason(() => pattern.regex.exec(response.body))?.value : undefined;
	return match?.[1] ?? match?.[0];
}
