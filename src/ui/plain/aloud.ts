import {dangerMarks, marks} from '../theme.ts';
import type {PlainIo} from './io.ts';

/**
The same lines for a screen reader: what is only drawn (rules, bars, glyphs beside their word) is left out or becomes
words, and every line of a step's output says that it is output, so that nothing a step prints sounds like a question.
*/
export function aloudIo(io: PlainIo): PlainIo {
	const {readSecret} = io;
	return {
		...io,
		write: text => io.write(aloudText(text)),
		readLine: (prompt, asked) => io.readLine(aloudText(prompt), asked),
		...(readSecret === undefined ? {} : {readSecret: prompt => readSecret.call(io, aloudText(prompt))}),
	};
}

function aloudText(text: string): string {
	return text
		.split('\n')
		.flatMap(line => aloudLine(line) ?? [])
		.join('\n');
}

/** Commands are indented by four columns; they are read as they stand. */
const commandIndent = '    ';

/** @returns undefined for a line that is only drawn. */
function aloudLine(line: string): string | undefined {
	const output = /^ {2}\| ?(.*)$/.exec(line);
	if (output !== null) {
		return `output: ${output[1] ?? ''}`;
	}
	const section = /^== (.*) ==$/.exec(line);
	if (section !== null) {
		return `Section: ${section[1]}.`;
	}
	if (line.startsWith(commandIndent)) {
		return line;
	}
	if (line !== '' && /^[\s─━═│┃╌┄╴╶┌┐└┘├┤┬┴┼╭╮╰╯|]+$/.test(line)) {
		return undefined;
	}
	return spoken(line);
}

const glyphs = new Set([...Object.values(marks), ...Object.values(dangerMarks)].map(mark => mark.glyph));
/** Punctuation that is a letter elsewhere stays: `!` and `?` begin what a person types. */
const drawn = [...glyphs, '•', '▸', '✎', '☐', '☑', '◌'].filter(glyph => !/[!?]/.test(glyph)).join('');
const drawnFirst = new RegExp(`^(\\s*)(?:\\|\\| |[${drawn}] )`, 'u');

function spoken(line: string): string {
	return line
		.replace(drawnFirst, '$1')
		.replaceAll(new RegExp(`: [${drawn}] `, 'gu'), ': ')
		.replaceAll(' · ', ', ')
		.replaceAll(' – ', ': ')
		.replaceAll(' → ', ' to ')
		.replace(/^\[(\d+ of \d+)\] /, 'Step $1: ')
		.replaceAll(/(\S) {2,}(?=\S)/g, '$1  ')
		.replace(/^ {2}(?=\S)/, '');
}
