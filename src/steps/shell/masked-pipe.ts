import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {closeSync} from 'node:fs';
import {setTimeout as pause} from 'node:timers/promises';
import type {StepLog} from '../log.ts';
import {ownProgram} from './own-program.ts';
import {openPipe} from './pipe.ts';

/** What a child writes to, and how to know that all of it has arrived in the log. */
export type Sink = {
	readonly fd: number;
	/** Path of the log, where that is what a child writes to. */
	readonly log?: string;
	/** Closes our end and waits until the log is whole. @returns why it may not be. */
	settle(): Promise<string | undefined>;
};

/** The end of the output reaches the log within this; a grandchild that keeps the pipe open is not waited for. */
const settleMs = 3000;

/** The log itself where the run knows no secret, else a pipe into the masker. */
export function openSink(log: StepLog): Sink {
	return log.masked.length === 0
		? {fd: log.fd, log: log.path, settle: async () => undefined}
		: openMaskedPipe(log);
}

/**
A pipe with a masker at its other end, a process of its own that goes on when this one dies: the step then still ends,
and its log is whole and masked. A step that writes faster than the masker reads has to wait (the pipe holds 64 KiB).
*/
function openMaskedPipe(log: StepLog): Sink {
	const ends = openPipe();
	const masker = spawn(process.execPath, [ownProgram('masker')], {
		detached: true,
		stdio: [ends.read, log.fd, 'ignore', 'pipe'],
		env: {...process.env, NODE_OPTIONS: ''},
	});
	closeSync(ends.read);
	const ended = once(masker, 'exit').then(
		([code]) => code as number | null,
		() => null,
	);
	const secrets = masker.stdio[3] as NodeJS.WritableStream;
	secrets.on('error', () => {});
	secrets.end(JSON.stringify(log.masked));
	masker.unref();
	return {
		fd: ends.write,
		async settle() {
			closeSync(ends.write);
			const code = await Promise.race([ended, pause(settleMs, 'slow' as const)]);
			return code === 0 || code === 'slow'
				? undefined
				: 'The process that hides secrets in the output ended early; the rest of the output is lost.';
		},
	};
}
