import {spawnSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {open} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {chainEntry, claimedLink, genesis, type Link, wholeLines} from '../../src/store/chain.ts';
import {openFileStore} from '../../src/store/files.ts';
import type {Store} from '../../src/store/store.ts';
import {entriesFrom, entry, first, note, runbook, run as runId} from '../store/driving.ts';
import type {Row} from './main.ts';

export const title = 'The journal: milliseconds beside the system calls alone';

/** Appends of each kind, taken in turns so that both meet the same disk. */
const appends = 1500;

/** A run of days; the usual one has some hundred. */
const entries = 100_000;

/** Of opening and listing; the median stands. */
const turns = 5;

/** In how many runs the list of runs looks. */
const runs = 200;

export async function run(): Promise<readonly Row[]> {
	const directory = mkdtempSync(join(tmpdir(), 'gonogo-bench-'));
	try {
		return [
			...(await appending(join(directory, 'a'))),
			...(await opening(join(directory, 'b'))),
			await listing(join(directory, 'c')),
			await resuming(join(directory, 'd')),
		];
	} finally {
		rmSync(directory, {recursive: true, force: true});
	}
}

async function appending(directory: string): Promise<readonly Row[]> {
	const journal = await (await openFileStore(directory)).create(runId, first, runbook);
	const bare = await open(join(directory, 'bare'), 'ax', 0o600);
	const line = Buffer.alloc(260, 'x');
	const chained: number[] = [];
	const plain: number[] = [];
	for (let count = 0; count < appends; count++) {
		const next = [
			entry(
				journal.seq + 1,
				note('a note of a usual length, as a person writes it while looking at the graphs'),
			),
		];
		chained.push(await timed(() => journal.append(next)));
		plain.push(
			await timed(async () => {
				await bare.write(line);
				await bare.datasync();
			}),
		);
	}
	await bare.close();
	await journal.close();
	return [0.5, 0.99].map(part =>
		row(
			`durable append, p${part * 100}, beside write + fdatasync`,
			quantile(chained, part),
			quantile(plain, part),
		),
	);
}

async function opening(directory: string): Promise<readonly Row[]> {
	const store = await openFileStore(directory);
	const journal = await store.create(runId, first, runbook);
	await journal.close();
	const path = join(journal.directory, 'journal.jsonl');
	writeFileSync(path, longJournal());
	const hashing = await median(async () => {
		createHash('sha256').update(readFileSync(path)).digest('hex');
	});
	const reading = await median(async () => {
		await store.read(runId);
	});
	const driving = await median(async () => {
		await (await store.open(runId)).journal.close();
	});
	return [
		row(`read and verify ${entries} entries, beside reading and hashing the file`, reading, hashing),
		row(`open ${entries} entries for driving, beside the same`, driving, hashing),
	];
}

async function listing(directory: string): Promise<Row> {
	const store = await openFileStore(directory);
	await fillWith(store, runs);
	const paths = (await store.list()).map(summary => join(summary.directory, 'journal.jsonl'));
	const reading = await median(async () => {
		for (const path of paths) {
			readFileSync(path);
		}
	});
	const listed = await median(async () => {
		await store.list();
	});
	return row(`list ${runs} runs, beside reading their files`, listed, reading);
}

const waits = '---\nenvironments:\n  staging: {production: false}\n---\n# Waits\n\n- [ ] Look\n';

/** The whole program: from its start until the resumed run asks, and its end. */
async function resuming(directory: string): Promise<Row> {
	const program = join(import.meta.dirname, '../../bin/gonogo.js');
	const runbook = `${directory}.md`;
	writeFileSync(runbook, waits);
	const gonogo = (...args: readonly string[]) =>
		spawnSync(process.execPath, [program, ...args], {
			env: {...process.env, GONOGO_STATE: directory, HOME: directory},
			encoding: 'utf8',
		});
	gonogo('run', runbook, '--ci', '--trust');
	const resume = () => median(async () => void gonogo('resume', '--ci'));
	const short = await resume();
	const [id = ''] = readdirSync(join(directory, 'runs'));
	const path = join(directory, 'runs', id, 'journal.jsonl');
	const begun = readFileSync(path);
	const link = claimedLink(wholeLines(begun).at(-1));
	if (link === undefined) {
		throw new Error('the run of the bench has not begun');
	}
	writeFileSync(path, Buffer.concat([begun, ...notesAfter(link)]));
	return row(`resume ${entries} entries, the whole program, beside a few`, await resume(), short);
}

function notesAfter(begun: Link): readonly Uint8Array[] {
	const lines: Uint8Array[] = [];
	let link = begun;
	while (link.seq < entries) {
		const line = chainEntry(link, entry(link.seq + 1, note(`a note of a usual length, number ${link.seq}`)));
		if (line === undefined) {
			throw new Error('a line of the bench is too long');
		}
		lines.push(line.bytes);
		link = line.link;
	}
	return lines;
}

async function fillWith(store: Store, count: number): Promise<void> {
	for (let number = 0; number < count; number++) {
		const id = `20261121-090000-${number.toString(16).padStart(6, '0')}`;
		const journal = await store.create(id, {...first, event: {...first.event, run: id} as never}, runbook);
		await journal.append(entriesFrom(2, ...Array.from({length: 20}, (_, index) => note(`note ${index}`))));
		await journal.close();
	}
}

function longJournal(): Buffer {
	let link = genesis(runId, 'ab'.repeat(16));
	const lines: Uint8Array[] = [];
	for (let seq = 1; seq <= entries; seq++) {
		const line = chainEntry(link, seq === 1 ? first : entry(seq, eventOf(seq)));
		if (line === undefined) {
			throw new Error('a line of the bench is too long');
		}
		lines.push(line.bytes);
		link = line.link;
	}
	return Buffer.concat(lines);
}

function eventOf(seq: number) {
	const step = `step-${seq >> 1}`;
	return seq % 2 === 0
		? ({
				type: 'step.started',
				step,
				attempt: 1,
				part: 'whole',
				resolved: 'docker compose pull api && docker compose up -d api',
			} as const)
		: ({
				type: 'step.finished',
				step,
				attempt: 1,
				outcome: {result: 'passed', durationMs: 1200, exit: 0, output: {bytes: 812, sha256: '0'.repeat(64)}},
			} as const);
}

async function timed(work: () => Promise<void>): Promise<number> {
	const from = performance.now();
	await work();
	return performance.now() - from;
}

async function median(work: () => Promise<void>): Promise<number> {
	const times: number[] = [];
	for (let turn = 0; turn < turns; turn++) {
		times.push(await timed(work));
	}
	return quantile(times, 0.5);
}

function quantile(times: readonly number[], part: number): number {
	const sorted = times.toSorted((one, two) => one - two);
	return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}

function row(what: string, value: number, baseline: number): Row {
	return {what, value, unit: 'ms', baseline, ratio: value / baseline};
}
