import {first, pause, type Wait} from './change.ts';
import type {Asked, PlainIo} from './io.ts';

export type Heard =
	| {readonly is: 'line'; readonly text: string}
	/** No line will come any more. */
	| {readonly is: 'over'}
	/** What was waited for beside the line came first; the line, when it comes, is for whoever asks next. */
	| {readonly is: 'changed'}
	/** A line came sooner than a person can read the question. */
	| {readonly is: 'too-soon'};

export type Reading = {
	readonly asked: Asked;
	/** Gives up waiting for the line. */
	readonly unless: Wait;
	/** Answering by mistake would hurt. */
	readonly grave?: boolean;
};

/** A person needs this long to see a grave question; what is there sooner was typed before it. Milliseconds. */
const deafMs = 300;

/** Reads one line at a time, and never asks for a second one while the first is still awaited. */
export class LineReader {
	readonly #io: PlainIo;
	readonly #now: () => number;
	#awaited: Promise<string | undefined> | undefined;
	#isOver = false;

	constructor(io: PlainIo, now: () => number) {
		this.#io = io;
		this.#now = now;
	}

	get isOver(): boolean {
		return this.#isOver;
	}

	/** Shows the prompt, unless it is empty, and waits. */
	async read(prompt: string, reading: Reading): Promise<Heard> {
		if (this.#isOver) {
			reading.unless.cancel();
			return {is: 'over'};
		}
		const shownAt = this.#now();
		if (this.#awaited === undefined) {
			this.#awaited = this.#io.readLine(prompt, reading.asked);
		} else if (prompt !== '') {
			await this.#io.write(prompt);
		}
		return this.#hear(reading, shownAt);
	}

	/** Reads without showing what is typed, where that is possible. */
	async readSecret(prompt: string, reading: Reading): Promise<Heard> {
		const {readSecret} = this.#io;
		if (readSecret === undefined || this.#awaited !== undefined) {
			return this.read(this.#io.attended ? `${prompt}(it will be seen as you type) ` : prompt, reading);
		}
		this.#awaited = readSecret(prompt);
		return this.#hear(reading, Number.NEGATIVE_INFINITY);
	}

	/** Looks for a line nobody asked for, without waiting longer than `unless`. */
	async #hear(reading: Reading, shownAt: number): Promise<Heard> {
		let line: string | undefined;
		let hasCome = false;
		const coming = (this.#awaited ?? Promise.resolve(undefined)).then(text => {
			line = text;
			hasCome = true;
		});
		await first({promise: coming, cancel: () => undefined}, reading.unless);
		// A line that is there at the same moment counts as heard: it must not be lost.
		await first({promise: coming, cancel: () => undefined}, pause(0));
		if (!hasCome) {
			return {is: 'changed'};
		}
		this.#awaited = undefined;
		this.#isOver = line === undefined;
		if (line === undefined) {
			return {is: 'over'};
		}
		const isSoon = reading.grave === true && this.#io.attended && this.#now() - shownAt < deafMs;
		return isSoon ? {is: 'too-soon'} : {is: 'line', text: line};
	}
}
