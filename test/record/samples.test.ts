import {appendFileSync, mkdirSync, symlinkSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import type {DeploymentRecord} from '../../src/engine/record.ts';
import {checkSamples, readSampleDigests} from '../../src/record/check-samples.ts';
import {sha256, temporaryDirectory} from './world.ts';

const text = '{"at":"a","value":0.1}\n';
const record = {
	guards: [
		{step: 'errors', title: 'Errors', changes: [], samples: {count: 1, gaps: 0, sha256: sha256(text)}},
	],
} as unknown as DeploymentRecord;

async function look(prepare: (path: string) => void): Promise<string[]> {
	const directory = temporaryDirectory();
	mkdirSync(join(directory, 'guards'));
	prepare(join(directory, 'guards', 'errors.jsonl'));
	const checks = checkSamples(record, await readSampleDigests(directory, record));
	return checks.map(({name, result}) => `${name}: ${result}`);
}

test('a guard’s samples are held against the digest that was signed', async () => {
	expect(await look(path => writeFileSync(path, text))).toEqual(['samples of errors: PASS']);
	expect(
		await look(path => {
			writeFileSync(path, text);
			appendFileSync(path, '{"at":"b","value":0}\n');
		}),
	).toEqual(['samples of errors: FAIL']);
	expect(await look(() => undefined)).toEqual(['samples of errors: NOT CHECKED']);
	expect(await look(path => symlinkSync('/dev/zero', path))).toEqual(['samples of errors: NOT CHECKED']);
});
