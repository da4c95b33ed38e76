/** `{{name}}` in requests, addresses and messages, with the name in the first group. */
const placeholder = /\{\{\s*([\w.-]+)\s*\}\}/g;

/** Names of the placeholders that have no value. */
export function unfilled(text: string, values: Readonly<Record<string, string>>): readonly string[] {
	return [
		...new Set(
			[...text.matchAll(placeholder)]
				.map(match => match[1] ?? '')
				.filter(name => !Object.hasOwn(values, name)),
		),
	];
}

/** Fills in values as they are; for text that no program takes apart (a message, a path, a variable). */
export function fillPlain(text: string, values: Readonly<Record<string, string>>): string {
	return fillWith(text, values, value => value);
}

/** Fills in a regular expression: a value stands for its own characters and nothing else. */
export function fillPattern(source: string, values: Readonly<Record<string, string>>): string {
	return fillWith(source, values, value => value.replaceAll(/[$()*+.?[\\\]^{|}]/g, '\\$&'));
}

/**
Fills in a URL: a value at the very start stands as it is (an input of type `url`), every other is percent-encoded,
so that it can't leave its place.
*/
export function fillUrl(text: string, values: Readonly<Record<string, string>>): string {
	return fillWith(text.trim(), values, (value, at) =>
		at === 0 ? value.trim().replace(/\/+$/, '') : encodeURIComponent(value),
	);
}

/**
Fills in a JSON text: inside quotes a value is escaped as string content; outside it stands as a number, `true`, `false`
or `null` where it is one, else as a quoted string.
*/
export function fillJson(text: string, values: Readonly<Record<string, string>>): string {
	return fillWith(text, values, (value, at) =>
		isInsideString(text, at) ? JSON.stringify(value).slice(1, -1) : bareJson(value),
	);
}

function fillWith(
	text: string,
	values: Readonly<Record<string, string>>,
	put: (value: string, at: number) => string,
): string {
	return text.replaceAll(placeholder, (whole, name: string, at: number) => {
		const value = Object.hasOwn(values, name) ? values[name] : undefined;
		return value === undefined ? whole : put(value, at);
	});
}

function isInsideString(text: string, at: number): boolean {
	let inside = false;
	for (let index = 0; index < at; index += 1) {
		if (text[index] === '\\' && inside) {
			index += 1;
		} else if (text[index] === '"') {
			inside = !inside;
		}
	}
	return inside;
}

function bareJson(value: string): string {
	return /^(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)$/.test(value)
		? value
		: JSON.stringify(value);
}
