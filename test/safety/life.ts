import {constants} from 'node:os';
import {spawn} from '@lydell/node-pty';
import {environment, program} from '../journeys/terminal.ts';

/** A life that is neither killed nor over after this long hangs; a whole one takes two seconds. */
const withinMs = 60_000;
/** An operator looks up when nothing has been said for this long. Milliseconds. */
const quietMs = 1_000;

export type Life = {
	readonly args: readonly string[];
	readonly home: string;
	/** Killed so long after its start; never when absent. Milliseconds. */
	readonly killAfterMs?: number;
	/** Killed in the very moment it has written so many times. */
	readonly killAtChunk?: number;
	/** What the operator types: to all that was said since the last answer, and to all that was ever said. */
	readonly answer: (since: string, paper: string) => string | undefined;
};

export type Lived = {readonly wasKilled: boolean; readonly code: number; readonly paper: string};

/** One life of the built program with plain lines in a pseudo-terminal, worked by an operator, perhaps cut short. */
export function live(life: Life): Promise<Lived> {
	const {promise, resolve, reject} = Promise.withResolvers<Lived>();
	const pty = spawn(process.execPath, [program, ...life.args, '--plain'], {
		name: 'xterm-256color',
		cols: 200,
		rows: 50,
		cwd: life.home,
		env: environment(life.home, {}),
	});
	let paper = '';
	let answeredTo = 0;
	let chunks = 0;
	let isOver = false;
	const kill = () => {
		if (!isOver) {
			pty.kill('SIGKILL');
		}
	};
	const timers = [
		setTimeout(() => {
			kill();
			reject(new Error(`It did not end within ${withinMs} ms:\n${paper}`));
		}, withinMs),
	];
	/** A prompt that came in pieces, or twice, is answered once nothing more comes. */
	let heardAt = performance.now();
	const again = setInterval(() => {
		const typed =
			performance.now() - heardAt > quietMs
				? life.answer(paper.slice(paper.lastIndexOf('\n') + 1), paper)
				: undefined;
		if (typed !== undefined && !isOver) {
			heardAt = performance.now();
			answeredTo = paper.length;
			pty.write(`${typed}\r`);
		}
	}, quietMs);
	if (life.killAfterMs !== undefined) {
		timers.push(setTimeout(kill, life.killAfterMs));
	}
	pty.onData(chunk => {
		paper += chunk;
		heardAt = performance.now();
		chunks += 1;
		if (chunks === life.killAtChunk) {
			kill();
			return;
		}
		const typed = life.answer(paper.slice(answeredTo), paper);
		if (typed !== undefined) {
			answeredTo = paper.length;
			pty.write(`${typed}\r`);
		}
	});
	pty.onExit(({exitCode, signal}) => {
		isOver = true;
		clearInterval(again);
		for (const timer of timers) {
			clearTimeout(timer);
		}
		resolve({wasKilled: signal === constants.signals.SIGKILL, code: exitCode, paper});
	});
	return promise;
}
