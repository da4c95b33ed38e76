import {expect, test} from 'vitest';
import type {ChainedEntry} from '../../src/engine/entry.ts';
import {verifyRecord} from '../../src/record/verify.ts';
import {entriesOf, finish, opening, runbookText, sha256} from './world.ts';

const nowMs = Date.parse('2026-11-21T12:00:00Z');

async function compared(
	change: (entries: readonly ChainedEntry[]) => readonly ChainedEntry[],
): Promise<string[]> {
	const {bytes, entries} = await finish();
	const found = change(entries);
	const {checks} = verifyRecord(bytes, {nowMs, journal: {entries: found, head: found.at(-1)?.h ?? ''}});
	return checks.filter(({group}) => group === 'journal').map(({result, why}) => `${result} ${why}`);
}

test('a record and its own journal tell the same', async () => {
	expect(await compared(entries => entries)).toEqual([
		expect.stringMatching(/^PASS 14 entries/),
		expect.stringMatching(/^PASS It closes/),
		expect.stringMatching(/^PASS Every attempt/),
	]);
});

test.each<[string, (entries: readonly ChainedEntry[]) => readonly ChainedEntry[], RegExp]>([
	[
		'of another run',
		() => entriesOf([{event: {...opening, nonce: 'f'.repeat(32)}}]),
		/^FAIL It is the journal of another run/,
	],
	['that ends earlier', entries => entries.slice(0, -1), /^FAIL Its entry 14 is not the one/],
	[
		'whose head is another',
		entries => [...entries.slice(0, -1), ...entries.slice(-1).map(one => ({...one, h: sha256('x')}))],
		/^FAIL Its entry 14 is not the one/,
	],
	[
		'that goes on',
		entries => [...entries, ...entries.slice(-1).map(one => ({...one, seq: 15}))],
		/^FAIL 1 entries follow/,
	],
])('a journal %s does not fit the record', async (_what, change, said) => {
	expect(await compared(change)).toContainEqual(expect.stringMatching(said));
});

test.each<[string, (entry: ChainedEntry) => ChainedEntry, RegExp]>([
	[
		'another outcome',
		entry =>
			entry.event.type === 'step.finished'
				? {...entry, event: {...entry.event, outcome: {...entry.event.outcome, result: 'failed'}}}
				: entry,
		/^FAIL The record tells of something the journal does not: deploy, attempt 2: passed/,
	],
	[
		'another approver',
		entry => (entry.event.type === 'gate.answered' ? {...entry, by: 'carol@example.com'} : entry),
		/^FAIL The record tells of something the journal does not: go: go by bob/,
	],
	[
		'another environment',
		entry =>
			entry.event.type === 'run.opened' ? {...entry, event: {...entry.event, environment: 'staging'}} : entry,
		/^FAIL The record tells of something/,
	],
	[
		'an attempt more',
		entry =>
			entry.event.type === 'run.closed'
				? {
						...entry,
						event: {
							type: 'step.finished',
							step: 'deploy',
							attempt: 3,
							outcome: {result: 'failed', durationMs: 1},
						},
					}
				: entry,
		/^FAIL The journal tells of something the record does not: deploy, attempt 3/,
	],
	[
		'an override that is not told',
		entry =>
			entry.event.type === 'run.closed'
				? {...entry, event: {type: 'step.decided', step: 'announce', disposition: 'override', reason: 'late'}}
				: entry,
		/^FAIL The journal tells of something the record does not: announce: override by alice/,
	],
	[
		'another opening of its gate',
		entry =>
			entry.event.type === 'gate.opened' ? {...entry, event: {...entry.event, nonce: '2'.repeat(32)}} : entry,
		/^FAIL The record tells of something the journal does not: go: opened with 1111/,
	],
	[
		'another value of an input',
		entry =>
			entry.event.type === 'inputs.set'
				? {
						...entry,
						event: {
							...entry.event,
							values: {...entry.event.values, image: {is: 'value', value: 'evil', from: 'asked'}},
						},
					}
				: entry,
		/^FAIL The record and the journal tell different values of the input image/,
	],
	[
		'another answer',
		entry =>
			entry.event.type === 'check.answered' && entry.event.step === 'error-rate'
				? {...entry, event: {...entry.event, answer: 'no'}}
				: entry,
		/^FAIL The record tells of something the journal does not: error-rate: yes by alice/,
	],
	[
		'a command as it was written where the record tells of an edit',
		entry => {
			if (entry.event.type !== 'step.started') {
				return entry;
			}
			const {edited: _, ...event} = entry.event;
			return {...entry, event};
		},
		/^FAIL The record tells of something the journal does not: deploy, attempt 2: started by alice.*edited/,
	],
	[
		'practice in it',
		entry =>
			entry.event.type === 'run.opened' ? {...entry, event: {...entry.event, practice: true}} : entry,
		/^FAIL The record tells of something the journal does not: a run by walk/,
	],
	[
		'another driver',
		entry =>
			entry.event.type === 'run.opened' ? {...entry, event: {...entry.event, operator: 'mallory'}} : entry,
		/^FAIL The record tells of something the journal does not: alice@example.com drives/,
	],
])('a journal with %s under the same head is told from the record', async (_what, change, said) => {
	expect(await compared(entries => entries.map(change))).toContainEqual(expect.stringMatching(said));
});

test('a gate that was asked over a head the journal never had is refused where the chain was recomputed', async () => {
	const {bytes, entries} = await finish();
	const head = entries.at(-1)?.h ?? '';
	const heads = (isChained: boolean) =>
		verifyRecord(bytes, {nowMs, journal: {entries, head, ...(isChained ? {isChained} : {})}}).checks.filter(
			({name}) => name === 'gates’ heads',
		);
	expect(heads(true)).toMatchObject([{result: 'FAIL', why: expect.stringContaining('never had')}]);
	expect(heads(false)).toEqual([]);
});

test('another runbook, another run.md and another artifact are refused', async () => {
	const {bytes, record} = await finish();
	const failed = (options: Partial<Parameters<typeof verifyRecord>[1]>) =>
		verifyRecord(bytes, {nowMs, ...options})
			.checks.filter(({result}) => result === 'FAIL')
			.map(({name}) => name);
	expect(failed({runbook: Buffer.from(runbookText), runMd: Buffer.from(record.runMd)})).toEqual([]);
	expect(failed({runbook: Buffer.from(`${runbookText} `)})).toEqual(['runbook']);
	expect(failed({runMd: Buffer.from(`${record.runMd} `)})).toEqual(['run.md']);
	expect(failed({artifacts: ['0'.repeat(64)]})).toEqual(['artifact']);
});

test('one check that fails brings the level to nothing', async () => {
	const {bytes, recorder} = await finish();
	const known = {nowMs, recorderKeys: [recorder.spki]};
	expect(verifyRecord(bytes, known)).toMatchObject({ok: true, level: 1});
	expect(verifyRecord(bytes, {...known, runMd: Buffer.from('another')})).toMatchObject({ok: false, level: 0});
});
