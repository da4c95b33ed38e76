import type {ShellCommand} from '../work-model.ts';
import type {Table} from './blocks.ts';
import type {Place, Sheet, TroubleDraft} from './draft.ts';
import {commonOf} from './draft.ts';
import {addContact} from './escalation.ts';
import {inlineCommands} from './inline.ts';
import {readLeadIn} from './lead-in.ts';
import {keep, manualStep} from './piece-steps.ts';
import {cut, plainText, titleOf} from './plain.ts';

/**
Reads a table by its header (rule R18). What it is not sure about stays a table to read.

@returns true when its rows went elsewhere, to the steps, the contacts or the troubleshooting entries.
*/
export function readTable(sheet: Sheet, place: Place, table: Table): boolean {
	const header = table.header.map(cell => plainText(cell).toLowerCase());
	const rows = table.rows.filter(
		row => !isTemplateRow(row.cells) && row.cells.some(cell => cell.trim() !== ''),
	);
	const kind = kindOf(header, place);
	for (const row of rows) keepAs(sheet, place, {kind, header, row});
	const isShown = kind === undefined || kind === 'decisions' || kind === 'inputs';
	if (isShown) {
		const {line, endLine} = table;
		sheet.references.push({kind: kind ?? 'table', line, endLine, rule: 'R18'});
	}
	return !isShown;
}

type Told = {readonly header: readonly string[]; readonly row: Row};

function keepAs(sheet: Sheet, place: Place, {kind, header, row}: Told & {kind: TableKind | undefined}): void {
	switch (kind) {
		case 'contacts':
			addContact(sheet, header, row);
			return;
		case 'troubles':
			keepTrouble(sheet, place, {header, row});
			return;
		case 'steps':
			keepRow(sheet, place, {header, row, as: 'manual'});
			return;
		case 'checks':
			keepRow(sheet, place, {header, row, as: 'check'});
			return;
		default:
			return;
	}
}

type Row = Table['rows'][number];
type TableKind = 'contacts' | 'troubles' | 'steps' | 'checks' | 'decisions' | 'inputs';

