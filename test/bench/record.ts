import {spawnSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {ChainedEntry} from '../../src/engine/entry.ts';
import type {Event} from '../../src/engine/event.ts';
import {replay} from '../../src/engine/evolve.ts';
import {joinRecords, type RecordLink} from '../../src/record/chain.ts';
import {paeBytes, readEnvelope} from '../../src/record/envelope.ts';
import {finishRecord} from '../../src/record/finish-record.ts';
import {loadRecorderKey} from '../../src/record/recorder-key.ts';
import {findPersonKey} from '../../src/record/ssh-key.ts';
import {readStrictJson} from '../../src/record/strict-json.ts';
import {verifyRecord} from '../../src/record/verify.ts';
import {check, command, opened, runbookOf} from '../engine/given.ts';
import type {Row} from './text.ts';

export const title = 'The record: milliseconds beside the plainest way to the same end';

/** Runs of each figure; the median stands. */
const turns = 9;

/** A long release: every tenth step a command, the others checks. */
const steps = 1000;

export async function run(): Promise<Row[]> {
	const directory = mkdtempSync(join(tmpdir(), 'gonogo-bench-record-'));
	try {
		return await measure(directory);
	} finally {
		rmSync(directory, {recursive: true, force: true});
	}
}

async function measure(directory: string): Promise<Row[]> {
	const world = await makeWorld(directory);
	const bytes = (await world.finish()).envelopeBytes;
	const pae = paeBytes(readEnvelope(bytes));
	const key = join(directory, 'id_ed25519');
	spawnSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key]);
	writeFileSync(join(directory, 'pae'), pae);
	const person = await findPersonKey({env: {HOME: directory}, asked: key});
	const links = chainOf(10_000);

	const hash = await median(() => void createHash('sha256').update(pae).digest());
	const parse = await median(() => void JSON.parse(Buffer.from(bytes).toString('utf8')));
	const sign = await median(
		() => void spawnSync('ssh-keygen', ['-q', '-Y', 'sign', '-n', 'bench', '-f', key], {input: pae}),
	);
	const nowMs = Date.parse('2026-11-21T12:00:00Z');
	const limits = {bytesMax: 1_048_576, depthMax: 32};
	return [
		row(
			`a record of ${steps} steps, by the recorder (beside the sha256 of its bytes)`,
			await median(() => world.finish()),
			hash,
		),
		row(
			'the same, by a person too (beside ssh-keygen -Y sign alone)',
			await median(() => world.finish(person)),
			sign,
		),
		row(
			`verify it, ${Math.round(bytes.byteLength / 1024)} KiB (beside JSON.parse)`,
			await median(() => void verifyRecord(bytes, {nowMs})),
			parse,
		),
		row(
			'read its JSON strictly (beside JSON.parse)',
			await median(() => void readStrictJson(bytes, limits)),
			parse,
		),
		row(
			'join 10,000 records into their history (beside sorting their ids)',
			await median(() => void joinRecords(links, line)),
			await median(() => void links.map(({id}) => id).sort()),
		),
	];
}

type Person = Awaited<ReturnType<typeof findPersonKey>>;

/** @param count steps of the release; every tenth is a command. */
export async function makeWorld(directory: string, count = steps) {
	const recorder = await loadRecorderKey(join(directory, 'keys'));
	const walk = Array.from({length: count}, (_one, index) =>
		index % 10 === 0
			? command(`s${index}`, {line: index + 3, endLine: index + 3})
			: check(`s${index}`, {line: index + 3, endLine: index + 3}),
	);
	const runbook = runbookOf({walk});
	const entries = entriesOf([
		opened,
		...walk.flatMap(({id, kind}) => eventsOf(id, kind)),
		{type: 'run.closed', verdict: 'complete'},
	]);
	const runbookText = ['# Release', '', ...walk.map(({title}) => `- [ ] ${title}`)].join('\n');
	const state = replay(runbook, entries);
	if (state === undefined) {
		throw new Error('no run');
	}
	const finish = (person: Person = {ok: false, why: 'the bench'}) =>
		finishRecord({
			state,
			entries,
			runbookText,
			directory,
			keys: {recorder, person, env: {PATH: process.env.PATH}},
		});
	return {finish, recorder: recorder.spki};
}

function eventsOf(step: string, kind: string): Event[] {
	if (kind !== 'command') {
		return [{type: 'check.answered', step, answer: 'yes'}];
	}
	const outcome = {
		result: 'passed',
		durationMs: 1200,
		exit: 0,
		output: {bytes: 2048, sha256: '0'.repeat(64)},
	} as const;
	return [
		{
			type: 'step.started',
			step,
			attempt: 1,
			part: 'whole',
			resolved: 'kubectl rollout status deploy/shop\n'.repeat(3),
		},
		{type: 'step.finished', step, attempt: 1, outcome},
	];
}

function entriesOf(events: readonly Event[]): ChainedEntry[] {
	const startedMs = Date.parse('2026-11-21T09:00:00Z');
	return events.map((event, index) => ({
		seq: index + 1,
		v: 1,
		at: new Date(startedMs + index * 1000).toISOString(),
		by: 'alice',
		event,
		h: '0'.repeat(64),
	}));
}

const line = {service: 'shop', environment: 'production', kind: 'release'} as const;

function chainOf(count: number): RecordLink[] {
	return Array.from({length: count}, (_one, index) => ({
		...line,
		id: String(index),
		run: String(index),
		endedAt: '2026-11-21T09:00:00.000Z',
		previous: index === 0 ? [] : [String(index - 1)],
	}));
}

async function median(work: () => unknown): Promise<number> {
	const spent: number[] = [];
	for (let turn = 0; turn < turns; turn++) {
		const started = performance.now();
		await work();
		spent.push(performance.now() - started);
	}
	return spent.toSorted((a, b) => a - b)[Math.floor(turns / 2)] ?? 0;
}

function row(what: string, value: number, baseline: number): Row {
	return {what, value, unit: 'ms', baseline, ratio: value / baseline};
}
