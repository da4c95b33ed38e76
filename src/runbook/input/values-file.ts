import {parseDocument} from 'yaml';

/** Reads a flat YAML (or JSON) mapping of names and values. @returns undefined when it is anything else. */
export function readValues(text: string): Readonly<Record<string, string>> | undefined {
	const document = parseDocument(text, {schema: 'failsafe', uniqueKeys: true});
	const values: unknown = document.errors.length > 0 ? undefined : document.toJS({maxAliasCount: 0});
	if (typeof values !== 'object' || values === null || Array.isArray(values)) {
		return undefined;
	}
	const entries = Object.entries(values);
	return entries.every((entry): entry is [string, string] => typeof entry[1] === 'string')
		? Object.fromEntries(entries)
		: undefined;
}
