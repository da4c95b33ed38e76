import {StringDecoder} from 'node:string_decoder';
import {sanitiseText} from '../text/sanitise.ts';
import type {PlainIo} from '../ui/plain/io.ts';
import {say} from './out.ts';

/** A line that goes on for longer than this is no answer; what is over is dropped. Characters. */
const lineCharsMax = 65_536;

/** A line that was sanitised where it was made is not cut once more here. UTF-16 units. */
const saidCharsMax = 1_000_000;

/**
Says what the plain screen says. Every word from outside was sanitised where it was made; whatever was forgotten there
does nothing to the terminal either.
*/
export function sayPlain(text: string): Promise<void> {
	return say(sanitiseText(text, {keepColour: true, lineCharsMax: saidCharsMax}));
}

/** Standard input and output as the plain screen uses them: lines in, text out, one question at a time. */
export function stdio(): PlainIo {
	const input = new InputLines(process.stdin);
	const attended = process.stdin.isTTY === true;
	return {
		write: sayPlain,
		attended,
		async readLine(prompt) {
			if (attended) {
				input.forget();
			}
			await sayPlain(prompt);
			return input.next();
		},
		...(attended
			? {readSecret: prompt => readHidden(input, prompt), handOver: work => input.lent(work)}
			: {}),
	};
}

/** Asks without an echo: the terminal is in raw mode while the line is typed, and the line is gone once it is taken. */
async function readHidden(input: InputLines, prompt: string): Promise<string | undefined> {
	input.forget();
	process.stdin.setRawMode(true);
	try {
		await sayPlain(prompt);
		return await input.next();
	} finally {
		process.stdin.setRawMode(false);
		await say('\n');
	}
}

/** Lines of a stream, kept until they are asked for. */
class InputLines {
	readonly #stream: NodeJS.ReadStream;
	readonly #decoder = new StringDecoder('utf8');
	readonly #lines: string[] = [];
	#part = '';
	#waiting: ((line: string | undefined) => void) | undefined;
	#isOver = false;

	constructor(stream: NodeJS.ReadStream) {
		this.#stream = stream;
		stream.on('data', (chunk: Buffer) => this.#take(this.#decoder.write(chunk)));
		stream.once('end', () => this.#end());
		stream.once('error', () => this.#end());
		stream.once('close', () => this.#end());
	}

	/** What was typed before the question stood there is no answer to it. */
	forget(): void {
		this.#lines.length = 0;
		this.#part = '';
	}

	next(): Promise<string | undefined> {
		const line = this.#lines.shift();
		if (line !== undefined || this.#isOver) {
			return Promise.resolve(line);
		}
		this.#stream.resume();
		return new Promise(resolve => {
			this.#waiting = resolve;
		});
	}

	/** Stops reading while an interactive step has the terminal, so that what is typed there stays there. */
	async lent(work: () => Promise<void>): Promise<void> {
		this.#stream.pause();
		// Node goes on reading a paused terminal; its own listener of this event is what stops the read.
		this.#stream.emit('pause');
		try {
			await work();
		} finally {
			this.forget();
			this.#stream.resume();
		}
	}

	#take(text: string): void {
		for (const character of text) {
			this.#key(character);
		}
	}

	#key(character: string): void {
		const isRaw = this.#stream.isRaw === true;
		if (character === '\n' || (isRaw && character === '\r')) {
			this.#give(this.#part.replace(/\r$/, ''));
			this.#part = '';
		} else if (isRaw && (character === '\u007F' || character === '\b')) {
			this.#part = this.#part.slice(0, -1);
		} else if (isRaw && (character === '\u0003' || character === '\u0004')) {
			this.#part = '';
			process.kill(process.pid, 'SIGINT');
		} else if (this.#part.length < lineCharsMax) {
			this.#part += character;
		}
	}

	#give(line: string): void {
		const waiting = this.#waiting;
		this.#waiting = undefined;
		waiting === undefined ? this.#lines.push(line) : waiting(line);
	}

	#end(): void {
		if (!this.#isOver) {
			this.#isOver = true;
			if (this.#part !== '') {
				this.#give(this.#part);
			}
			this.#waiting?.(undefined);
			this.#waiting = undefined;
		}
	}
}
