import {existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {emptyHome, gonogo} from './shell.ts';

const main = `# Release

\`\`\`sh {#before auto}
echo before
\`\`\`

<!-- gonogo: include=parts/database.md -->

\`\`\`sh {#after auto}
echo after
\`\`\`
`;

const database = `# Database

\`\`\`sh {#migrate auto}
echo migrated
\`\`\`
`;

function releaseHome(): string {
	const home = emptyHome();
	mkdirSync(join(home, 'ops/parts'), {recursive: true});
	writeFileSync(join(home, 'ops/release.md'), main);
	writeFileSync(join(home, 'ops/parts/database.md'), database);
	return home;
}

const runNow = (home: string, ...more: string[]) => gonogo(home, ['run', 'ops/release.md', '--ci', ...more]);

function runDirectory(home: string): string {
	const runs = join(home, '.local/state/gonogo/runs');
	const [run = ''] = readdirSync(runs).filter(name => /^\d{8}-/.test(name));
	return join(runs, run);
}

test('an included step runs in its place, is pinned, recorded, and told under the include', async () => {
	const home = releaseHome();

	const ran = await runNow(home, '--trust');

	expect(ran.stderr).toBe('');
	expect(ran.code).toBe(0);
	const directory = runDirectory(home);
	const [pinned = ''] = readdirSync(join(directory, 'runbook/includes'));
	expect(readFileSync(join(directory, 'runbook/includes', pinned), 'utf8')).toBe(database);
	const page = readFileSync(join(directory, 'run.md'), 'utf8');
	const order = [
		'echo before',
		'include=parts/database.md',
		'From parts/database.md, sha256',
		'migrated',
		'{#after auto}',
	];
	expect(order.map(words => page.indexOf(words)).toSorted((a, b) => a - b)).toEqual(
		order.map(words => page.indexOf(words)),
	);
	expect(page.indexOf('migrated')).toBeGreaterThan(0);
	const envelope: {payload: string} = JSON.parse(readFileSync(join(directory, 'record.json'), 'utf8'));
	const statement = JSON.parse(Buffer.from(envelope.payload, 'base64').toString());
	expect(statement.predicate.runbook.includes).toEqual([
		{path: 'parts/database.md', sha256: expect.stringMatching(/^[0-9a-f]{64}$/)},
	]);
	expect((await gonogo(home, ['verify'])).code).toBe(0);
	writeFileSync(join(home, 'ops/parts/database.md'), '# Other\n');
	const shown = await gonogo(home, ['show', '--markdown']);
	expect(shown.stdout).toContain('From parts/database.md');
	writeFileSync(join(directory, 'runbook/includes', pinned), '# Other\n');
	expect((await gonogo(home, ['show'])).stderr).toContain('not the one it began with');
	const verified = await gonogo(home, ['verify', 'last']);
	expect(verified.stdout).toMatch(/FAIL +parts\/database\.md +Its sha256 is/);
	expect(verified.code).toBe(5);
});

test('trust covers what is included: a changed include is asked about again', async () => {
	const home = releaseHome();
	expect((await gonogo(home, ['trust', 'ops/release.md'])).stdout).toContain('includes parts/database.md');
	expect((await runNow(home)).code).toBe(0);
	const changed = database.replace('echo migrated', 'echo dropped');
	writeFileSync(join(home, 'ops/parts/database.md'), changed);

	const refused = await runNow(home);

	expect(refused.stderr).toContain('has changed since it was trusted here');
	expect(refused.code).not.toBe(0);
	writeFileSync(join(home, 'ops/parts/database.md'), database);
	expect((await runNow(home)).code).toBe(0);
});

test('a missing include is told with its place, by plan, lint and run, and nothing runs', async () => {
	const home = releaseHome();
	writeFileSync(
		join(home, 'ops/parts/database.md'),
		'# Database\n\n<!-- gonogo: include=gone.md -->\n\n- [ ] One\n',
	);

	for (const verb of [['plan'], ['lint'], ['run', '--ci', '--trust']]) {
		const said = await gonogo(home, [...verb, 'ops/release.md']);
		expect(said.stdout + said.stderr).toMatch(
			/ops\/parts\/database\.md:3:1: error: The include “gone\.md” does not exist\..*\n +<!-- gonogo: include=gone\.md -->/,
		);
		expect(said.code).not.toBe(0);
	}
	expect(existsSync(join(home, '.local/state/gonogo/runs'))).toBe(false);
});

test('an include does not lead out of its tree: not by dots, not by a link; in a work tree it reaches its neighbours', async () => {
	const home = releaseHome();
	writeFileSync(join(home, 'secret.md'), '# Secret\n\n- [ ] Never shown\n');
	const include = async (target: string) => {
		writeFileSync(join(home, 'ops/release.md'), `# R\n\n- [ ] One\n\n<!-- gonogo: include=${target} -->\n`);
		const {stdout} = await gonogo(home, ['plan', 'ops/release.md']);
		return stdout;
	};
	symlinkSync('../../secret.md', join(home, 'ops/parts/link.md'));
	symlinkSync('database.md', join(home, 'ops/parts/fine.md'));

	expect(await include('../secret.md')).toMatch(/leads out of/);
	expect(await include('../secret.md')).not.toContain('Never shown');
	expect(await include('parts/link.md')).toMatch(/leads out of/);
	expect(await include('parts/fine.md')).toContain('echo migrated');
	mkdirSync(join(home, '.git'));
	expect(await include('../secret.md')).toContain('Never shown');
});

test('what is no readable text is refused as an include', async () => {
	const home = releaseHome();
	const file = join(home, 'ops/parts/database.md');
	writeFileSync(file, Buffer.from([0x23, 0x20, 0xff, 0xfe]));
	expect((await gonogo(home, ['plan', 'ops/release.md'])).stdout).toContain('is not UTF-8 text');
	writeFileSync(file, '');
	expect((await gonogo(home, ['plan', 'ops/release.md'])).stdout).toContain('is empty');
});

test('a resumed run walks the copies it began with, whatever happened to the included file', async () => {
	const home = releaseHome();
	writeFileSync(
		join(home, 'ops/parts/database.md'),
		'# Database\n\n- [ ] Look at the lag\n\n```sh {#migrate auto}\necho migrated\n```\n',
	);
	const left = await gonogo(home, ['run', 'ops/release.md', '--plain', '--trust']);
	expect(left.stdout).toContain('The run is kept.');
	writeFileSync(join(home, 'ops/parts/database.md'), '# Database\n\n- [ ] Something else\n');

	const resumed = await gonogo(home, ['resume', '--plain'], {input: 'y\n'.repeat(6)});

	expect(resumed.stdout).toContain('Look at the lag');
	expect(resumed.stdout).toMatch(/^\+- \[ \] Something else/m);
	expect(resumed.stdout).not.toMatch(/\d of \d\] Something else/);
	expect(readFileSync(join(runDirectory(home), 'run.md'), 'utf8')).toContain(
		'- [x] Look at the lag (line 3)',
	);
});

test('a run whose own copies were changed behind its back is not resumed, and nothing of them runs', async () => {
	for (const place of ['.', 'includes']) {
		const home = releaseHome();
		writeFileSync(
			join(home, 'ops/release.md'),
			`# Release\n\n- [ ] Look\n\n${main.slice(main.indexOf('<'))}`,
		);
		await gonogo(home, ['run', 'ops/release.md', '--plain', '--trust']);
		const copies = join(runDirectory(home), 'runbook', place);
		const copy = readdirSync(copies).find(name => name.endsWith('.md')) ?? '';
		writeFileSync(join(copies, copy), '# Release\n\n```sh {#evil auto}\ntouch "$HOME/evil"\n```\n');

		const resumed = await gonogo(home, ['resume', '--plain'], {input: 'y\n'.repeat(6)});

		expect(resumed).toMatchObject({code: 5, stderr: expect.stringContaining('not the one it began with')});
		expect(existsSync(join(home, 'evil'))).toBe(false);
	}
});
