import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {fileURLToPath} from 'node:url';

/** Another process that uses the store; what it says comes line by line. */
export type Child = {
	readonly process: ChildProcess;
	/** The lines said so far. */
	readonly said: readonly string[];
	/** Resolves when a line that begins so was said; rejects when the process ends before. */
	saying(beginning: string): Promise<string>;
	readonly ended: Promise<{readonly code: number | null; readonly signal: NodeJS.Signals | null}>;
};

/** @param args what `driver.ts` is to do. */
export function startDriver(...args: readonly string[]): Child {
	return startChild(process.execPath, [fileURLToPath(new URL('driver.ts', import.meta.url)), ...args]);
}

export function startChild(program: string, args: readonly string[]): Child {
	const child = spawn(program, args, {
		stdio: ['ignore', 'pipe', 'ignore'],
		env: {...process.env, NODE_OPTIONS: ''},
	});
	const said: string[] = [];
	const listeners = new Set<() => void>();
	let rest = '';
	child.stdout.setEncoding('utf8').on('data', (text: string) => {
		const lines = (rest + text).split('\n');
		rest = lines.pop() ?? '';
		said.push(...lines);
		for (const listener of listeners) {
			listener();
		}
	});
	const ended = once(child, 'close').then(([code, signal]) => ({code, signal}));
	return {
		process: child,
		said,
		ended,
		saying: beginning =>
			new Promise((resolve, reject) => {
				const look = () => {
					const line = said.find(candidate => candidate.startsWith(beginning));
					if (line !== undefined) {
						listeners.delete(look);
						resolve(line);
					}
				};
				listeners.add(look);
				void ended.then(() =>
					reject(new Error(`it ended without saying “${beginning}”: ${said.join(' | ')}`)),
				);
				look();
			}),
	};
}
