import {refuse} from './refused.ts';

export type JsonLimits = {readonly bytesMax: number; readonly depthMax: number};

/**
Reads JSON (RFC 8259) and refuses what `JSON.parse` passes over in silence: two keys alike, `__proto__`, integers beyond
2^53, numbers beyond a double, lone surrogates, a byte order mark, bytes that are no UTF-8, anything after the value.

@throws Refused with the place, as an offset in UTF-16 units.
*/
export function readStrictJson(bytes: Uint8Array, limits: JsonLimits): unknown {
	if (bytes.byteLength > limits.bytesMax) {
		refuse(`it is longer than ${limits.bytesMax} bytes`);
	}
	const scanner: Scanner = {text: decode(bytes), at: 0, depthMax: limits.depthMax};
	const value = readValue(scanner, 0);
	skipSpace(scanner);
	if (scanner.at < scanner.text.length) {
		refuse(`something follows the JSON value at ${scanner.at}`);
	}
	return value;
}

/** UTF-8 without repair: an invalid byte or a byte order mark is refused. */
export function decode(bytes: Uint8Array): string {
	try {
		return new TextDecoder('utf-8', {fatal: true, ignoreBOM: true}).decode(bytes);
	} catch {
		return refuse('it is not valid UTF-8');
	}
}

type Scanner = {readonly text: string; at: number; readonly depthMax: number};

function readValue(scanner: Scanner, depth: number): unknown {
	if (depth > scanner.depthMax) {
		refuse(`it is nested deeper than ${scanner.depthMax}`);
	}
	skipSpace(scanner);
	switch (scanner.text[scanner.at]) {
		case '{':
			return readObject(scanner, depth);
		case '[':
			return readArray(scanner, depth);
		case '"':
			return readString(scanner);
		case 't':
			return readWord(scanner, 'true', true);
		case 'f':
			return readWord(scanner, 'false', false);
		case 'n':
			return readWord(scanner, 'null', null);
		default:
			return readNumber(scanner);
	}
}

function readObject(scanner: Scanner, depth: number): Record<string, unknown> {
	const object: Record<string, unknown> = {};
	const seen = new Set<string>();
	scanner.at++;
	if (isNext(scanner, '}')) {
		return object;
	}
	do {
		skipSpace(scanner);
		const key = readString(scanner);
		if (key === '__proto__' || seen.has(key)) {
			refuse(
				key === '__proto__'
					? 'it holds a key named __proto__'
					: `the key ${JSON.stringify(key)} stands twice in one object`,
			);
		}
		seen.add(key);
		expect(scanner, ':');
		object[key] = readValue(scanner, depth + 1);
	} while (isNext(scanner, ','));
	expect(scanner, '}');
	return object;
}

function readArray(scanner: Scanner, depth: number): unknown[] {
	const array: unknown[] = [];
	scanner.at++;
	if (isNext(scanner, ']')) {
		return array;
	}
	do {
		array.push(readValue(scanner, depth + 1));
	} while (isNext(scanner, ','));
	expect(scanner, ']');
	return array;
}

function readString(scanner: Scanner): string {
	const from = scanner.at;
	if (scanner.text[from] !== '"') {
		refuse(`a string is missing at ${from}`);
	}
	let at = take(plain, scanner.text, from + 1);
	let escaped = false;
	while (scanner.text[at] === '\\') {
		const after = take(escapeSign, scanner.text, at);
		if (after === at) {
			refuse(`an unknown escape stands at ${at}`);
		}
		escaped = true;
		at = take(plain, scanner.text, after);
	}
	if (scanner.text[at] !== '"') {
		refuse(`the string from ${from} has no end or holds a control character`);
	}
	scanner.at = at + 1;
	const value: string = escaped
		? JSON.parse(scanner.text.slice(from, at + 1))
		: scanner.text.slice(from + 1, at);
	return value.isWellFormed() ? value : refuse(`the string from ${from} holds half a character`);
}

const plain = /[^"\\\u0000-\u001f]*/y;
const escapeSign = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const space = /[ \t\n\r]*/y;

/** @returns where the match that begins exactly at `at` ends, or `at`. */
function take(pattern: RegExp, text: string, at: number): number {
	pattern.lastIndex = at;
	return pattern.test(text) ? pattern.lastIndex : at;
}

function readNumber(scanner: Scanner): number {
	const end = take(number, scanner.text, scanner.at);
	if (end === scanner.at) {
		refuse(`no JSON value stands at ${scanner.at}`);
	}
	const value = Number(scanner.text.slice(scanner.at, end));
	if (!Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value))) {
		refuse(`the number at ${scanner.at} is too large to be read exactly`);
	}
	scanner.at = end;
	return value;
}

function readWord<T>(scanner: Scanner, word: string, value: T): T {
	if (!scanner.text.startsWith(word, scanner.at)) {
		refuse(`no JSON value stands at ${scanner.at}`);
	}
	scanner.at += word.length;
	return value;
}

function skipSpace(scanner: Scanner): void {
	scanner.at = take(space, scanner.text, scanner.at);
}

function isNext(scanner: Scanner, sign: string): boolean {
	skipSpace(scanner);
	if (scanner.text[scanner.at] !== sign) {
		return false;
	}
	scanner.at++;
	return true;
}

function expect(scanner: Scanner, sign: string): void {
	if (!isNext(scanner, sign)) {
		refuse(`“${sign}” is missing at ${scanner.at}`);
	}
}
