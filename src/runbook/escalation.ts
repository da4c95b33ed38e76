import {parseDuration} from '../text/duration.ts';
import type {List} from './blocks.ts';
import type {Sheet} from './draft.ts';
import {textOf} from './ordered-mood.ts';
import {plainText} from './plain.ts';

type Row = {readonly line: number; readonly cells: readonly string[]};

/** One row of a contact table; columns are found by their heading, else taken in order: what, who, how soon. */
export function addContact(sheet: Sheet, header: readonly string[], row: Row): void {
	const at = (pattern: RegExp, fallback: number): string => {
		const index = header.findIndex(cell => pattern.test(cell));
		return plainText(row.cells[index < 0 ? fallback : index] ?? '');
	};
	const has = (pattern: RegExp): boolean => header.some(cell => pattern.test(cell));
	const issue = at(
		/\b(?:issue|problem|severity|incident|situation|what|scenario|type|level|area|role|when|reason)\b/,
		0,
	);
	const contact = at(/\b(?:contact|who|team|person|name|owner|on-?call)\b/, 1);
	const within =
		has(/\b(?:response|within|time|sla|soon|hours)\b/) || header.length > 2
			? at(/\b(?:response|within|time|sla|soon|hours)\b/, 2)
			: '';
	const channel = has(/\b(?:phone|email|e-mail|slack|pager\w*|channel|reach|method)\b/)
		? at(/\b(?:phone|email|e-mail|slack|pager\w*|channel|reach|method)\b/, 3)
		: '';
	const withinMs = durationOf(within);
	sheet.escalation.push({
		issue,
		contact,
		within,
		line: row.line,
		...(withinMs === undefined ? {} : {withinMs}),
		...(channel === '' ? {} : {channel}),
	});
}

/** Bullets of an escalation section: `- **DBA team**: #db-oncall (15 minutes)`. */
export function addContactList(sheet: Sheet, list: List): void {
	for (const item of list.items) {
		const text = plainText(textOf(item));
		if (text === '') continue;
		const split = /^(.{1,80}?)\s*(?::|\s[-–—]|→|->)\s+(.+)$/.exec(text);
		const within =
			/\(?\b(immediate(?:ly)?|(?:within )?\d+\s*(?:minutes?|mins?|m|hours?|hrs?|h))\b\)?/i.exec(text)?.[1] ??
			'';
		const withinMs = durationOf(within);
		sheet.escalation.push({
			issue: split?.[1] ?? '',
			contact: split?.[2] ?? text,
			within,
			line: item.line,
			...(withinMs === undefined ? {} : {withinMs}),
		});
	}
}

/** "15 minutes", "2h", "Immediate"; the first number and unit count. */
function durationOf(text: string): number | undefined {
	if (/\bimmediate|\bat once\b|\bnow\b/i.test(text)) return 0;
	const match = /(\d+(?:\.\d+)?)\s*(seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|[smhd])\b/i.exec(text);
	return match ? parseDuration(`${match[1]}${(match[2] ?? '').charAt(0).toLowerCase()}`) : undefined;
}
