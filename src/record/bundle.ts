import type {AmendmentFile} from './check-amendments.ts';
import {readEnvelope, writeEnvelope} from './envelope.ts';
import {type Attempted, attempt} from './refused.ts';

/**
Puts envelopes into one in-toto bundle (`.intoto.jsonl`): a DSSE envelope a line, the record first. Signatures and
payloads are kept to the byte.
*/
export function bundleOf(envelopes: readonly Uint8Array[]): Attempted<string> {
	return attempt(() =>
		envelopes.map(bytes => `${Buffer.from(writeEnvelope(readEnvelope(bytes))).toString('utf8')}\n`).join(''),
	);
}

export type Unbundled = {readonly record: Uint8Array; readonly amendments?: readonly AmendmentFile[]};

/**
The first line of a bundle and those behind it, which are the record and what was said afterwards; a file with a single
envelope is its record. Nothing is judged here: a line that is no amendment fails where amendments are checked.
*/
export function unbundle(bytes: Uint8Array): Unbundled {
	const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const end = text.indexOf('\n');
	const record = end < 0 ? text : text.subarray(0, end);
	const isLine = record[0] === brace.open && record.at(-1) === brace.close;
	const rest = text.subarray(record.length + 1);
	if (!isLine || rest.length === 0) {
		return {record: bytes};
	}
	const amendments: AmendmentFile[] = [];
	for (let at = 0; at < rest.length && amendments.length < linesMax; ) {
		const next = rest.indexOf('\n', at);
		const until = next < 0 ? rest.length : next;
		const number = String(amendments.length + 1).padStart(4, '0');
		amendments.push({name: `amendment-${number}`, bytes: rest.subarray(at, until)});
		at = until + 1;
	}
	return {record, amendments};
}

const brace = {open: 0x7b, close: 0x7d} as const;

/** One more than a run can have, so that the one too many fails. */
const linesMax = 501;
