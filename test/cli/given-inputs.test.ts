import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, expect, test} from 'vitest';
import {givenInputs} from '../../src/cli/given-inputs.ts';
import {readRunbook} from '../../src/runbook/read.ts';

const directory = mkdtempSync(join(tmpdir(), 'gonogo-inputs-'));
afterAll(() => rmSync(directory, {recursive: true, force: true}));

const {runbook} = readRunbook({
	path: 'release.md',
	text: '---\ninputs:\n  password: {type: secret}\n  version: {type: semver}\n---\n# Release\n\n- [ ] look\n',
});

test('a secret in the argument list is refused, and its value is not said', async () => {
	const given = givenInputs(runbook, {input: ['password=correct-horse']}, {});
	await expect(given).rejects.toMatchObject({
		code: 'input.invalid',
		message: expect.stringContaining('password is a secret and stands in the argument list'),
	});
	await expect(given).rejects.not.toMatchObject({message: expect.stringContaining('horse')});
});

test('a secret from the environment or a file is kept apart from the values that are written down', async () => {
	const fromEnvironment = await givenInputs(runbook, {input: []}, {GONOGO_INPUT_PASSWORD: 'correct-horse'});
	expect(fromEnvironment).toEqual({values: {}, secrets: {password: 'correct-horse'}});
	const file = join(directory, 'inputs.json');
	writeFileSync(file, '{"password": "correct-horse", "version": "1.2.3"}');
	expect(await givenInputs(runbook, {input: [], inputs: file}, {})).toEqual({
		values: {version: {is: 'value', value: '1.2.3', from: 'file'}},
		secrets: {password: 'correct-horse'},
	});
});

test('a value that is not allowed is refused before anything starts; a secret one is not said', async () => {
	await expect(givenInputs(runbook, {input: ['version=one']}, {})).rejects.toMatchObject({
		message: expect.stringContaining("version can't be “one”"),
	});
	await expect(
		givenInputs(runbook, {input: []}, {GONOGO_INPUT_PASSWORD: 'correct\u0007horse'}),
	).rejects.toMatchObject({message: expect.not.stringContaining('horse')});
});
