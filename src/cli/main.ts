import {exitCode, Fault} from '../fault.ts';
import {sanitiseText} from '../text/sanitise.ts';
import {withoutKnownSecrets} from './known-secrets.ts';
import {complain} from './out.ts';
import {runProgram} from './program.ts';

/** The one catch and the one exit code: whatever a verb throws ends here, in words a person can act on. */
async function main(): Promise<number> {
	try {
		return await runProgram(process.argv.slice(2));
	} catch (error) {
		return explain(error);
	}
}

function explain(error: unknown): number {
	if (error instanceof Fault) {
		complain(`gonogo: ${safely(error.message)}\n        ${safely(error.hint)}\n`);
		return error.exitCode;
	}
	if (isBrokenPipe(error)) {
		return exitCode.complete;
	}
	const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
	complain(
		`gonogo: this is a bug. The journal is as it was; \`gonogo resume\` goes on from there.\n${safely(stack)}\n`,
	);
	return exitCode.failed;
}

/** Masked before it is cleaned: a sequence in the middle of a secret must not save it from the mask. */
function safely(text: string): string {
	return sanitiseText(withoutKnownSecrets(text));
}

/** The reader of a pipe has left (`gonogo log | head`), or the terminal was closed: nobody is there to be told. */
function isBrokenPipe(error: unknown): boolean {
	return error instanceof Error && 'code' in error && (error.code === 'EPIPE' || error.code === 'EIO');
}

for (const stream of [process.stdout, process.stderr]) {
	stream.on('error', error => {
		if (!isBrokenPipe(error)) {
			throw error;
		}
	});
}
for (const late of ['uncaughtException', 'unhandledRejection'] as const) {
	process.on(late, error => process.exit(explain(error)));
}
// A program whose last wait falls asleep ends without having said how it went: that is no success.
process.exitCode = exitCode.failed;
process.exitCode = await main();
process.exit();
