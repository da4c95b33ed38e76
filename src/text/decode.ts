/** Turns bytes into text while they arrive. Characters cut by a chunk's border come with the next chunk. */
export type Decoder = {
	write(bytes: Uint8Array): string;
	/** What a cut character at the very end leaves: U+FFFD, or nothing. */
	end(): string;
};

/**
UTF-8, forgiving: every ill-formed part becomes U+FFFD as the WHATWG Encoding Standard has it, however the bytes are
split. A byte order mark is kept, for the sanitiser to show.
*/
export function createDecoder(): Decoder {
	const decoder = new TextDecoder('utf-8', {ignoreBOM: true});
	return {
		write: bytes => decoder.decode(bytes, {stream: true}),
		end: () => decoder.decode(),
	};
}
