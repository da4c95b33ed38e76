import {tmpdir, userInfo} from 'node:os';
import {join} from 'node:path';

/**
Where journals and records rest unless settings or `GONOGO_STATE` say otherwise: the XDG state directory.

@returns undefined where there is no home directory to put it in.
*/
export function defaultStateDirectory(env: NodeJS.ProcessEnv = process.env): string | undefined {
	if (env.GONOGO_STATE) {
		return env.GONOGO_STATE;
	}
	if (env.XDG_STATE_HOME?.startsWith('/')) {
		return join(env.XDG_STATE_HOME, 'gonogo');
	}
	return env.HOME?.startsWith('/') ? join(env.HOME, '.local', 'state', 'gonogo') : undefined;
}

/** Where practice keeps its runs when there is no home to write to; one per user, so that `resume` finds it. */
export function temporaryStateDirectory(): string {
	return join(tmpdir(), `gonogo-${process.getuid?.() ?? 'user'}`);
}

/** The name of whoever sits here, as the system knows it; a uid without a name is named by its number. */
export function systemUser(): string {
	try {
		return userInfo().username;
	} catch {
		return `uid-${process.getuid?.() ?? 'unknown'}`;
	}
}
