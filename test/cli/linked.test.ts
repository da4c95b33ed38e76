import {mkdir, mkdtemp, rm, symlink, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {linkedReader} from '../../src/cli/linked.ts';

async function tree(files: Readonly<Record<string, string>>): Promise<string> {
	const root = await mkdtemp(join(tmpdir(), 'gonogo-linked-'));
	onTestFinished(() => rm(root, {recursive: true, force: true}));
	for (const [name, text] of Object.entries(files)) {
		await mkdir(join(root, name, '..'), {recursive: true});
		await writeFile(join(root, name), text);
	}
	return root;
}

test('a linked runbook is read as it lies there, and its own links are followed from where it stands', async () => {
	const root = await tree({
		'.git/HEAD': '',
		'a/release.md': '# R',
		'b/back.md': '# Back\n\n[more](more.md)',
		'b/more.md': '# More',
	});
	const read = linkedReader(join(root, 'a/release.md'));
	expect(read('../b/back.md#now')).toMatchObject({
		title: 'Back',
		path: '../b/back.md',
		links: [{target: 'more.md'}],
	});
	expect(read('more.md', '../b/back.md')).toMatchObject({title: 'More', path: '../b/more.md'});
});

test('what is gone, lies outside the work tree, or leads out of it is said and not shown', async () => {
	const root = await tree({'.git/HEAD': '', 'release.md': '# R'});
	await symlink('/etc/passwd', join(root, 'out.md'));
	const read = linkedReader(join(root, 'release.md'));
	expect(read('gone.md')).toMatchObject({problem: expect.stringMatching(/^gone\.md /)});
	expect(read('../../etc/passwd.md')).toHaveProperty('problem');
	expect(read('out.md')).toMatchObject({problem: expect.stringContaining('leads out of')});
	expect(read('.')).toHaveProperty('problem');
});
