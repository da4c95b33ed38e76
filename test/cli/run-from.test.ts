import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {emptyHome, gonogo, release} from './shell.ts';

const yes = {input: 'y\n'.repeat(6)};

test('run --from starts with the inputs of an earlier run and shows what changed in the runbook since', async () => {
	const home = emptyHome();
	const first = await release(home);
	const same = await gonogo(home, ['run', '--from', first.run, '--plain'], yes);
	expect(same.code).toBe(0);
	expect(same.stdout).toContain('The runbook is the same as then.');
	expect(same.stdout).toContain('version: 1.2.3');
	expect(same.stdout).toContain('| version 1.2.3');

	writeFileSync(
		first.file,
		readFileSync(first.file, 'utf8').replace('- [ ] It looks well', '- [ ] It looks very well'),
	);
	const next = await gonogo(
		home,
		[
			'run',
			first.file,
			'--from',
			join(first.directory, 'record.json'),
			'--plain',
			'--trust',
			'--input',
			'version=1.3.0',
		],
		yes,
	);
	expect(next.stdout).toMatch(/-- \[ \] It looks well\n\+- \[ \] It looks very well/);
	expect(next.stdout).toContain('version: given anew; then 1.2.3');
	expect(next.stdout).toContain('| version 1.3.0');
});

test('run --from takes nothing from a record that was changed, and run needs one or the other', async () => {
	const home = emptyHome();
	const {run, directory} = await release(home);
	const path = join(directory, 'record.json');
	writeFileSync(path, readFileSync(path, 'utf8').replace('"payload":"ey', '"payload":"eY'));
	expect(await gonogo(home, ['run', '--from', run, '--plain'])).toMatchObject({code: 5});
	expect(await gonogo(home, ['run', '--plain'])).toMatchObject({
		code: 2,
		stderr: expect.stringContaining('--from RECORD'),
	});
});

const withParts = `---
title: Release the shop
service: shop
environments: {staging: {production: false}}
---
# Release the shop

\`\`\`sh {#look auto}
echo ready
\`\`\`

<!-- gonogo: include=parts/database.md -->
`;
const database = '# Database\n\n```sh {#migrate auto}\necho migrated\n```\n';

test('run --from shows what changed in the files a runbook includes, though the runbook itself is the same', async () => {
	const home = emptyHome();
	const part = join(home, 'parts/database.md');
	mkdirSync(join(home, 'parts'));
	writeFileSync(part, database);
	const first = await release(home, {text: withParts, args: []});
	const same = await gonogo(home, ['run', '--from', first.run, '--plain'], yes);
	expect(same.stdout).toContain('The runbook is the same as then.');

	writeFileSync(part, database.replace('echo migrated', 'echo migrated twice'));
	const next = await gonogo(home, ['run', '--from', first.run, '--plain', '--trust'], yes);

	expect(next.stdout).not.toContain('is the same as then');
	expect(next.stdout).toMatch(/then parts\/database\.md[\s\S]*-echo migrated\n\+echo migrated twice/);
});

test('a run that is resumed says what changed in the files its runbook includes', async () => {
	const home = emptyHome();
	const part = join(home, 'parts/database.md');
	mkdirSync(join(home, 'parts'));
	writeFileSync(part, database);
	const file = join(home, 'shop.md');
	writeFileSync(file, `${withParts}\n- [ ] It looks well\n`);
	const stopped = await gonogo(home, ['run', file, '--ci', '--trust']);
	expect(stopped.code).toBe(3);

	writeFileSync(part, database.replace('echo migrated', 'echo migrated twice'));
	const resumed = await gonogo(home, ['resume', '--plain'], yes);

	expect(resumed.stdout).toMatch(
		/has changed since this run began\. The run goes on with the copies it began with[\s\S]*\+echo migrated twice/,
	);
});
