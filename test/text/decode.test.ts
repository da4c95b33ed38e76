import {Buffer} from 'node:buffer';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {createDecoder} from '../../src/text/decode.ts';

function decode(chunks: readonly Uint8Array[]): string {
	const decoder = createDecoder();
	return chunks.map(chunk => decoder.write(chunk)).join('') + decoder.end();
}

test('bytes become the same text however they are split', () => {
	const piece = fc.oneof(
		fc.uint8Array({maxLength: 6}),
		fc.string({unit: 'binary', maxLength: 6}).map(text => Uint8Array.from(Buffer.from(text, 'utf8'))),
		fc
			.constantFrom(
				[0xe2, 0x82],
				[0xf0, 0x9f, 0x98],
				[0xed, 0xa0, 0x80],
				[0xc0, 0xaf],
				[0xef, 0xbb, 0xbf],
				[0xff],
			)
			.map(bytes => Uint8Array.from(bytes)),
	);
	fc.assert(
		fc.property(fc.array(piece, {maxLength: 10}), pieces => {
			const whole = Buffer.concat(pieces);
			const once = decode([whole]);
			expect(decode(pieces)).toBe(once);
			expect(decode([...whole].map(byte => Uint8Array.of(byte)))).toBe(once);
		}),
		{numRuns: 1000},
	);
});

test('bytes that are no UTF-8 are replaced, and a byte order mark stays to be shown', () => {
	expect(decode([Uint8Array.of(0x61, 0xff, 0x62)])).toBe('a\uFFFDb');
	expect(decode([Uint8Array.of(0xe2, 0x82)])).toBe('\uFFFD');
	expect(decode([Uint8Array.of(0xef, 0xbb, 0xbf, 0x61)])).toBe('\uFEFFa');
});
