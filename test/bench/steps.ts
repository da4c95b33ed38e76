import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {closeSync, mkdtempSync, openSync, rmSync, statSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {plainWork} from '../../src/runbook/work.ts';
import {openOutput} from '../../src/steps/output-view.ts';
import {perform} from '../../src/steps/perform.ts';
import type {Row} from './main.ts';

export const title = 'A step that floods: shown live, logged and digested, beside `cat > file`';

const sizes = [200_000_000, 2_000_000_000] as const;
/** Lines of 85 bytes, from memory, so that the reader is what is measured. */
const source = (bytes: number) => `yes ${'x'.repeat(84)} | head -c ${bytes}`;
/** As often as a screen looks. */
const frameMs = 66;
const screenLines = 20;
/** How often the log's length is looked at. */
const writtenMs = 10;

type Measured = {
	/** Until the last byte lay in the log; what follows is the digest. */
	readonly writtenSeconds: number;
	readonly seconds: number;
	readonly cpuSeconds: number;
	readonly grownBytes: number;
};

export async function run(): Promise<readonly Row[]> {
	const directory = mkdtempSync(join(tmpdir(), 'gonogo-bench-'));
	const rows: Row[] = [];
	try {
		await flood(directory, 1_000_000, []);
		for (const bytes of sizes) {
			const name = `${bytes / 1_000_000} MB`;
			const baseline = await cat(directory, bytes);
			const plain = await flood(directory, bytes, []);
			const masked = await flood(directory, bytes, ['correct-horse-battery']);
			rows.push(
				row(`${name}, until all of it is in the log`, plain.writtenSeconds, 's', baseline),
				row(`${name}, digest of the log after it`, plain.seconds - plain.writtenSeconds, 's', baseline),
				row(`${name}, own CPU per second`, (plain.cpuSeconds / plain.seconds) * 100, '%', 100),
				row(`${name}, memory grown`, plain.grownBytes / 1_000_000, 'MB', bytes / 1_000_000),
				row(`${name}, until all of it is masked and in the log`, masked.writtenSeconds, 's', baseline),
				row(`${name}, masked, memory grown`, masked.grownBytes / 1_000_000, 'MB', bytes / 1_000_000),
			);
		}
		rows.push(...(await looking(directory)), await oneStep(directory));
	} finally {
		rmSync(directory, {recursive: true, force: true});
	}
	return rows;
}

function row(what: string, value: number, unit: string, baseline: number): Row {
	return {what, value, unit, baseline, ratio: value / baseline};
}

/** Seconds for the same bytes through `cat` into a file. */
async function cat(directory: string, bytes: number): Promise<number> {
	const file = join(directory, 'cat');
	const fd = openSync(file, 'w');
	const startedAt = performance.now();
	const child = spawn('bash', ['-c', `${source(bytes)} | cat`], {stdio: ['ignore', fd, 'inherit']});
	await once(child, 'exit');
	closeSync(fd);
	rmSync(file);
	return (performance.now() - startedAt) / 1000;
}

/** A step that writes so much, while a view of its tail is read for every frame. */
async function flood(directory: string, bytes: number, masked: readonly string[]): Promise<Measured> {
	const log = join(directory, 'output', 'flood.1.log');
	const view = openOutput(log);
	const before = process.memoryUsage.rss();
	let peak = before;
	const frames = setInterval(() => {
		view.tail(screenLines);
		peak = Math.max(peak, process.memoryUsage.rss());
	}, frameMs);
	let writtenSeconds = 0;
	const written = setInterval(() => {
		const size = statSync(log, {throwIfNoEntry: false})?.size;
		writtenSeconds =
			writtenSeconds === 0 && size === bytes ? (performance.now() - startedAt) / 1000 : writtenSeconds;
	}, writtenMs);
	const cpu = process.cpuUsage();
	const startedAt = performance.now();
	const outcome = await perform(order('flood', source(bytes)), tools(directory, masked));
	const seconds = (performance.now() - startedAt) / 1000;
	const {user, system} = process.cpuUsage(cpu);
	clearInterval(frames);
	clearInterval(written);
	view.close();
	if (outcome.output?.bytes !== bytes || statSync(log).size !== bytes) {
		throw new Error(`The log has ${outcome.output?.bytes} bytes of ${bytes}: ${outcome.why}`);
	}
	rmSync(log);
	return {
		writtenSeconds: writtenSeconds === 0 ? seconds : writtenSeconds,
		seconds,
		cpuSeconds: (user + system) / 1_000_000,
		grownBytes: peak - before,
	};
}

/** What a frame and a jump into a long log cost, beside reading it once with `cat`. */
async function looking(directory: string): Promise<readonly Row[]> {
	const bytes = sizes[0];
	await perform(order('long', source(bytes)), tools(directory, []));
	const log = join(directory, 'output', 'long.1.log');
	const startedAt = performance.now();
	await once(spawn('bash', ['-c', `cat ${log} > /dev/null`]), 'exit');
	const readMs = performance.now() - startedAt;
	const tailMs = await timed(() => openOutput(log).tail(screenLines));
	const view = openOutput(log);
	const firstMs = await timed(() => view.lines(2_000_000, screenLines));
	const nextMs = await timed(() => view.lines(1_000_000, screenLines));
	const findMs = await timed(() => view.find('not in there', 0));
	view.close();
	return [
		row('200 MB log, its tail', tailMs, 'ms', readMs),
		row('200 MB log, first jump to line 2,000,000', firstMs, 'ms', readMs),
		row('200 MB log, next jump', nextMs, 'ms', readMs),
		row('200 MB log, searched to its end', findMs, 'ms', readMs),
	];
}

/** What one small shell step costs beside a bare `bash -c`. */
async function oneStep(directory: string): Promise<Row> {
	const turns = 20;
	const ours = await timed(async () => {
		for (let turn = 1; turn <= turns; turn += 1) {
			await perform({...order('small', 'x=1'), attempt: turn}, tools(directory, []));
		}
	});
	const bare = await timed(async () => {
		for (let turn = 1; turn <= turns; turn += 1) {
			await once(spawn('bash', ['-c', 'x=1'], {stdio: 'ignore'}), 'exit');
		}
	});
	return row('one small shell step, logged and carried on', ours / turns, 'ms', bare / turns);
}

async function timed(work: () => unknown): Promise<number> {
	const startedAt = performance.now();
	await work();
	return performance.now() - startedAt;
}

function order(id: string, script: string) {
	const run = plainWork({interpreter: 'bash', script, commands: [], strict: false});
	return {
		run: 'bench',
		step: {id, kind: 'command', run, title: id} as never,
		attempt: 1,
		part: 'whole' as const,
		script,
		env: {},
		values: {},
		secrets: [],
		shell: {},
		connections: {},
		hosts: {},
		facts: {},
	};
}

function tools(directory: string, masked: readonly string[]) {
	return {signal: new AbortController().signal, directory, secrets: {}, masked, report: () => {}};
}
