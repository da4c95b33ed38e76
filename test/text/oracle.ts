import xterm from '@xterm/headless';
import {wrap} from '../../src/text/width.ts';

const columns = 60;
const rows = 16;
/** Rows the output may use; all others are the gate's. */
const outputFrom = 5;
const outputRows = 6;

export type Observed = {
	/** Everything the terminal sent back, as if typed. */
	readonly replies: string;
	readonly title: string;
	readonly bells: number;
	readonly buffer: string;
	readonly modes: string;
	/** Text and looks of every cell outside the output's rows, and of the two columns beside it. */
	readonly gate: string;
	readonly oscs: readonly number[];
};

/**
Draws a gate around a pane, writes lines into the pane as a screen does (each at its place), and says what became of
everything else. The lines are written as given: nothing here makes them safe.
*/
export async function observe(text: string, wrapped: boolean): Promise<Observed> {
	const terminal = new xterm.Terminal({cols: columns, rows, allowProposedApi: true});
	const seen = {replies: '', title: '', bells: 0, oscs: [] as number[]};
	terminal.onData(reply => {
		seen.replies += reply;
	});
	terminal.onTitleChange(title => {
		seen.title = title;
	});
	terminal.onBell(() => {
		seen.bells += 1;
	});
	for (const code of [0, 1, 2, 4, 7, 8, 9, 10, 52, 133, 777, 1337]) {
		terminal.parser.registerOscHandler(code, () => {
			seen.oscs.push(code);
			return false;
		});
	}
	await write(terminal, gateRows() + paneRows(wrapped ? wrap(text, columns - 4) : [text]));
	// The screen goes on drawing: whatever mode was left behind must not touch it.
	await write(terminal, `\u001B[${rows};1H\u001B[0mready?`);
	const observed = {
		...seen,
		buffer: terminal.buffer.active.type,
		modes: JSON.stringify(terminal.modes),
		gate: gateCells(terminal),
	};
	terminal.dispose();
	return observed;
}

/** Columns the terminal's cursor has moved after one line, started at the left edge. */
export async function columnsTaken(line: string): Promise<number> {
	const terminal = new xterm.Terminal({cols: 10_000, rows: 2, allowProposedApi: true});
	await write(terminal, line);
	const {cursorX, cursorY} = terminal.buffer.active;
	terminal.dispose();
	return cursorX + cursorY * 10_000;
}

function write(terminal: InstanceType<typeof xterm.Terminal>, text: string): Promise<void> {
	return new Promise(resolve => terminal.write(text, resolve));
}

function gateRows(): string {
	return Array.from({length: rows}, (_, row) => `\u001B[${row + 1};1H${gateText(row)}`).join('');
}

function gateText(row: number): string {
	const isPane = row >= outputFrom && row < outputFrom + outputRows;
	return isPane ? `│ ${' '.repeat(columns - 4)} │` : `gate row ${row}: GO or NO-GO? `.padEnd(columns, '.');
}

function paneRows(lines: readonly string[]): string {
	return lines
		.slice(0, outputRows)
		.map((line, index) => `\u001B[${outputFrom + index + 1};3H${line}`)
		.join('');
}

function gateCells(terminal: InstanceType<typeof xterm.Terminal>): string {
	const cells: string[] = [];
	for (let row = 0; row < rows; row += 1) {
		const inPane = row >= outputFrom && row < outputFrom + outputRows;
		const line = terminal.buffer.active.getLine(terminal.buffer.active.viewportY + row);
		for (let column = 0; column < columns; column += 1) {
			const cell = line?.getCell(column);
			if (!inPane || column < 2 || column >= columns - 2) {
				cells.push(
					`${cell?.getChars()}/${cell?.getFgColor()}/${cell?.getBgColor()}/${cell?.isInverse()}/${cell?.isInvisible()}`,
				);
			}
		}
	}
	return cells.join(' ');
}
