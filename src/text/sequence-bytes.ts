/** Whether a byte is seen on a screen; `lead` may become the first half of a C1 control, the next byte tells. */
export type Sight = 'seen' | 'unseen' | 'lead' | 'lead-was-seen' | 'lead-was-unseen' | 'line-end';

type Shape = 'ground' | 'lead' | 'escape' | 'between' | 'control' | 'string' | 'string-end';

const bell = 0x07;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const escapeByte = 0x1b;
/** First byte of the C1 controls in UTF-8. */
const c1Lead = 0xc2;

/** Tells the bytes of escape sequences from text, by the same grammar as the sanitiser (see sequence.ts). */
export class SequenceBytes {
	#shape: Shape = 'ground';
	#bellEnds = false;
	#previous = 0;

	get isOpen(): boolean {
		return this.#shape !== 'ground';
	}

	get isLead(): boolean {
		return this.#shape === 'lead';
	}

	read(byte: number): Sight {
		const sight = this.#read(byte);
		this.#previous = byte;
		return sight;
	}

	#read(byte: number): Sight {
		switch (this.#shape) {
			case 'ground':
				return this.#ground(byte);
			case 'lead':
				return this.#afterLead(byte);
			case 'escape':
				return this.#escape(byte);
			case 'between':
				return this.#body(byte, byte >= 0x20 && byte <= 0x2f);
			case 'control':
				return this.#body(byte, byte >= 0x20 && byte <= 0x3f);
			case 'string':
				return this.#string(byte);
			case 'string-end':
				return byte === 0x5c ? this.#end() : this.#escape(byte);
		}
	}

	#ground(byte: number): Sight {
		if (byte === escapeByte) {
			this.#shape = 'escape';
			return 'unseen';
		}
		if (byte === c1Lead) {
			this.#shape = 'lead';
			return 'lead';
		}
		this.#shape = 'ground';
		return byte === lineFeed || byte === carriageReturn ? 'line-end' : 'seen';
	}

	#afterLead(byte: number): Sight {
		if (byte < 0x80 || byte > 0x9f || !this.#introduce(byte - 0x40)) {
			// Text after all: the caller reads this byte once more.
			this.#shape = 'ground';
			return 'lead-was-seen';
		}
		return 'lead-was-unseen';
	}

	#escape(byte: number): Sight {
		if (this.#introduce(byte)) {
			return 'unseen';
		}
		if (byte >= 0x20 && byte <= 0x2f) {
			this.#shape = 'between';
			return 'unseen';
		}
		return byte >= 0x30 && byte <= 0x7e ? this.#end() : this.#ground(byte);
	}

	#introduce(byte: number): boolean {
		switch (String.fromCharCode(byte)) {
			case '[':
				this.#shape = 'control';
				return true;
			case ']':
			case 'k':
				this.#shape = 'string';
				this.#bellEnds = true;
				return true;
			case 'P':
			case 'X':
			case '^':
			case '_':
				this.#shape = 'string';
				this.#bellEnds = false;
				return true;
			default:
				return false;
		}
	}

	#body(byte: number, goesOn: boolean): Sight {
		if (goesOn) {
			return 'unseen';
		}
		return byte > 0x20 && byte <= 0x7e ? this.#end() : this.#ground(byte);
	}

	#string(byte: number): Sight {
		if ((byte === bell && this.#bellEnds) || (byte === 0x9c && this.#previous === c1Lead)) {
			return this.#end();
		}
		if (byte === escapeByte) {
			this.#shape = 'string-end';
			return 'unseen';
		}
		const breaks = byte === lineFeed || byte === carriageReturn || byte === 0x18 || byte === 0x1a;
		return breaks ? this.#ground(byte) : 'unseen';
	}

	#end(): Sight {
		this.#shape = 'ground';
		return 'unseen';
	}
}
