/** How much may be asked in a minute: full at first, and filled again little by little. */
export class Budget {
	readonly #perMinute: number;
	#left: number;
	#at = performance.now();

	constructor({perMinute}: {readonly perMinute: number}) {
		this.#perMinute = perMinute;
		this.#left = perMinute;
	}

	/** @returns false when nothing is left at this moment. */
	take(): boolean {
		const now = performance.now();
		this.#left = Math.min(this.#perMinute, this.#left + ((now - this.#at) * this.#perMinute) / 60_000);
		this.#at = now;
		if (this.#left < 1) {
			return false;
		}
		this.#left -= 1;
		return true;
	}
}
