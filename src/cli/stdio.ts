import {createInterface} from 'node:readline';
import type {PlainIo} from '../ui/plain/io.ts';
import {say} from './out.ts';

/** Standard input and output as the plain screen uses them: lines in, text out, one question at a time. */
export function stdio(): PlainIo {
	const lines: string[] = [];
	const waiting: ((line: string | undefined) => void)[] = [];
	let isOver = false;
	const reader = createInterface({input: process.stdin, terminal: false});
	reader.on('line', line => {
		const next = waiting.shift();
		next === undefined ? lines.push(line) : next(line);
	});
	reader.on('close', () => {
		isOver = true;
		for (const resolve of waiting.splice(0)) {
			resolve(undefined);
		}
	});
	return {
		write: say,
		attended: process.stdin.isTTY === true,
		async readLine(prompt) {
			// What was typed before the question stood there is no answer to it.
			lines.length = process.stdin.isTTY === true ? 0 : lines.length;
			await say(prompt);
			return lines.shift() ?? (isOver ? undefined : new Promise(resolve => waiting.push(resolve)));
		},
	};
}
