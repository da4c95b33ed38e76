import {execFile} from 'node:child_process';
import {promisify} from 'node:util';
import {spawn} from '@lydell/node-pty';
import type {Row} from './main.ts';
import {bundleBench} from './ui-bundle.ts';

export const title = 'The full screen: milliseconds to a picture, at 110 by 30';

/** Starts of each program; the median stands. */
const starts = 9;
/** A start that takes longer hangs. */
const startWithinMs = 20_000;

export async function run(): Promise<readonly Row[]> {
	const {program, remove} = await bundleBench();
	try {
		return await measure(program);
	} finally {
		remove();
	}
}

async function measure(program: string): Promise<readonly Row[]> {
	const few = await keys(program, 'frames', 10);
	const many = await keys(program, 'frames', 1_000);
	const most = await keys(program, 'frames', 10_000);
	const idle = await keys(program, 'idle', 50);
	const flood = await keys(program, 'flood', 50);
	const smallest = await firstPictures(program, 'smallest');
	const first = await firstPictures(program, 'first');
	return [
		row('key to picture, 1,000 steps (beside 10 steps)', at(many, 0.5), at(few, 0.5)),
		row('key to picture, 10,000 steps (beside 10 steps)', at(most, 0.5), at(few, 0.5)),
		row(
			'first picture from start, 1,000 steps (beside the smallest Ink program)',
			at(first, 0.5),
			at(smallest, 0.5),
		),
		row('key to picture while output pours, median (beside no output)', at(flood, 0.5), at(idle, 0.5)),
		row('key to picture while output pours, 99 of 100 (beside no output)', at(flood, 0.99), at(idle, 0.99)),
	];
}

async function keys(program: string, what: string, steps: number): Promise<readonly number[]> {
	const {stdout} = await promisify(execFile)(process.execPath, [program, what, String(steps)], {
		env: {...process.env, COLUMNS: '110', LINES: '30'},
	});
	return JSON.parse(stdout.trim().split('\n').at(-1) ?? '[]') as readonly number[];
}

async function firstPictures(program: string, what: string): Promise<readonly number[]> {
	const took: number[] = [];
	for (let start = 0; start < starts; start += 1) {
		took.push(await firstPicture(program, what));
	}
	return took;
}

/** From starting the process in a pseudo-terminal to the first picture that holds words. */
function firstPicture(program: string, what: string): Promise<number> {
	const {promise, resolve, reject} = Promise.withResolvers<number>();
	const started = performance.now();
	const pty = spawn(process.execPath, [program, what, '1000'], {
		name: 'xterm-256color',
		cols: 110,
		rows: 30,
		env: {PATH: process.env.PATH ?? '', TERM: 'xterm-256color'},
	});
	const limit = setTimeout(
		() => reject(new Error(`${what}: no picture within ${startWithinMs} ms`)),
		startWithinMs,
	);
	let written = '';
	pty.onData(text => {
		written += text;
		if (/RUN\?|RUNNING/.test(written)) {
			clearTimeout(limit);
			resolve(performance.now() - started);
			pty.kill('SIGKILL');
		}
	});
	return promise;
}

function at(values: readonly number[], share: number): number {
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

function row(what: string, value: number, baseline: number): Row {
	return {what, value, unit: 'ms', baseline, ratio: value / baseline};
}
