import {constants} from 'node:os';
import {openTerminal} from '../journeys/terminal.ts';
import type {Life, Lived} from './life.ts';

/** A life that is neither killed nor over after this long hangs; a whole one takes six seconds. */
const withinMs = 90_000;
/** How often the operator looks up; a question is deaf for 300 ms, so what was typed too early is typed again. */
const looksEveryMs = 160;
/** Words, unlike keys, are not typed again before a slow screen has shown them. Milliseconds. */
const wordsAgainMs = 2_000;
/** Rows at the bottom in which a question and its answers stand. */
const bottomRows = 12;

/** One life of the built program on the full screen, worked by an operator, perhaps cut short. */
export async function liveOnScreen(life: Life): Promise<Lived> {
	let chunks = 0;
	let paper = '';
	const terminal = openTerminal({
		args: life.args,
		home: life.home,
		columns: 120,
		rows: 44,
		onBytes: text => {
			chunks += 1;
			paper += text;
			if (chunks === life.killAtChunk) {
				kill();
			}
		},
	});
	let isOver = false;
	const kill = () => {
		if (!isOver) {
			terminal.kill('SIGKILL');
		}
	};
	const mortal = life.killAfterMs === undefined ? undefined : setTimeout(kill, life.killAfterMs);
	let hung = false;
	let wordsAt = Number.NEGATIVE_INFINITY;
	const hangs = setTimeout(() => {
		hung = true;
		kill();
	}, withinMs);
	const looks = setInterval(() => {
		const lines = terminal.lines();
		const typed = life.answer(lines.slice(-bottomRows).join('\n'), lines.join('\n'));
		const isAgain = typed !== undefined && typed.length > 1 && performance.now() - wordsAt < wordsAgainMs;
		if (typed !== undefined && !isOver && !isAgain) {
			wordsAt = typed.length > 1 ? performance.now() : wordsAt;
			terminal.type(typed);
		}
	}, looksEveryMs);
	const {code, signal} = await terminal.exited;
	isOver = true;
	clearInterval(looks);
	clearTimeout(mortal);
	clearTimeout(hangs);
	if (hung) {
		throw new Error(`It did not end within ${withinMs} ms:\n${terminal.text()}`);
	}
	return {
		wasKilled: signal === constants.signals.SIGKILL,
		code,
		paper: `${terminal.text()}\n${paper.slice(-2_000)}`,
	};
}
