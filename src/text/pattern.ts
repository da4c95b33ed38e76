import {type Context, createContext, Script} from 'node:vm';

export type Pattern =
	| {readonly ok: true; readonly regex: RegExp}
	| {readonly ok: false; readonly why: string};

/** Reads a regular expression as authors write them: with Unicode rules where it allows them, as the linter does. */
export function readPattern(source: string): Pattern {
	for (const flags of ['u', '']) {
		try {
			return {ok: true, regex: new RegExp(source, flags)};
		} catch {}
	}
	return {ok: false, why: `“${source}” is no regular expression.`};
}

/** Matching a megabyte takes milliseconds; a pattern that needs longer would freeze the screen. */
const matchMsMax = 2000;

const sandbox: {work: () => unknown} = {work: () => undefined};
/** Made at first use: most runs match nothing, and it costs a millisecond. */
let caller: {readonly script: Script; readonly context: Context} | undefined;

/**
Runs regular expressions of an author over text from outside, cut off where they would never end.

@returns what `work` returns, or undefined when it took longer than 2 s.
*/
export function withinReason<T>(work: () => T): {readonly value: T} | undefined {
	caller ??= {script: new Script('work()'), context: createContext(sandbox)};
	sandbox.work = () => ({value: work()});
	try {
		return caller.script.runInContext(caller.context, {timeout: matchMsMax}) as {value: T};
	} catch (error) {
		// The error is made in the other context, so it is no Error of this one.
		if (
			typeof error === 'object' &&
			error !== null &&
			'code' in error &&
			error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT'
		) {
			return undefined;
		}
		throw error;
	} finally {
		sandbox.work = () => undefined;
	}
}
