import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {fileURLToPath} from 'node:url';

/** What the processes of the world are, by the word they are started with. */
export type Role = 'world' | 'shop' | 'keeper' | 'tool';

/** The file that plays every role: beside this one, whether it was bundled or not. */
export const entry = fileURLToPath(
	new URL(import.meta.url.endsWith('.ts') ? './world-main.ts' : './world.js', import.meta.url),
);

/** Only what a program needs to find its way: nothing of the driver's environment leaks into the world. */
const passedOn = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'TZ', 'GONOGO_PRACTICE_OUTLIVES_MS'] as const;

/**
Starts this program again in another role, with a channel to it and its output in a log.

@param options `about`: one word or path for people who look at the list of processes; `detached`: in a session of its
own, so that what ends the starter's group leaves it alone.
*/
export function startRole(
	role: Role,
	options: {readonly about: string; readonly log: number; readonly detached: boolean},
): ChildProcess {
	const env = Object.fromEntries(
		passedOn.flatMap(name => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
	);
	return spawn(process.execPath, ['--disable-warning=ExperimentalWarning', entry, role, options.about], {
		cwd: '/',
		env,
		detached: options.detached,
		stdio: ['ignore', options.log, options.log, 'ipc'],
	});
}

/** Tells a child one thing and waits for its one answer. Rejects when it ends first or stays silent. */
export async function ask<Reply>(child: ChildProcess, message: object, withinMs: number): Promise<Reply> {
	const {signal, end} = deadline(withinMs);
	const ended = once(child, 'exit', {signal}).then(([code, by]) => {
		throw new Error(`it ended (${by ?? `exit ${code}`}) before it answered`);
	});
	const answered = once(child, 'message', {signal}).then(([reply]) => reply as Reply);
	try {
		child.send(message, error => {
			if (error !== null) {
				end();
			}
		});
		return await Promise.race([answered, ended]);
	} catch (error) {
		throw (error as Error).name === 'AbortError'
			? new Error(`it did not answer within ${withinMs / 1000} s`)
			: error;
	} finally {
		end();
		answered.catch(() => {});
		ended.catch(() => {});
	}
}

/** Ends a child by asking first; what has not gone after `withinMs` is killed. */
export async function endChild(child: ChildProcess, withinMs: number): Promise<void> {
	if (child.exitCode !== null || child.signalCode !== null) {
		return;
	}
	const exited = once(child, 'exit');
	if (child.connected) {
		child.disconnect();
	}
	const timer = setTimeout(() => child.kill('SIGKILL'), withinMs);
	await exited;
	clearTimeout(timer);
}

function deadline(ms: number): {signal: AbortSignal; end(): void} {
	const controller = new AbortController();
	const timer = setTimeout(() => controller.abort(), ms);
	return {
		signal: controller.signal,
		end() {
			clearTimeout(timer);
			controller.abort();
		},
	};
}
