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
