import {execFileSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import type {DeploymentRecord} from '../../src/engine/record.ts';
import {has} from '../needs.ts';
import {emptyHome, gonogo, release} from './shell.ts';

const runbook = `---
title: Release the shop
service: shop
environments: {staging: {production: false}}
inputs: {commit: {type: git-sha}, change_kind: {choices: [standard, normal]}}
---
# Release the shop

\`\`\`sh {#switch}
echo "$COMMIT" > "$HOME/changed"
\`\`\`
`;

const author = {
	GIT_AUTHOR_NAME: 'Ada',
	GIT_AUTHOR_EMAIL: 'ada@example.com',
	GIT_COMMITTER_NAME: 'Bot',
	GIT_COMMITTER_EMAIL: 'bot@example.com',
	GIT_COMMITTER_DATE: '2026-11-20T10:00:00+01:00',
	GIT_AUTHOR_DATE: '2026-11-19T10:00:00+01:00',
};

test.skipIf(!has('git'))(
	'the record names who made the deployed commit and when, and stats count the lead time from it',
	async () => {
		const home = emptyHome();
		const git = (...args: string[]) =>
			execFileSync('git', args, {
				cwd: home,
				env: {PATH: process.env.PATH, HOME: home, ...author},
				encoding: 'utf8',
			});
		git('init', '--quiet');
		git('commit', '--quiet', '--allow-empty', '--message', 'Faster search');
		const commit = git('rev-parse', 'HEAD').trim();

		const args = ['--input', `commit=${commit}`, '--input', 'change_kind=normal'];
		const {directory} = await release(home, {text: runbook, args});
		const {change, dora} = recordIn(directory);
		expect(change).toEqual({
			kind: 'normal',
			author: 'Ada <ada@example.com>',
			committedAt: '2026-11-20T09:00:00.000Z',
		});
		expect(dora.committedAt).toBe('2026-11-20T09:00:00.000Z');
		expect((await gonogo(home, ['stats'])).stdout).not.toContain('lead time not known');
	},
);

test('a commit that no repository here knows leaves the change’s author open', async () => {
	const home = emptyHome();
	const args = ['--input', `commit=${'a'.repeat(40)}`, '--input', 'change_kind=standard'];
	const {directory} = await release(home, {text: runbook, args});
	expect(recordIn(directory).change).toEqual({kind: 'standard'});
});

function recordIn(directory: string): DeploymentRecord {
	const {payload} = JSON.parse(readFileSync(join(directory, 'record.json'), 'utf8')) as {payload: string};
	return JSON.parse(Buffer.from(payload, 'base64').toString('utf8')).predicate;
}