function kindOf(header: readonly string[], place: Place): TableKind | undefined {
	const has = (pattern: RegExp): boolean => header.some(cell => pattern.test(cell));
	const isContacts =
		has(/\b(?:contact|who|team|person|name|owner|on-?call|escalat\w*)\b/) &&
		has(
			/\b(?:contact|phone|email|e-mail|slack|pager\w*|response|within|hours|sla|channel|when|escalat\w*|reach)\b/,
		);
	if (
		place.section.role === 'escalation'
			? header.length > 1
			: isContacts && has(/\b(?:contact|phone|email|e-mail|slack|pager\w*|escalat\w*)\b/)
	)
		return 'contacts';
	if (
		has(/\b(?:symptoms?|problems?|errors?|issues?|failures?|alert)\b/) &&
		has(
			/\b(?:cause|causes|fix|solutions?|actions?|resolution|remed\w+|mitigation|what to do|check|workaround)\b/,
		)
	)
		return 'troubles';
	if (
		has(
			/^(?:parameter|variable|flag|option|argument|input|env(?:ironment)?(?: variable)?|setting|key|placeholder)s?\b/,
		)
	)
		return 'inputs';
	if (has(/^(?:pattern|source)\b/) && has(/\bcommands?\b/)) return 'decisions';
	const isWalked =
		place.section.role !== 'reference' &&
		place.section.role !== 'briefing' &&
		place.section.role !== 'escalation';
	if (
		isWalked &&
		has(/^(?:#|no\.?|step|steps|phase|order|seq\w*|nr\.?)$/) &&
		has(
			/\b(?:actions?|tasks?|activit(?:y|ies)|descriptions?|what|procedure|commands?|instructions?|details?|step|do)\b/,
		) &&
		header.length > 1
	)
		return 'steps';
	if (
		isWalked &&
		has(/\b(?:expected|expect|pass criteria|should)\b(?! (?:time|duration|downtime))/) &&
		has(/\b(?:commands?|checks?|areas?|tests?|verif\w+|items?|url|endpoint|metrics?|components?|services?)\b/)
	)
		return 'checks';
	return;
}

/** Every cell a placeholder: a row to copy, not to read. */
function isTemplateRow(cells: readonly string[]): boolean {
	const filled = cells.filter(cell => cell.trim() !== '');
	return (
		filled.length > 0 &&
		filled.every(cell => /^(?:`?<[^<>]{1,80}>`?|_{3,}|\.{3}|…|\{\{[^{}]{1,80}\}\})$/.test(cell.trim()))
	);
}

function cellOf(header: readonly string[], row: Row, pattern: RegExp): string | undefined {
	const index = header.findIndex(cell => pattern.test(cell));
	const cell = index < 0 ? undefined : row.cells[index]?.trim();
	return cell === '' ? undefined : cell;
}

function commandsOf(row: Row): readonly ShellCommand[] {
	return row.cells.flatMap(cell => inlineCommands(cell, row.line));
}

function keepRow(sheet: Sheet, place: Place, {header, row, as}: Told & {as: 'manual' | 'check'}): void {
	const number = /^(?:#|no\.?|order|seq\w*|nr\.?)$/;
	const title =
		cellOf(
			header,
			row,
			as === 'check'
				? /\b(?:areas?|checks?|tests?|items?|what|verif\w+|endpoint|metrics?|components?|services?)\b/
				: /\b(?:actions?|tasks?|activit|procedure|instructions?|what|descriptions?)\b/,
		) ??
		row.cells.find(
			(cell, index) =>
				cell.trim() !== '' && !number.test(header[index] ?? '') && !/^\d+[.)]?$/.test(cell.trim()),
		) ??
		'';
	const expect = cellOf(header, row, /\b(?:expected|expect|pass criteria|should)\b/);
	const rest = row.cells
		.map((cell, index) => ({cell: cell.trim(), name: header[index] ?? ''}))
		.filter(({cell, name}) => cell !== '' && cell !== title && cell !== expect && !number.test(name))
		.map(({cell, name}) => (name === '' ? cell : `${name}: ${cell}`));
	const prose = {
		...(expect === undefined ? {} : {expect}),
		...(rest.length > 0 ? {explanation: rest.join('\n')} : {}),
	};
	const text = titleOf(title);
	if (text === '') return;
	const base = {
		title: text,
		line: row.line,
		endLine: row.line,
		rule: 'R18',
		prose,
		optional: readLeadIn(text).conditional,
	};
	const suggested = commandsOf(row);
	if (as === 'manual') {
		keep(sheet, place, {step: manualStep(place, base, {suggested}), attributes: []});
		return;
	}
	const check = {
		...commonOf(place, base),
		kind: 'check',
		answer: {is: 'tick'},
		points: [],
		tickedInFile: false,
		suggested,
		isGroup: false,
	} as const;
	keep(sheet, place, {step: check, attributes: []});
}

function keepTrouble(sheet: Sheet, place: Place, {header, row}: Told): void {
	const symptom =
		cellOf(header, row, /\b(?:symptoms?|problems?|errors?|issues?|failures?|alert)\b/) ?? row.cells[0] ?? '';
	const advice = row.cells
		.map((cell, index) => ({cell: cell.trim(), name: header[index] ?? ''}))
		.filter(({cell}) => cell !== '' && cell !== symptom)
		.map(({cell, name}) => (name === '' ? cell : `${name}: ${cell}`))
		.join('\n');
	const trouble: TroubleDraft = {
		title: cut(plainText(symptom), 120),
		line: row.line,
		symptom: plainText(symptom),
		advice,
	};
	sheet.troubles.push(trouble);
	const suggested = commandsOf(row);
	if (suggested.length === 0) return;
	const aside: Place = {...place, branch: 'aside', trouble};
	const base = {title: trouble.title, line: row.line, endLine: row.line, rule: 'R18'};
	keep(sheet, aside, {step: manualStep(aside, base, {suggested}), attributes: []});
}
