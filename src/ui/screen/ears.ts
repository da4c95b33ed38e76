import type {Stroke} from './stroke.ts';

/** How long answers don't count after a grave question was painted: longer than a key's way from finger to program. */
const deafMs = 300;
/** The same key again faster than this is a key held down, not an answer. */
const heldMs = 100;
/** A newline this soon after characters that came together is the end of the same paste. */
const pasteTailMs = 50;

/**
Tells answers from keys that were typed before there was a question, from keys held down and from pastes without
brackets. Time here is the machine's, not the run's.
*/
export class Ears {
	#painted: string | undefined;
	#deafness: NodeJS.Timeout | undefined;
	#isShut = false;
	#last = {name: '', glued: false, at: Number.NEGATIVE_INFINITY};
	readonly #onHeard: () => void;

	/** @param onHeard called when answers count again. */
	constructor(onHeard: () => void) {
		this.#onHeard = onHeard;
	}

	/** True while an answer to this question can't be meant for it. */
	isDeaf(question: string | undefined): boolean {
		return this.#deafness !== undefined || question !== this.#painted;
	}

	/** True while no key counts at all: the terminal was someone else's a moment ago. */
	get isShut(): boolean {
		return this.#isShut;
	}

	/** The question now stands on the screen. */
	painted(question: string | undefined, grave: boolean): void {
		if (question === this.#painted) {
			return;
		}
		this.#painted = question;
		if (grave) {
			this.deafen();
		}
	}

	/** The timer's end is followed by one more turn of the event loop, in which whatever was typed before is read and dropped. */
	deafen(): void {
		clearTimeout(this.#deafness);
		this.#deafness = setTimeout(() => setImmediate(() => this.#hear()), deafMs);
	}

	shut(): void {
		this.#isShut = true;
		this.deafen();
	}

	/** Marks a stroke that comes from a held key or a paste as glued. */
	listen(stroke: Stroke): Stroke {
		const at = performance.now();
		const since = at - this.#last.at;
		const isHeld = stroke.name === this.#last.name && since < heldMs;
		const isTail = this.#last.glued && since < pasteTailMs;
		const glued = stroke.glued || isHeld || isTail;
		this.#last = {name: stroke.name, glued: stroke.glued || isTail, at};
		return {...stroke, glued};
	}

	close(): void {
		clearTimeout(this.#deafness);
		this.#deafness = undefined;
	}

	#hear(): void {
		this.#deafness = undefined;
		this.#isShut = false;
		this.#onHeard();
	}
}
