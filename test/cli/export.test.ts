import {verify as verifyBytes} from 'node:crypto';
import {readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {paeBytes} from '../../src/record/envelope.ts';
import {emptyHome, gonogo, release} from './shell.ts';

test('a bundle holds the record and what was said afterwards, and each line of it verifies alone', async () => {
	const home = emptyHome();
	const {run} = await release(home);
	await gonogo(home, ['amend', run, '--incident', 'INC-7']);
	const lines = (await gonogo(home, ['export', run, '--bundle'])).stdout.trimEnd().split('\n');
	expect(lines.map(line => JSON.parse(line).payloadType)).toEqual(
		Array(2).fill('application/vnd.in-toto+json'),
	);
	const first = join(home, 'first.json');
	writeFileSync(first, lines[0] ?? '');
	expect((await gonogo(home, ['verify', first])).stdout).toContain('Level 1');

	const bundle = join(home, 'release.intoto.jsonl');
	writeFileSync(bundle, `${lines.join('\n')}\n`);
	expect(await gonogo(home, ['verify', bundle])).toMatchObject({
		code: 0,
		stdout: expect.stringMatching(/PASS +amendment-0001 +Incident INC-7[\s\S]*Level 1/),
	});

	expect((await gonogo(home, ['export', run, '--timeline'])).stdout).toMatch(
		/^# Timeline: Release the shop\n[\s\S]*INC-7/,
	);
	expect((await gonogo(home, ['export', run, '--cdevents'])).stdout.split('\n')[0]).toContain(
		'pipelinerun.started',
	);
	expect(await gonogo(home, ['export', run])).toMatchObject({code: 2});
});

test('an in-toto layout names every step that was done, with a link for each, signed by the recorder', async () => {
	const home = emptyHome();
	const {run, directory} = await release(home);
	const to = join(home, 'in-toto');
	expect(await gonogo(home, ['export', run, '--in-toto', to])).toMatchObject({code: 0});
	const layout = contentOf(readFileSync(join(to, 'root.layout'), 'utf8'));
	const [keyid = ''] = Object.keys(layout.content.keys);
	const pem = readFileSync(join(directory, '../../keys/recorder.pub.pem'), 'utf8');
	expect(layout.content).toMatchObject({_type: 'layout', expires: expect.stringMatching(/^20\d\d-.*Z$/)});
	const names = layout.content.steps.map(({name}: {name: string}) => name);
	expect(names).toEqual(expect.arrayContaining(['look', 'switch']));
	expect(readdirSync(to).toSorted()).toEqual(
		['root.layout', ...names.map((name: string) => `${name}.${keyid.slice(0, 8)}.link`)].toSorted(),
	);
	for (const file of readdirSync(to)) {
		expect(contentOf(readFileSync(join(to, file), 'utf8')).isSignedBy(pem)).toBe(true);
	}
	const {content} = contentOf(readFileSync(join(to, `look.${keyid.slice(0, 8)}.link`), 'utf8'));
	expect(content).toMatchObject({
		_type: 'link',
		name: 'look',
		byproducts: {'return-value': 0},
		products: {'output/look.1.log': {sha256: expect.stringMatching(/^[0-9a-f]{64}$/)}},
	});
	expect(await gonogo(home, ['export', run, '--in-toto', to])).toMatchObject({code: 2});
});

function contentOf(text: string) {
	const {payload, payloadType, signatures} = JSON.parse(text);
	const bytes = Buffer.from(payload, 'base64');
	const pae = paeBytes({payload: bytes, payloadType});
	return {
		content: JSON.parse(bytes.toString('utf8')),
		isSignedBy: (pem: string) => verifyBytes(null, pae, pem, Buffer.from(signatures[0].sig, 'base64')),
	};
}

test('the schema of what is signed describes the record that was made', async () => {
	const home = emptyHome();
	const schema = JSON.parse((await gonogo(home, ['schema'])).stdout);
	expect(schema).toMatchObject({
		$id: 'https://gonogo.dev/deployment-record/v0.1',
		$schema: 'https://json-schema.org/draft/2020-12/schema',
	});
	const {directory} = await release(home);
	const {content} = contentOf(readFileSync(join(directory, 'record.json'), 'utf8'));
	const known = schema.properties.predicate;
	expect(Object.keys(content.predicate).filter(name => !(name in known.properties))).toEqual([]);
	expect(known.required.filter((name: string) => !(name in content.predicate))).toEqual([]);
	for (const kind of ['approval', 'amendment', 'runbook']) {
		expect((await gonogo(home, ['schema', kind])).code).toBe(0);
	}
	expect(await gonogo(home, ['schema', 'moon'])).toMatchObject({code: 2});
});
