import type headless from '@xterm/headless';

type Xterm = InstanceType<typeof headless.Terminal>;

export type Paper = 'dark' | 'light';

/** Colours of a terminal: 0 to 15, then the ground and the ink. */
const papers: Readonly<
	Record<Paper, {readonly ink: string; readonly ground: string; readonly palette: readonly string[]}>
> = {
	dark: {
		ink: '#d4d7dc',
		ground: '#15181d',
		palette: [
			'#15181d',
			'#e0605e',
			'#8ec07c',
			'#d9a441',
			'#5b9bd5',
			'#c586c0',
			'#4fb9af',
			'#d4d7dc',
			'#6b7280',
			'#ff7b72',
			'#a5d68f',
			'#f0c060',
			'#79b8ff',
			'#d2a8ff',
			'#76d7ea',
			'#ffffff',
		],
	},
	light: {
		ink: '#24292f',
		ground: '#ffffff',
		palette: [
			'#24292f',
			'#b42318',
			'#116329',
			'#7d4e00',
			'#0550ae',
			'#8250df',
			'#0f6b74',
			'#6e7781',
			'#57606a',
			'#a40e26',
			'#1a7f37',
			'#9a6700',
			'#0969da',
			'#8250df',
			'#1b7c83',
			'#ffffff',
		],
	},
};

const cellWidth = 8.4;
const cellHeight = 18;
const margin = 14;

/** Draws what a terminal shows now as a picture: one text run for every stretch of equal looks, placed cell by cell. */
export function frameSvg(xterm: Xterm, paper: Paper = 'dark', title = 'gonogo'): string {
	const {ground} = papers[paper];
	const width = xterm.cols * cellWidth + 2 * margin;
	const height = xterm.rows * cellHeight + 2 * margin;
	const rows = Array.from({length: xterm.rows}, (_, row) => rowSvg(xterm, row, paper)).join('');
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${round(width)} ${height}" width="${round(width)}" height="${height}" font-family="'DejaVu Sans Mono','Menlo','Consolas',monospace" font-size="14" role="img" aria-label="${escaped(title)}">`,
		`<rect width="100%" height="100%" rx="8" fill="${ground}"/>`,
		rows,
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
type Run = {readonly looks: Looks; readonly column: number; readonly cells: number; readonly text: string};

function rowSvg(xterm: Xterm, row: number, paper: Paper): string {
	const runs = runsOf(xterm, row, paper);
	const y = margin + row * cellHeight;
	const grounds = runs
		.filter(run => run.looks.ground !== undefined)
		.map(
			run =>
				`<rect x="${x(run.column)}" y="${y}" width="${round(run.cells * cellWidth)}" height="${cellHeight}" fill="${run.looks.ground}"/>`,
		);
	const texts = runs
		.filter(run => run.text.trim() !== '')
		.map(
			run =>
				`<text x="${x(run.column)}" y="${y + 13.5}" ${attributes(run)} xml:space="preserve" textLength="${round(run.cells * cellWidth)}" lengthAdjust="spacing">${escaped(run.text)}</text>`,
		);
	return [...grounds, ...texts].join('\n');
}

function attributes({looks}: Run): string {
	return [
		`fill="${looks.ink}"`,
		looks.bold ? 'font-weight="bold"' : '',
		looks.italic ? 'font-style="italic"' : '',
		looks.dim ? 'opacity="0.62"' : '',
		looks.underline ? 'text-decoration="underline"' : '',
	]
		.filter(attribute => attribute !== '')
		.join(' ');
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
		if (last !== undefined && same(last.looks, looks) && isPlain(text) && isPlain(last.text)) {
			runs[runs.length - 1] = {...last, cells: last.cells + cell.getWidth(), text: last.text + text};
		} else {
			runs.push({looks, column, cells: cell.getWidth(), text});
		}
	}
	return runs;
}

/** Anything else may be drawn wider or narrower by a picture's font, so it stands alone. */
function isPlain(text: string): boolean {
	return /^[ -~]*$/.test(text);
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
	return (
		a.ink === b.ink &&
		a.ground === b.ground &&
		a.bold === b.bold &&
		a.dim === b.dim &&
		a.italic === b.italic &&
		a.underline === b.underline
	);
}

function x(column: number): number {
	return round(margin + column * cellWidth);
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
