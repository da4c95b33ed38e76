import {execFile} from 'node:child_process';
import {promisify} from 'node:util';

/** Git answers from a file on this disk; what takes longer is a hung network file system. */
const gitWithinMs = 2_000;

/** What git says, trimmed; undefined when it is not there, says no or takes too long. Objects are never fetched. */
export async function git(args: readonly string[], cwd: string): Promise<string | undefined> {
	try {
		const {stdout} = await promisify(execFile)('git', [...args], {
			cwd,
			timeout: gitWithinMs,
			windowsHide: true,
			env: {...process.env, GIT_NO_LAZY_FETCH: '1', GIT_TERMINAL_PROMPT: '0'},
		});
		return stdout.trim();
	} catch {
		return undefined;
	}
}
