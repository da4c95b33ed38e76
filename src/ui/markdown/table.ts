import type {Inline, Passage} from '../../runbook/reading/prose.ts';
import {blank, type Line, line, lineWidth, padLine, span, wrapLine} from '../line.ts';
import {inlineLines} from './inline.ts';

type Table = Extract<Passage, {is: 'table'}>;

/** A table whose columns share the width by what they hold; a cell that is too wide is wrapped inside its column. */
export function tableLines(table: Table, width: number): readonly Line[] {
	const columns = Math.max(table.head.length, ...table.rows.map(row => row.length), 1);
	const head = cells(table.head, columns, true);
	const rows = table.rows.map(row => cells(row, columns, false));
	const widths = shares([head, ...rows], width - gap.length * (columns - 1));
	const rule = line(span(widths.map(size => '─'.repeat(size)).join('  '), 'quiet'));
	return [...rowLines(head, widths), rule, ...rows.flatMap(row => rowLines(row, widths))];
}

const gap = '  ';
/** No column gets narrower than this while there is room at all. */
const columnMin = 4;

function cells(row: readonly (readonly Inline[])[], columns: number, isHead: boolean): readonly Line[] {
	return Array.from({length: columns}, (_, at) =>
		inlineLines(row[at] ?? [], isHead ? {bold: true} : {}).flat(),
	);
}

/** Narrow columns get what they need; the wide ones share what is left. */
function shares(rows: readonly (readonly Line[])[], width: number): readonly number[] {
	const wanted = (rows[0] ?? []).map((_, at) => Math.max(1, ...rows.map(row => lineWidth(row[at] ?? blank))));
	let left = Math.max(width, wanted.length);
	let open = wanted.length;
	const sizes = new Map<number, number>();
	for (const [at, size] of [...wanted.entries()].sort((a, b) => a[1] - b[1])) {
		const given = Math.min(size, Math.max(Math.min(columnMin, left), Math.floor(left / open)));
		sizes.set(at, given);
		left -= given;
		open -= 1;
	}
	return wanted.map((size, at) => sizes.get(at) ?? size);
}

function rowLines(row: readonly Line[], widths: readonly number[]): readonly Line[] {
	const wrapped = row.map((cell, at) => wrapLine(cell, Math.max(1, widths[at] ?? 1)));
	const height = Math.max(1, ...wrapped.map(rows => rows.length));
	return Array.from({length: height}, (_, y) =>
		row.flatMap((_, at) => [
			...(at === 0 ? [] : [span(gap)]),
			...padLine(wrapped[at]?.[y] ?? blank, widths[at] ?? 1),
		]),
	);
}
