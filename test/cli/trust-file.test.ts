import {execFileSync} from 'node:child_process';
import {mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {releaseIn, team} from '../journeys/team.ts';
import {has} from '../needs.ts';

const oneOther = 'version: 1\nenvironments:\n  production:\n    approvals: 1\n';
const testMs = 60_000;

/** A release that runs by itself up to its gate. */
function unattended(directory: string): string {
	const file = releaseIn(directory);
	writeFileSync(file, readFileSync(file, 'utf8').replace(/^- \[ \].*$/m, ''));
	return file;
}

describe.skipIf(!has('ssh-keygen'))('an environment under a trust file', () => {
	test('is not run without it any more, whoever leaves it out', {timeout: testMs}, () => {
		const people = team(oneOther);
		const alice = people.member('alice');
		const file = unattended(people.directory);
		const run = (...more: readonly string[]) => alice.says(['run', file, '--ci', '--trust', ...more]);
		expect(run().code).toBe(3);
		writeFileSync(join(alice.home, '.config/gonogo/config.json'), JSON.stringify({operator: 'alice'}));

		expect(run()).toMatchObject({
			code: 2,
			err: expect.stringContaining(`production has been run under ${people.trustFile}`),
		});
		expect(run('--rehearse').code).not.toBe(2);
		expect(run('--trust-file', people.trustFile).code).toBe(3);
		writeFileSync(join(people.state, 'trust-seen.json'), '{"version": 1}');
		expect(run()).toMatchObject({code: 2, err: expect.stringContaining('trust-seen.json')});
	});

	test('is refused with the place of what is wrong in its files', {timeout: testMs}, () => {
		const people = team(oneOther);
		const alice = people.member('alice');
		const file = unattended(people.directory);
		const run = (...more: readonly string[]) => alice.says(['run', file, '--ci', '--trust', ...more]);
		expect(run('--trust-file', 'nowhere.yaml')).toMatchObject({
			code: 2,
			err: expect.stringContaining('nowhere.yaml'),
		});
		writeFileSync(people.trustFile, `${oneOther}    approvers: 2\n`);
		expect(run()).toMatchObject({code: 2, err: expect.stringMatching(/trust\.yaml:\d+:\d+: .*approvers/)});
		writeFileSync(people.trustFile, oneOther);
		writeFileSync(people.signers, `${readFileSync(people.signers, 'utf8')}* ssh-ed25519 AAAA\n`);
		expect(run()).toMatchObject({code: 2, err: expect.stringContaining('allowed_signers:2')});
		mkdirSync(join(people.directory, 'alone'));
		renameSync(people.trustFile, join(people.directory, 'alone', 'trust.yaml'));
		rmSync(join(alice.home, '.config/gonogo/config.json'));
		expect(run('--trust-file', join(people.directory, 'alone', 'trust.yaml'))).toMatchObject({
			code: 2,
			err: expect.stringContaining('no allowed_signers file says whose keys are whose'),
		});
	});

	test('stops without a terminal at its gate, is approved while nobody drives, and goes on', {
		timeout: testMs,
	}, () => {
		const people = team(oneOther);
		const alice = people.member('alice');
		const bob = people.member('bob');
		expect(alice.says(['run', unattended(people.directory), '--ci', '--trust'])).toMatchObject({code: 3});
		const approval = join(people.directory, 'approval.txt');
		const exported = ['approve', people.run(), 'go', '--export', approval, '--by', 'bob'];
		expect(alice.says(exported)).toMatchObject({code: 0});
		execFileSync('ssh-keygen', ['-q', '-Y', 'sign', '-n', 'approval@gonogo.dev', '-f', bob.key, approval], {
			stdio: 'ignore',
		});
		expect(alice.says(['approve', people.run(), '--import', approval])).toMatchObject({code: 0, err: ''});
		expect(alice.says(['resume', people.run(), '--ci'])).toMatchObject({code: 0});
		expect(alice.says(['verify', people.run(), '--require-level', '3'])).toMatchObject({code: 0});
	});

	test('is approved by two, and the driver’s own signature counts for neither', {timeout: testMs}, () => {
		const people = team(oneOther.replace('approvals: 1', 'approvals: 2'));
		const [alice, bob, carol] = [people.member('alice'), people.member('bob'), people.member('carol')];
		expect(alice.says(['run', unattended(people.directory), '--ci', '--trust'])).toMatchObject({code: 3});
		const sign = ({name, key}: typeof bob) => {
			const approval = join(people.directory, `${name}.txt`);
			alice.says(['approve', people.run(), 'go', '--export', approval, '--by', name]);
			execFileSync('ssh-keygen', ['-q', '-Y', 'sign', '-n', 'approval@gonogo.dev', '-f', key, approval], {
				stdio: 'ignore',
			});
			return alice.says(['approve', people.run(), 'go', '--import', approval]);
		};

		expect(sign(alice)).toMatchObject({code: 1, err: expect.stringContaining('has driven this run')});
		expect(sign(bob)).toMatchObject({code: 0});
		expect(alice.says(['resume', people.run(), '--ci'])).toMatchObject({code: 3});
		rmSync(join(people.directory, 'bob.txt'));
		rmSync(join(people.directory, 'bob.txt.sig'));
		expect(sign(bob)).toMatchObject({code: 1, err: expect.stringContaining('bob has said GO already')});
		expect(sign(carol)).toMatchObject({code: 0});
		expect(alice.says(['resume', people.run(), '--ci'])).toMatchObject({code: 0});
		expect(alice.says(['verify', people.run(), '--require-level', '3'])).toMatchObject({
			code: 0,
			out: expect.stringContaining('2 of 2 signed approvals (bob, carol)'),
		});
	});
});

describe.skipIf(process.getuid === undefined)('runs that are shared with a group', () => {
	test('are readable by it from the start, and nothing else is', {timeout: testMs}, () => {
		const people = team('version: 1\n');
		const alice = people.member('alice');
		const group = String(process.getgid?.());
		expect(alice.says(['settings', 'group', group])).toMatchObject({code: 0});
		expect(alice.says(['run', unattended(people.directory), '--ci', '--trust']).code).toBe(3);
		const modeOf = (...path: readonly string[]) =>
			(statSync(join(people.state, ...path)).mode & 0o777).toString(8);

		expect(modeOf('runs', people.run())).toBe('750');
		expect(modeOf('runs', people.run(), 'journal.jsonl')).toBe('640');
		expect(alice.says(['settings', 'group', 'no-such-group'])).toMatchObject({code: 0});
		expect(alice.says(['run', unattended(people.directory), '--ci', '--trust'])).toMatchObject({
			code: 7,
			err: expect.stringContaining('There is no group no-such-group'),
		});
	});
});
