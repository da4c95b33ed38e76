/** Steps of a path into a JSON value. */
type Path = readonly (string | number)[];

/** A path deeper than this is a mistake. */
const depthMax = 64;

/**
Reads `$.data.items[0].name`, `data.items[0]`, `$["odd.name"]`, and `length` of a list at the end.

@returns undefined when it is no such path.
*/
export function readJsonPath(text: string): Path | undefined {
	const path: (string | number)[] = [];
	const part = /(?:^|\.)([A-Za-z_][\w-]*)|\[(\d{1,9})\]|\[(?:"([^"]*)"|'([^']*)')\]/y;
	let at = text.startsWith('$') ? 1 : 0;
	while (at < text.length && path.length < depthMax) {
		part.lastIndex = at;
		const found = part.exec(text);
		if (found === null) {
			return undefined;
		}
		path.push(found[2] === undefined ? (found[1] ?? found[3] ?? found[4] ?? '') : Number(found[2]));
		at = part.lastIndex;
	}
	return at < text.length ? undefined : path;
}

/** @returns what stands there, or undefined. Own properties only. */
export function valueAt(value: unknown, path: Path): unknown {
	let here = value;
	for (const step of path) {
		if (typeof here !== 'object' || here === null) {
			return undefined;
		}
		if (Array.isArray(here) && step === 'length') {
			here = here.length;
			continue;
		}
		here = Object.hasOwn(here, step) ? (here as Record<string | number, unknown>)[step] : undefined;
	}
	return here;
}

/** A JSON value as text: strings bare, everything else as JSON. */
export function textOf(value: unknown): string {
	return typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing');
}

/** @returns undefined when the text is no JSON. */
export function parseJson(text: string): {readonly value: unknown} | undefined {
	try {
		return {value: JSON.parse(text)};
	} catch {
		return undefined;
	}
}
