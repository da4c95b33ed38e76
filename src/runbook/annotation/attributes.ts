import type {Problem} from '../model.ts';
import {nearest} from '../schema/nearest.ts';
import {attributeNames, flagNames} from './attribute-names.ts';

/** What an author wrote about a fence, a heading or a task, name by name. Names are lower case with `-`. */
export type Attributes = {
	readonly id?: string;
	/** Names that stand alone or say `true`. One that says `false` is a value. */
	readonly flags: ReadonlySet<string>;
	readonly values: ReadonlyMap<string, string>;
	/** 1-based line they stand in. */
	readonly line: number;
};

export type AttributeReading = {readonly attributes: Attributes; readonly problems: readonly Problem[]};

export const noAttributes: Attributes = {flags: new Set(), values: new Map(), line: 1};

/** An info string or comment is read to this length. */
const sourceMax = 4000;
/** More attributes on one fence are not read. */
const attributesMax = 64;

/**
Reads the attributes of a fence's info string: `sh {#id key=value flag}`, `sh {"name":"id"}`, `sh { name=id }`.
Attributes of other programs are ignored, unless one of ours stands beside them.

@param column 1-based column of the info string's first character.
*/
export function readInfoString(info: string, line: number, column = 4): AttributeReading {
	const at = info.slice(0, sourceMax).search(/(?<=\S\s*)\{(?!\{)/);
	const source = at === -1 ? undefined : info.slice(at, sourceMax);
	const end = source?.lastIndexOf('}') ?? -1;
	if (source === undefined || end === -1) {
		return {attributes: {...noAttributes, line}, problems: []};
	}
	const given = fromJson(source.slice(0, end + 1)) ?? tokens(source.slice(1, end), column + at + 1);
	return read(given, {line, column: column + at, ours: false});
}

/**
Reads `<!-- gonogo: key=value flag #id -->`.

@returns undefined when the comment isn't one of ours.
*/
export function readCommentAttributes(html: string, line: number, column = 1): AttributeReading | undefined {
	const match = /^\s*<!--\s*gonogo\b\s*:?/.exec(html);
	if (match === null) {
		return undefined;
	}
	const end = html.indexOf('-->', match[0].length);
	const source = html.slice(match[0].length, Math.min(end === -1 ? html.length : end, sourceMax));
	return read(tokens(source, column + match[0].length), {line, column, ours: true});
}

/** One attribute as written. */
type Given = {readonly name: string; readonly value: string | undefined; readonly column: number};
type Place = {readonly line: number; readonly column: number; readonly ours: boolean};

function fromJson(source: string): readonly Given[] | undefined {
	if (!/^\{\s*"/.test(source)) {
		return undefined;
	}
	try {
		const parsed: unknown = JSON.parse(source);
		return Object.entries(parsed ?? {}).map(([name, value]) => ({
			name,
			value: typeof value === 'string' ? value : JSON.stringify(value),
			column: 0,
		}));
	} catch {
		return undefined;
	}
}

const token =
	/#(?<id>[^\s#{}=]+)|(?<name>[A-Za-z][\w.-]*)(?:\s?=\s?(?:"(?<double>(?:[^"\\]|\\.)*)"|'(?<single>[^']*)'|(?<slashed>\/(?:[^/\\]|\\.)*\/)(?=[\s,}]|$)|(?<bare>[^\s"'][^\s]*)))?|\S+/g;

function tokens(source: string, column: number): readonly Given[] {
	const given: Given[] = [];
	for (const match of source.matchAll(token)) {
		const {id, name, double, single, slashed, bare} = match.groups ?? {};
		const at = column + match.index;
		if (id !== undefined) {
			given.push({name: 'id', value: id, column: at});
		} else if (name !== undefined) {
			const value = double?.replaceAll(/\\(["\\])/g, '$1') ?? single ?? slashed ?? bare?.replace(/,$/, '');
			given.push({name, value, column: at});
		}
	}
	return given.slice(0, attributesMax);
}

/** Names other programs use for what we know under another. */
const synonyms: Readonly<Record<string, string>> = {
	name: 'id',
	quiet: 'quiet-for',
	shell: 'interpreter',
	db: 'connection',
	retries: 'retry',
};

function read(given: readonly Given[], place: Place): AttributeReading {
	const hasName = given.some(({name}) => name === 'name');
	const meant = given.filter(
		({name, value}) =>
			!(name === 'id' && hasName && value !== undefined && /^[0-9A-HJKMNP-TV-Z]{26}$/.test(value)),
	);
	const known = meant.map(one => ({...one, name: canonical(one.name)}));
	const isOurs =
		place.ours ||
		known.some(({name}, index) =>
			name === 'id' ? meant[index]?.name === 'id' : attributeNames.has(name) && !shared.has(name),
		);
	const flags = new Set<string>();
	const values = new Map<string, string>();
	let id: string | undefined;
	for (const {name, value} of known.filter(one => attributeNames.has(one.name))) {
		if (name === 'id') {
			id ??= value === undefined ? undefined : slugOf(value);
		} else if (value === undefined || (value === 'true' && flagNames.has(name))) {
			flags.add(name);
		} else {
			values.set(name, value);
		}
	}
	const problems = isOurs
		? known.flatMap((one, index) => problemsOf(one, meant[index]?.name ?? one.name, place))
		: [];
	return {attributes: {...(id === undefined ? {} : {id}), flags, values, line: place.line}, problems};
}

/** Names that other programs use as well: alone they don't make a fence ours. */
const shared = new Set([
	'id',
	'interactive',
	'background',
	'cwd',
	'interpreter',
	'env',
	'timeout',
	'title',
	'run',
	'file',
	'show',
	'output',
	'on',
	'include',
]);

function canonical(name: string): string {
	const lower = name
		.replaceAll(/([a-z])([A-Z])/g, '$1-$2')
		.replaceAll('_', '-')
		.toLowerCase();
	return attributeNames.has(lower) ? lower : (synonyms[lower] ?? lower);
}

/** Runme writes names with capitals and spaces; ids are lower case. */
function slugOf(value: string): string {
	return value.trim().toLowerCase().replaceAll(/\s+/g, '-').slice(0, 200);
}

function problemsOf(one: Given, written: string, place: Place): readonly Problem[] {
	const where = {line: place.line, column: Math.max(1, one.column || place.column)};
	if (one.name === 'id') {
		const isId = /^[a-z0-9._-]{1,64}$/.test(slugOf(one.value ?? ''));
		return isId
			? []
			: [
					{
						code: 'attribute.value',
						severity: 'error',
						...where,
						message: `“${one.value ?? ''}” can't be an id.`,
						hint: 'An id is 1 to 64 of a–z, 0–9, “.”, “_” and “-”.',
					},
				];
	}
	if (!attributeNames.has(one.name) || (one.name === 'include' && !place.ours)) {
		return runmeNames.has(written) ? [] : [unknown(written, where)];
	}
	if (one.value === undefined && !flagNames.has(one.name)) {
		return [
			{
				code: 'attribute.value',
				severity: 'error',
				...where,
				message: `“${one.name}” has no value.`,
				hint: `Write ${one.name}=… (quote it when it holds a space).`,
			},
		];
	}
	const isWrongFlag =
		one.value !== undefined &&
		flagNames.has(one.name) &&
		!alsoValues.has(one.name) &&
		!/^(?:true|false)$/.test(one.value);
	return isWrongFlag
		? [
				{
					code: 'attribute.value',
					severity: 'error',
					...where,
					message: `“${one.name}” is “${one.value}”; it is true or false.`,
					hint: `Write “${one.name}” alone, or ${one.name}=false.`,
				},
			]
		: [];
}

/** Flags that may carry a value of another kind as well. */
const alsoValues = new Set(['emergency', 'background', 'show', 'output', 'run', 'evidence']);

/** Attributes of runme that mean nothing here. */
const runmeNames = new Set([
	'excludeFromRunAll',
	'closeTerminalOnSuccess',
	'mimeType',
	'terminalRows',
	'category',
	'promptEnv',
	'openTerminalOnError',
	'tag',
	'runme',
]);

function unknown(name: string, where: {line: number; column: number}): Problem {
	const meant = nearest(name, attributeNames, 2);
	return {
		code: 'attribute.unknown',
		severity: 'warning',
		...where,
		message: `“${name}” is not an attribute gonogo knows, so it does nothing.`,
		hint: meant === undefined ? '`gonogo help format` lists them.' : `Did you mean “${meant}”?`,
	};
}
