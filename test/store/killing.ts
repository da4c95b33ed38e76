import {expect} from 'vitest';
import {openFileStore} from '../../src/store/files.ts';
import type {OpenedRun} from '../../src/store/store.ts';
import {breakingFiles} from './breaking-files.ts';
import {startDriver} from './child.ts';
import {entry, plain, run} from './driving.ts';
import {freshDirectory} from './given.ts';
import {scripted, walkScript} from './scripted-run.ts';

/** Two at a time, as many as the smallest machine has cores. */
const atOnce = 2;

/** Every call of the scripted run that changes something, in order. */
export async function callsOfScript(): Promise<readonly string[]> {
	const {files, calls} = breakingFiles(-1, 'crash');
	await walkScript(await openFileStore(freshDirectory(), {files}), () => {});
	return calls;
}

/** Lets a driver die at each of these calls and looks at what it left. */
export async function killAtEach(calls: readonly (readonly [number, string])[]): Promise<void> {
	const left = [...calls];
	const worker = async () => {
		for (let next = left.shift(); next !== undefined; next = left.shift()) {
			await killAt(...next);
		}
	};
	await Promise.all(Array.from({length: atOnce}, worker));
}

async function killAt(at: number, call: string): Promise<void> {
	const directory = freshDirectory();
	const driver = startDriver('die-at', directory, String(at));
	const {signal} = await driver.ended;
	const told = driver.said.reduce((sum, line) => sum + Number(line.replace('told ', '')), 0);
	expect(signal, call).toBe('SIGKILL');

	const store = await openFileStore(directory);
	const opened = await store.open(run).catch((error: unknown) => error);
	if (opened instanceof Error) {
		expect(told, `${call}: ${opened.message}`).toBe(0);
		expect(opened).toMatchObject({code: 'store.not-found'});
		return;
	}
	const {journal, found, recovered} = opened as OpenedRun;
	expect(found.entries.map(plain), call).toEqual(scripted.slice(0, found.entries.length));
	expect(found.entries.length, call).toBeGreaterThanOrEqual(told);
	if (recovered !== undefined) {
		await journal.append([entry(journal.seq + 1, {type: 'run.recovered', ...recovered})]);
	}
	await journal.close();
	const again = await store.open(run);
	expect(again.recovered, `${call}: said once, then no more`).toBeUndefined();
	await again.journal.close();
}
