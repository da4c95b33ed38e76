import {sanitiseLine} from '../text/sanitise.ts';

export type Cell = string | number | boolean | undefined;

/** One row as RFC 4180 has it, with its line end. A text that a spreadsheet would take for a formula is kept a text. */
export function csvRow(cells: readonly Cell[]): string {
	return `${cells.map(cell).join(',')}\r\n`;
}

function cell(value: Cell): string {
	const text = sanitiseLine(String(value ?? ''));
	const safe = typeof value === 'string' && /^[=+\-@]/.test(text) ? `'${text}` : text;
	return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
