import {platform} from 'node:process';
import {quote} from './wrapper.ts';

/** Wide enough for tables, and the same everywhere, so that a log doesn't depend on the window it was made in. */
const size = {columns: 120, rows: 40};

/** Puts a command into a terminal of its own (util-linux `script`, or that of macOS), for tools that buffer or colour only there. */
export function inTerminal(command: readonly [string, ...string[]]): readonly [string, ...string[]] {
	const line = `stty cols ${size.columns} rows ${size.rows} 2>/dev/null; exec ${command.map(quote).join(' ')}`;
	return platform === 'darwin'
		? ['script', '-q', '/dev/null', 'sh', '-c', line]
		: ['script', '-qfec', `exec sh -c ${quote(line)}`, '/dev/null'];
}
