import {execFile} from 'node:child_process';
import {mkdtempSync, rmSync, truncateSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {openOutput} from '../../src/steps/output-view.ts';
import type {Row} from './main.ts';
import {bundleBench} from './ui-bundle.ts';

export const title =
	'The full screen while nobody presses a key: percent of a core and bytes a second; scrolling in 1 GB: milliseconds';

/** What is promised for the waiting screen, and for one with a spinner on a step that runs for more than ten seconds. */
const waitingPercentMax = 1;
const runningPercentMax = 3;

export async function run(): Promise<readonly Row[]> {
	const {program, remove} = await bundleBench();
	try {
		const waiting = await cost(program, 'waiting');
		const old = await cost(program, 'old');
		const young = await cost(program, 'young');
		const printing = await cost(program, 'printing');
		return [
			row('CPU while it waits for a person (beside the promise)', waiting[0], waitingPercentMax, '% core'),
			row(
				'CPU beside a step that runs for a minute (beside the promise)',
				old[0],
				runningPercentMax,
				'% core',
			),
			row('CPU beside a step that has just begun (beside an old one)', young[0], old[0], '% core'),
			row('bytes while it waits', waiting[1], waiting[1], 'B/s'),
			row('bytes beside a step that runs for a minute', old[1], waiting[1], 'B/s'),
			row('bytes while a step prints 50 lines a second', printing[1], waiting[1], 'B/s'),
			...(await scrolling()),
		];
	} finally {
		remove();
	}
}

async function cost(program: string, how: string): Promise<readonly [number, number]> {
	const {stdout} = await promisify(execFile)(process.execPath, [program, how], {
		env: {...process.env, COLUMNS: '110', LINES: '30'},
	});
	return JSON.parse(stdout.trim().split('\n').at(-1) ?? '[0,0]') as [number, number];
}

const gigabyte = 1_000_000_000;
const lineBytes = 85;

/** A log of 1 GB, of which the end and the beginning are lines and the middle is a hole of zeros. */
async function scrolling(): Promise<readonly Row[]> {
	const folder = mkdtempSync(join(tmpdir(), 'gonogo-bench-'));
	try {
		const path = join(folder, 'log');
		const lines = Buffer.from(
			`${'a line of output like any other '.padEnd(lineBytes - 1, '.')}\n`.repeat(100_000),
		);
		writeFileSync(path, Buffer.alloc(0));
		for (let written = 0; written < gigabyte; written += lines.length) {
			writeFileSync(path, lines, {flag: 'a'});
		}
		truncateSync(path, gigabyte);
		const view = openOutput(path);
		const tail = await took(() => Promise.resolve(view.tail(30)));
		const first = await took(() => view.lines(Math.floor(gigabyte / lineBytes) - 200, 30));
		const page = await took(() => view.lines(6_000_000, 30));
		const again = await took(() => view.lines(6_000_030, 30));
		view.close();
		return [
			row('the end of 1 GB of output', tail, tail, 'ms'),
			row('the first page back: counts all lines (beside the end)', first, tail, 'ms'),
			row('any page after that (beside the next page)', page, again, 'ms'),
		];
	} finally {
		rmSync(folder, {recursive: true, force: true});
	}
}

async function took(work: () => Promise<unknown>): Promise<number> {
	const at = performance.now();
	await work();
	return performance.now() - at;
}

function row(what: string, value: number, baseline: number, unit: string): Row {
	return {what, value, unit, baseline, ratio: value / baseline};
}
