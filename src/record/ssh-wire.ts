import {refuse} from './refused.ts';

/** Fields of the SSH wire format (RFC 4251 §5), read in order. Every method throws Refused on short or odd bytes. */
export class WireReader {
	readonly #bytes: Buffer;
	#at = 0;

	constructor(bytes: Uint8Array) {
		this.#bytes = Buffer.from(bytes);
	}

	raw(length: number): Buffer {
		if (length > this.#bytes.length - this.#at) {
			refuse('it ends in the middle of a field');
		}
		this.#at += length;
		return this.#bytes.subarray(this.#at - length, this.#at);
	}

	byte(): number {
		return this.raw(1).readUInt8(0);
	}

	uint32(): number {
		return this.raw(4).readUInt32BE(0);
	}

	string(): Buffer {
		return this.raw(this.uint32());
	}

	/** A string of printable ASCII: an algorithm, a namespace. */
	word(): string {
		const word = this.string().toString('latin1');
		return /^[\x20-\x7e]*$/.test(word) ? word : refuse('a name in it holds unprintable characters');
	}

	/** A positive multiple-precision integer in its shortest form, big-endian and without the sign byte. */
	positive(): Buffer {
		const bytes = this.string();
		const first = bytes[0] ?? 0x80;
		const padded = first === 0 && ((bytes[1] ?? 0) & 0x80) !== 0;
		if ((first & 0x80) !== 0 || (first === 0 && !padded)) {
			refuse('a number in it is not written in its shortest form');
		}
		return padded ? bytes.subarray(1) : bytes;
	}

	end(): void {
		if (this.#at !== this.#bytes.length) {
			refuse('bytes follow its last field');
		}
	}
}

export function wireUint32(value: number): Buffer {
	const bytes = Buffer.alloc(4);
	bytes.writeUInt32BE(value);
	return bytes;
}

export function wireString(value: string | Uint8Array): Buffer {
	const bytes = Buffer.from(value);
	return Buffer.concat([wireUint32(bytes.length), bytes]);
}
