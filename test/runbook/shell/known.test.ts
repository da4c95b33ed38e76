import {describe, expect, test} from 'vitest';
import {isKnownCommand, isScript} from '../../../src/runbook/shell/known.ts';
import {looksLikeCommand} from '../../../src/runbook/shell/looks.ts';

test('programs of runbooks are known, words and files are not', () => {
	expect(
		[
			'kubectl',
			'docker',
			'git',
			'terraform',
			'psql',
			'/usr/bin/psql',
			'./deploy',
			'bin/rails',
			'scripts/go.sh',
			'~/bin/x',
			'/opt/app/bin/run',
			'python3.12',
			'deploy.sh',
			'powershell.exe',
		].filter(word => !isKnownCommand(word)),
	).toEqual([]);
	expect(
		[
			'',
			'deploy',
			'README.md',
			'./config.yaml',
			'bin/',
			'docs/x',
			'Restart',
			'http://x',
			'a b',
			'NAME=1',
		].filter(isKnownCommand),
	).toEqual([]);
	expect(isScript('./notes.md')).toBe(false);
});

describe('a command or a sentence', () => {
	test.each([
		'kubectl get pods',
		'sudo systemctl restart web',
		'DB=x ./migrate',
		'find . -name x',
		'make build',
		'git pull',
		'test -f x',
		'date',
		'open https://x',
		'export A=1',
		'A=$(date)',
		'kill 1234',
		'docker compose up',
		'make -j4 all',
	])('%s is a command', text => {
		expect(looksLikeCommand(text)).toBe(true);
	});

	test.each([
		'find the pod that crashed',
		'make sure that it runs',
		'watch the dashboard',
		'Restart the server',
		'test the login page',
		'kill the old process',
		'git is used for this',
		'docker should be installed',
		'read this first',
		'time to celebrate',
		'',
		'install it on all hosts',
		'select the right one',
		'note that this takes long',
	])('%s is a sentence', text => {
		expect(looksLikeCommand(text)).toBe(false);
	});
});
