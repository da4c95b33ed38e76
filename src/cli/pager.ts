import {spawn} from 'node:child_process';
import {createReadStream} from 'node:fs';
import {pipeline} from 'node:stream/promises';
import {createDecoder} from '../text/decode.ts';
import {createSanitiser} from '../text/sanitise.ts';

/**
Shows a step's output in the person's pager and waits until it is left; the terminal is theirs meanwhile. What the step
wrote goes through the sanitiser on its way: not every pager shows escape sequences as text. It is read as the pager
takes it, so that gigabytes are no matter.
*/
export async function openPager(path: string): Promise<void> {
	const pager = process.env.PAGER?.trim() || 'less';
	const child = spawn('/bin/sh', ['-c', pager], {
		stdio: ['pipe', 'inherit', 'inherit'],
		env: {LESS: '-RS', ...process.env},
	});
	const left = new Promise<void>(resolve => {
		child.once('error', () => resolve());
		child.once('close', () => resolve());
	});
	// A pager that is left before it has read everything ends the pipe; that is no mistake.
	await pipeline(createReadStream(path), safe, child.stdin).catch(() => {});
	await left;
}

async function* safe(source: AsyncIterable<Buffer>): AsyncGenerator<string> {
	const decoder = createDecoder();
	const sanitiser = createSanitiser({keepColour: true, lineCharsMax: 65_536});
	for await (const chunk of source) {
		yield sanitiser.write(decoder.write(chunk));
	}
	yield sanitiser.write(decoder.end()) + sanitiser.end();
}
