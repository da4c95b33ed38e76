import {saidLine} from '../view/said.ts';
import {either, type Wait} from './change.ts';
import type {Asked, PlainIo} from './io.ts';

export type Heard =
	| {readonly is: 'line'; readonly text: string}
	/** No line will come any more. */
	| {readonly is: 'over'}
	/** What was waited for beside the line came first. */
	| {readonly is: 'changed'}
	/** A line came sooner than a person can read the question. */
	| {readonly is: 'too-soon'};

export type Reading = {
	/** What the line is for; absent when a step is running and the line is for nothing in particular. */
	readonly asked?: Asked;
	/** Gives up waiting for the line. */
	readonly unless: Wait;
	/** For a question that must not be answered by mistake: since when it stands there. */
	readonly graveSince?: number;
};

/** A person needs this long to see a grave question; what is there sooner was typed before it. Milliseconds. */
const deafMs = 300;

/** Reads one line at a time; a line that was typed for one prompt is never taken for the next. */
export class LineReader {
	readonly #io: PlainIo;
	#awaited: Promise<string | undefined> | undefined;
	#isOver = false;

	readonly #now: () => number;

	constructor(io: PlainIo, now: () => number) {
		this.#io = io;
		this.#now = now;
	}

	/** Nothing will be read any more. */
	get isOver(): boolean {
		return this.#isOver;
	}

	/** Shows the prompt and waits; without a prompt it goes on waiting for the line that is awaited already. */
	async read(prompt: string, reading: Reading): Promise<Heard> {
		if (prompt !== '' || this.#awaited === undefined) {
			this.#awaited = this.#isOver ? Promise.resolve(undefined) : this.#io.readLine(prompt, reading.asked);
		}
		return this.#hear(this.#awaited, reading);
	}

	/** Reads without showing what is typed, where that is possible. */
	async readSecret(prompt: string, reading: Reading): Promise<Heard> {
		const {readSecret} = this.#io;
		if (readSecret === undefined || this.#isOver) {
			return this.read(this.#io.attended ? `${prompt}(it will be seen as you type) ` : prompt, reading);
		}
		this.#awaited = readSecret(prompt);
		return this.#hear(this.#awaited, reading);
	}

	async #hear(awaited: Promise<string | undefined>, reading: Reading): Promise<Heard> {
		let heard: Heard = {is: 'changed'};
		const coming = awaited.then(text => {
			heard = text === undefined ? {is: 'over'} : {is: 'line', text};
		});
		await either({promise: coming, cancel: () => undefined}, reading.unless).promise;
		return this.#take(heard, reading);
	}

	async #take(heard: Heard, {graveSince, asked}: Reading): Promise<Heard> {
		if (heard.is === 'changed') {
			return heard;
		}
		this.#awaited = undefined;
		this.#isOver ||= heard.is === 'over';
		if (heard.is === 'line' && this.#io.echoes === false) {
			await this.#io.write(`${asked?.field?.kind === 'secret' ? '••••••' : saidLine(heard.text)}\n`);
		}
		const isSoon =
			heard.is === 'line' &&
			graveSince !== undefined &&
			this.#io.attended &&
			this.#now() - graveSince < deafMs;
		return isSoon ? {is: 'too-soon'} : heard;
	}
}
