import {widestTitle} from '../view/outline.ts';
import type {Frame} from './frame.ts';
import {headerRows} from './header.tsx';

/** Columns and rows of every part of the screen; they add up to the terminal's. */
export type Layout = {
	readonly columns: number;
	readonly rows: number;
	readonly header: number;
	/** 0: there is no room, or it was hidden. */
	readonly outline: number;
	readonly main: number;
	/** Rows between the header and the prompt. */
	readonly body: number;
	readonly prompt: number;
	/** A line between the parts; left out on small terminals. */
	readonly rules: boolean;
};

/** From here on the outline and the card stand side by side. Columns. */
const sideBySideMin = 76;
const outlineMin = 24;
const outlineMax = 60;
/** Of the width; where there is plenty the outline may have more, up to what its titles need. */
const outlineShare = 0.32;
const outlineShareWide = 0.4;
const wideFrom = 120;
/** Below this every row goes to words. Rows. */
const rulesFrom = 20;
/** The body keeps at least this much, whatever is asked. Rows. */
const bodyMin = 4;

/** @param promptLines rows the question would like to have. */
export function layoutOf(
	frame: Frame,
	size: {readonly columns: number; readonly rows: number},
	promptLines: number,
): Layout {
	const {columns, rows} = size;
	const rules = rows >= rulesFrom;
	const header = headerRows(frame, rows);
	const fixed = 1 + header + (rules ? 2 : 0);
	const prompt = Math.max(1, Math.min(promptLines, rows - fixed - bodyMin));
	const isBeside = columns >= sideBySideMin && frame.desk.outline && !frame.desk.enlarged;
	const outline = isBeside ? outlineColumns(frame, columns) : 0;
	return {
		columns,
		rows,
		header,
		outline,
		main: columns - outline,
		body: Math.max(1, rows - fixed - prompt),
		prompt,
		rules,
	};
}

/** As wide as its titles need, within its share: the same for a whole run, so that nothing moves. */
function outlineColumns({state}: Frame, columns: number): number {
	const share = columns >= wideFrom ? outlineShareWide : outlineShare;
	const most = Math.min(outlineMax, Math.floor(columns * share));
	return Math.max(outlineMin, Math.min(most, widestTitle(state) + besideTitle));
}

/** Pointer, sign, time and the bar beside a title. Columns. */
const besideTitle = 14;
