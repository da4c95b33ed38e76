import type headless from '@xterm/headless';
import {boxPath} from './box-path.ts';

type Xterm = InstanceType<typeof headless.Terminal>;

export type Paper = 'dark' | 'light';

/** Colours of a terminal: 0 to 15, then the ground and the ink. */
const papers: Readonly<
	Record<Paper, {readonly ink: string; readonly ground: string; readonly palette: readonly string[]}>
> = {
	dark: {
		ink: '#d4d7dc',
		ground: '#15181d',
		palette: (
			'#15181d #e0605e #8ec07c #d9a441 #5b9bd5 #c586c0 #4fb9af #d4d7dc ' +
			'#6b7280 #ff7b72 #a5d68f #f0c060 #79b8ff #d2a8ff #76d7ea #ffffff'
		).split(' '),
	},
	light: {
		ink: '#24292f',
		ground: '#ffffff',
		palette: (
			'#24292f #b42318 #116329 #7d4e00 #0550ae #8250df #0f6b74 #6e7781 ' +
			'#57606a #a40e26 #1a7f37 #9a6700 #0969da #8250df #1b7c83 #ffffff'
		).split(' '),
	},
};

const cellWidth = 8.4;
const cellHeight = 18;
const margin = 14;
/** From a row's top to the line its letters stand on. */
const baseline = 13.5;

/**
Draws what a terminal shows now as a picture: one text for every stretch of equal looks, placed cell by cell; lines of
boxes as strokes, so that they join in every font.
*/
export function frameSvg(xterm: Xterm, paper: Paper = 'dark', title = 'gonogo'): string {
	const width = round(xterm.cols * cellWidth + 2 * margin);
	const height = xterm.rows * cellHeight + 2 * margin;
	const runs = Array.from({length: xterm.rows}, (_, row) => runsOf(xterm, row, paper)).flat();
	const classes = new Map<string, string>();
	const nameOf = (looks: Looks) => {
		const style = styleOf(looks);
		const known = classes.get(style) ?? `l${classes.size}`;
		classes.set(style, known);
		return known;
	};
	const drawn = [
		...runs.map(groundSvg),
		...strokesSvg(runs),
		...runs.map(run => textSvg(run, nameOf(run.looks))),
	];
	const styles = [...classes].map(([style, name]) => `.${name}{${style}}`).join('');
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="'DejaVu Sans Mono','Menlo','Consolas',monospace" font-size="14" xml:space="preserve" role="img" aria-label="${escaped(title)}">`,
		`<style>${styles}</style>`,
		`<rect width="100%" height="100%" rx="8" fill="${papers[paper].ground}"/>`,
		...drawn.filter(part => part !== ''),
		'</svg>\n',
	].join('\n');
}

type Looks = {
	readonly ink: string;
	readonly ground: string | undefined;
	readonly bold: boolean;
	readonly dim: boolean;
	readonly italic: boolean;
	readonly underline: boolean;
};
type Run = {
	readonly looks: Looks;
	readonly row: number;
	readonly column: number;
	readonly cells: number;
	readonly text: string;
};

function groundSvg({looks, row, column, cells}: Run): string {
	return looks.ground === undefined
		? ''
		: `<rect x="${x(column)}" y="${y(row)}" width="${round(cells * cellWidth)}" height="${cellHeight}" fill="${looks.ground}"/>`;
}

/** One path for all lines of the same ink. */
function strokesSvg(runs: readonly Run[]): readonly string[] {
	const paths = new Map<string, string>();
	for (const {looks, row, column, text} of runs) {
		const path = boxPath(text, {x: x(column), y: y(row), width: cellWidth, height: cellHeight});
		if (path !== undefined) {
			const stroke = `stroke="${looks.ink}"${looks.dim ? ' opacity="0.5"' : ''}`;
			paths.set(stroke, (paths.get(stroke) ?? '') + path);
		}
	}
	return [...paths].map(([stroke, path]) => `<path fill="none" ${stroke} d="${path}"/>`);
}

function textSvg({row, column, cells, text}: Run, name: string): string {
	if (text.trim() === '' || boxPath(text, {x: 0, y: 0, width: 1, height: 1}) !== undefined) {
		return '';
	}
	const seen = text.trim();
	const before = text.length - text.trimStart().length;
	const length = round((cells - (text.length - seen.length)) * cellWidth);
	const fitted = seen.length > 1 ? ` textLength="${length}"` : '';
	return `<text class="${name}" x="${x(column + before)}" y="${y(row) + baseline}"${fitted}>${escaped(seen)}</text>`;
}

function styleOf({ink, bold, dim, italic, underline}: Looks): string {
	return [
		`fill:${ink}`,
		bold ? 'font-weight:bold' : '',
		italic ? 'font-style:italic' : '',
		dim ? 'opacity:.62' : '',
		underline ? 'text-decoration:underline' : '',
	]
		.filter(part => part !== '')
		.join(';');
}

function runsOf(xterm: Xterm, row: number, paper: Paper): readonly Run[] {
	const buffer = xterm.buffer.active.getLine(row);
	const runs: Run[] = [];
	for (let column = 0; column < xterm.cols; column += 1) {
		const cell = buffer?.getCell(column);
		if (cell === undefined || cell.getWidth() === 0) {
			continue;
		}
		const looks = looksOf(cell, paper);
		const last = runs.at(-1);
		const text = cell.getChars() || ' ';
		if (last !== undefined && same(last.looks, looks) && isAlike(text, last.text)) {
			runs[runs.length - 1] = {...last, cells: last.cells + cell.getWidth(), text: last.text + text};
		} else {
			runs.push({looks, row, column, cells: cell.getWidth(), text});
		}
	}
	return runs;
}

/** Anything but plain letters may be drawn wider or narrower by a picture's font, so it stands alone; lines are one stroke. */
function isAlike(text: string, before: string): boolean {
	return (
		(/^[ -~]*$/.test(text) && /^[ -~]*$/.test(before)) || (/^[─╌]+$/.test(before) && before.startsWith(text))
	);
}

type Cell = NonNullable<ReturnType<NonNullable<ReturnType<Xterm['buffer']['active']['getLine']>>['getCell']>>;

function looksOf(cell: Cell, paper: Paper): Looks {
	const {palette, ink, ground} = papers[paper];
	const front = cell.isFgPalette() ? (palette[cell.getFgColor()] ?? ink) : ink;
	const back = cell.isBgPalette() ? palette[cell.getBgColor()] : undefined;
	const isInverse = cell.isInverse() !== 0;
	return {
		ink: isInverse ? (back ?? ground) : front,
		ground: isInverse ? front : back,
		bold: cell.isBold() !== 0,
		dim: cell.isDim() !== 0,
		italic: cell.isItalic() !== 0,
		underline: cell.isUnderline() !== 0,
	};
}

function same(a: Looks, b: Looks): boolean {
	return styleOf(a) === styleOf(b) && a.ground === b.ground;
}

function x(column: number): number {
	return round(margin + column * cellWidth);
}

function y(row: number): number {
	return margin + row * cellHeight;
}

function round(value: number): number {
	return Math.round(value * 10) / 10;
}

function escaped(text: string): string {
	return text
		.replaceAll('&', '&amp;')
		.replaceAll('<', '&lt;')
		.replaceAll('>', '&gt;')
		.replaceAll('"', '&quot;');
}
