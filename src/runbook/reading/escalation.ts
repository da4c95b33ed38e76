import {parseDuration} from '../../text/duration.ts';
import type {List} from './blocks.ts';
import type {Sheet} from './draft.ts';
import {textOf} from './ordered-mood.ts';
import {plainText} from './plain.ts';

type Row = {readonly line: number; readonly cells: readonly string[]};

/** One row of a contact table; columns are found by their heading, the first without a meaning of its own says what for. */
export function addContact(sheet: Sheet, header: readonly string[], row: Row): void {
	const cells = row.cells.map(cell => plainText(cell));
	const contactAt =
		indexOf(header, /\b(?:contact|who|team|person|name|owner|on-?call)\b/) ?? Math.min(1, header.length - 1);
	const channelAt = indexOf(
		header,
		/\b(?:phone|email|e-mail|slack|pager\w*|channel|reach|method)\b/,
		contactAt,
	);
	const withinAt =
		indexOf(header, /\b(?:response|within|time|sla|soon|hours)\b/, contactAt) ??
		indexOf(cells, /\b\d+\s*(?:min|hour|h\b|m\b)|^immediate/i, contactAt);
	const named = indexOf(
		header,
		/\b(?:issue|problem|severity|incident|situation|what|scenario|type|level|area|role|when|reason)\b/,
		contactAt,
	);
	const issueAt =
		named !== undefined && named !== withinAt
			? named
			: header.findIndex((_, index) => ![contactAt, channelAt, withinAt].includes(index));
	const within = withinAt === undefined ? '' : (cells[withinAt] ?? '');
	const channel = channelAt === undefined ? '' : (cells[channelAt] ?? '');
	const withinMs = durationOf(within);
	sheet.escalation.push({
		issue: cells[issueAt] ?? '',
		contact: cells[contactAt] ?? '',
		within,
		line: row.line,
		...(withinMs === undefined ? {} : {withinMs}),
		...(channel === '' ? {} : {channel}),
	});
}

function indexOf(texts: readonly string[], pattern: RegExp, except = -1): number | undefined {
	const index = texts.findIndex((text, at) => at !== except && pattern.test(text));
	return index < 0 ? undefined : index;
}

/** Bullets of an escalation section: `- **DBA team**: #db-oncall (15 minutes)`. */
export function addContactList(sheet: Sheet, list: List): void {
	for (const item of list.items) {
		const text = plainText(textOf(item));
		if (text === '' || /^\W*escalate\b|\bif:/i.test(text)) continue;
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
