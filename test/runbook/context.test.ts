import {expect, test} from 'vitest';
import {readRunbook} from '../../src/runbook/read.ts';

function read(context: string) {
	return readRunbook({
		text: `---\ncontext:\n${context}\n---\n\n# Release\n\n- [ ] Look\n`,
		path: 'release.md',
	});
}

test('a context is read with how each fact is found out and what it has to be', () => {
	const {runbook, problems} = read(
		"  cluster: {fact: kube-context, is: '{{cluster}}'}\n  commit: git-commit\n  region: {env: AWS_REGION, is: eu}\n  db: {database: main}\n  tenant: {command: ./tenant}",
	);

	expect(problems).toEqual([]);
	expect(runbook.meta.context).toEqual({
		cluster: {by: {program: 'kube-context'}, is: '{{cluster}}'},
		commit: {by: {program: 'git-commit'}},
		region: {by: {env: 'AWS_REGION'}, is: 'eu'},
		db: {by: {database: 'main'}},
		tenant: {by: {command: './tenant'}},
	});
});

test('a fact that nobody knows how to find out, or that would show a secret, is a mistake', () => {
	expect(read('  cluster: kubernetes').problems).toMatchObject([{severity: 'error'}]);
	expect(read('  who: {env: API_TOKEN}').problems).toMatchObject([{severity: 'error'}]);
	expect(read('  who: {env: AWS_ACCESS_KEY_ID}').problems).toMatchObject([{severity: 'error'}]);
});
