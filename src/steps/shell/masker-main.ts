/** The masker's process: secrets as a JSON list through descriptor 3, output of a step through stdin, the log is stdout. */
import {readFileSync, writeSync} from 'node:fs';
import {createMasker} from '../../text/mask.ts';

// The terminal's INT and HUP and the driver's end are none of its business: it ends when the output does.
for (const signal of ['SIGINT', 'SIGHUP', 'SIGTERM'] as const) {
	process.on(signal, () => {});
}

const masker = createMasker(JSON.parse(readFileSync(3, 'utf8')) as string[]);

/** The descriptor is a file: a write is short only when the disk is full, and then throws on the next one. */
function writeAll(bytes: Uint8Array): void {
	for (let at = 0; at < bytes.length; ) {
		at += writeSync(1, bytes, at);
	}
}

for await (const chunk of process.stdin) {
	writeAll(masker.write(chunk as Uint8Array));
}
writeAll(masker.end());
