import {expect, test} from 'vitest';
import {readEnvelope} from '../../src/record/envelope.ts';
import {statementJsonSchema} from '../../src/record/json-schema.ts';
import {readStatement} from '../../src/record/read-statement.ts';
import {verifyRecord} from '../../src/record/verify.ts';
import {finish, imageDigest, runbookText, sha256} from './world.ts';

const nowMs = Date.parse('2026-11-21T12:00:00Z');

test('a finished run leaves a record that verifies with its own files', async () => {
	const {record, bytes, recorder, entries} = await finish();
	const verification = verifyRecord(bytes, {
		nowMs,
		recorderKeys: [recorder.spki],
		runbook: Buffer.from(runbookText),
		runMd: Buffer.from(record.runMd),
		journal: {entries, head: entries.at(-1)?.h ?? ''},
		artifacts: [imageDigest],
		records: [],
		expectHead: record.id,
	});
	expect(verification.checks.filter(({result}) => result === 'FAIL')).toEqual([]);
	expect(verification).toMatchObject({ok: true, level: 1, id: record.id});
});

test('the subject is the image that was deployed', async () => {
	const {bytes} = await finish();
	const {subject} = readStatement(readEnvelope(bytes));
	expect(subject).toEqual([{name: 'image', digest: {sha256: imageDigest}}]);
});

test('a record tells who did what, how often, and where the time went', async () => {
	const {record} = await finish();
	const {steps, people, approvals, run, deviations} = record.record;
	const deploy = steps.find(({id}) => id === 'deploy');
	expect(deploy).toMatchObject({state: 'passed', activeMs: 120_000});
	expect(deploy?.attempts.map(({result}) => result)).toEqual(['failed', 'passed']);
	expect(people.map(({name, roles}) => [name, roles])).toEqual([
		['alice@example.com', ['driver']],
		['bob@example.com', ['approver']],
	]);
	expect(approvals).toMatchObject([
		{step: 'go', waitingMs: 60_000, answers: [{answer: 'go', separate: true}]},
	]);
	expect(run.activeMs + run.waitingMs + run.heldMs + run.awayMs).toBe(run.durationMs);
	expect(deviations).toMatchObject([{what: 'edited', step: 'deploy'}]);
});

test('a secret leaves its name and nothing else', async () => {
	const {record} = await finish();
	expect(record.record.inputs).toContainEqual({name: 'token', is: 'secret', from: 'asked'});
});

test('the record names the digest of the runbook filled in', async () => {
	const {record} = await finish();
	expect(record.record.runbook.filledIn).toBe(sha256(record.runMd));
});

test('the published schema describes a strict object with every field of the record', () => {
	const schema = statementJsonSchema('record') as {
		properties: {predicate: {required: string[]; additionalProperties: boolean}};
	};
	expect(schema.properties.predicate.additionalProperties).toBe(false);
	expect(schema.properties.predicate.required).toEqual(
		expect.arrayContaining(['run', 'runbook', 'steps', 'approvals', 'verdict', 'journal', 'signing', 'dora']),
	);
});
