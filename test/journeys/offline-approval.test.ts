import {execFileSync} from 'node:child_process';
import {existsSync, mkdirSync, readFileSync, renameSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {fencesIn, pageOf} from '../manual/pages.ts';
import {has} from '../needs.ts';
import {typeHeard} from './heard.ts';
import {type Member, releaseIn, type Team, team} from './team.ts';
import type {Terminal} from './terminal.ts';

const journeyMs = 120_000;
const oneOther = 'version: 1\nenvironments:\n  production:\n    approvals: 1\n';

type Waiting = {
	readonly team: Team;
	readonly alice: Member;
	readonly bob: Member;
	readonly driving: Terminal;
};

/** Alice drives on plain lines and waits at the gate. */
async function waitingAtGate(gate?: string): Promise<Waiting> {
	const people = team(oneOther);
	const alice = people.member('alice');
	const bob = people.member('bob');
	const driving = alice.opens(
		'run',
		releaseIn(people.directory, gate),
		'-i',
		'version=1.5.0',
		'--plain',
		'--trust',
	);
	await driving.sees('The numbers look good');
	await driving.sees(/all is well|= /);
	driving.type('y\r');
	await driving.sees(/GO \/ NO-GO/);
	await driving.sees(/gonogo approve/);
	return {team: people, alice, bob, driving};
}

/** What bob does on a computer of his own: the manual's command and nothing else. */
function signByHand(file: string, key: string): void {
	const script = fencesIn(pageOf('approvals')).find(({info}) => info.includes('#approve}'))?.body ?? '';
	const desk = join(file, '../desk');
	mkdirSync(desk);
	execFileSync('cp', [file, join(desk, 'approval.txt')]);
	execFileSync('bash', ['-euo', 'pipefail', '-c', script], {
		cwd: desk,
		env: {PATH: process.env.PATH, KEY: key},
		stdio: 'ignore',
	});
	renameSync(join(desk, 'approval.txt.sig'), `${file}.sig`);
}

async function closes(driving: Terminal): Promise<void> {
	await driving.sees(/CLOSE\?/, 10_000);
	await typeHeard(driving, 'y\r');
	await driving.sees(/Check it with: gonogo verify/, 10_000);
	await driving.exited;
}

describe.skipIf(!has('ssh-keygen'))('an approval signed elsewhere', () => {
	test('is read as plain text, signed with ssh-keygen alone, handed in, and brings the record to level 3', {
		timeout: journeyMs,
	}, async () => {
		const {team: people, alice, bob, driving} = await waitingAtGate();
		const file = join(people.directory, 'approval.txt');
		const exported = alice.says(['approve', people.run(), 'go', '--export', file, '--by', 'bob']);
		expect(exported).toMatchObject({code: 0, err: ''});
		expect(exported.out).toContain('ssh-keygen -Y sign -n approval@gonogo.dev');
		const text = readFileSync(file, 'utf8');
		for (const sentence of [
			'bob says GO to this question:',
			'  Shall version 1.5.0 go out now?',
			'It runs on shop, production, which is production.',
			'Input: version = 1.5.0',
			'No deviations so far.',
		]) {
			expect(text).toContain(JSON.stringify(sentence));
		}

		signByHand(file, bob.key);
		const imported = alice.says(['approve', people.run(), 'go', '--import', file]);
		expect(imported).toMatchObject({code: 0, err: ''});
		expect(imported.out).toContain('GO at go is in the journal');
		expect(imported.out).toContain(`bob says GO to this question:\n`);
		expect(imported.out).toContain('It counts for this run, this opening of the gate and all of the above; ');
		expect(imported.out).not.toContain('left out');
		await closes(driving);

		expect(alice.says(['verify', people.run(), '--require-level', '3'])).toMatchObject({code: 0});
		expect(alice.says(['approve', people.run(), 'go', '--import', file])).toMatchObject({code: 2});
	});

	test('is void once the run it was made for has changed, and the change is named', {
		timeout: journeyMs,
	}, async () => {
		const {team: people, alice, bob, driving} = await waitingAtGate();
		const file = join(people.directory, 'approval.txt');
		alice.says(['approve', people.run(), '--export', file, '--by', 'bob']);
		signByHand(file, bob.key);
		writeFileSync(people.trustFile, oneOther.replace('approvals: 1', 'approvals: 2'));
		const late = alice.says(['approve', people.run(), '--import', file]);

		expect(late.code).toBe(1);
		expect(late.err).toContain('context differs: policy');
		await driving.sees(/2 people/);
	});

	test('with NO-GO settles the gate', {timeout: journeyMs}, async () => {
		const {team: people, alice, bob, driving} = await waitingAtGate();
		const file = join(people.directory, 'approval.txt');
		const wish = ['--export', file, '--by', 'bob', '--no-go', 'errors are up'];
		expect(alice.says(['approve', people.run(), 'go', ...wish]).code).toBe(0);
		expect(readFileSync(file, 'utf8')).toContain('bob says NO-GO, because errors are up, to this question:');
		signByHand(file, bob.key);
		expect(alice.says(['approve', people.run(), '--import', file]).code).toBe(0);
		await driving.sees(/NO-GO[\s\S]*errors are up/);
	});

	test('of a judgement names its choice, and one the gate does not have is refused', {
		timeout: journeyMs,
	}, async () => {
		const gate = 'gate: judgement\nchoices: {all: deploy, some: deploy}';
		const {team: people, alice, bob, driving} = await waitingAtGate(gate);
		const file = join(people.directory, 'approval.txt');
		const exporting = ['approve', people.run(), '--export', file, '--by', 'bob'];
		expect(alice.says(exporting)).toMatchObject({code: 2, err: expect.stringContaining('asks for a choice')});
		expect(alice.says([...exporting, '--choice', 'none'])).toMatchObject({
			code: 2,
			err: expect.stringContaining('no choice “none”'),
		});
		expect(alice.says([...exporting, '--choice', 'some']).code).toBe(0);
		signByHand(file, bob.key);
		expect(alice.says(['approve', people.run(), '--import', file])).toMatchObject({
			code: 0,
			out: expect.stringContaining('GO (some) at go'),
		});
		await closes(driving);
	});

	test('is refused with the reason when anything about it is wrong', {timeout: journeyMs}, async () => {
		const {team: people, alice, bob} = await waitingAtGate();
		const mallory = people.member('mallory', {isKnown: false});
		const fileOf = (name: string) => join(people.directory, name);
		const exported = (name: string, ...more: readonly string[]) =>
			alice.says(['approve', people.run(), 'go', '--export', fileOf(name), ...more]);
		const imported = (name: string) => alice.says(['approve', people.run(), '--import', fileOf(name)]);
		const signed = (name: string, key: string, namespace = 'approval@gonogo.dev') =>
			execFileSync('ssh-keygen', ['-q', '-Y', 'sign', '-n', namespace, '-f', key, fileOf(name)], {
				stdio: 'ignore',
			});

		expect(exported('a.txt')).toMatchObject({code: 2, err: expect.stringContaining('--by')});
		expect(exported('a.txt', '--by', 'bob', '--valid', '9d')).toMatchObject({code: 2});
		expect(exported('a.txt', '--by', 'bob', '--import', 'b')).toMatchObject({code: 2});
		expect(existsSync(fileOf('a.txt'))).toBe(false);
		expect(exported('a.txt', '--by', 'bob').code).toBe(0);
		expect(exported('a.txt', '--by', 'bob')).toMatchObject({
			code: 2,
			err: expect.stringContaining('already'),
		});
		expect(exported('no/where.txt', '--by', 'bob').code).toBe(7);
		expect(imported('a.txt')).toMatchObject({code: 2, err: expect.stringContaining('a.txt.sig can')});
		expect(imported('nothing.txt')).toMatchObject({code: 2});

		signed('a.txt', bob.key, 'file');
		expect(imported('a.txt')).toMatchObject({
			code: 5,
			err: expect.stringContaining('it was made for “file”'),
		});
		exported('b.txt', '--by', 'bob');
		signed('b.txt', mallory.key);
		expect(imported('b.txt')).toMatchObject({code: 5, err: expect.stringContaining('belongs to nobody')});
		exported('c.txt', '--by', 'bob');
		signed('c.txt', alice.key);
		expect(imported('c.txt')).toMatchObject({
			code: 5,
			err: expect.stringContaining('it says bob, the key belongs to alice'),
		});
		exported('d.txt', '--by', 'alice');
		signed('d.txt', alice.key);
		expect(imported('d.txt')).toMatchObject({
			code: 1,
			err: expect.stringContaining('the key of alice, who has driven this run and may not approve it'),
		});
		exported('e.txt', '--by', 'bob');
		signed('e.txt', bob.key);
		writeFileSync(fileOf('e.txt'), readFileSync(fileOf('e.txt'), 'utf8').replace('1.5.0 go', '1.6.0 go'));
		expect(imported('e.txt').code).toBe(5);
		writeFileSync(fileOf('e.txt'), `${readFileSync(fileOf('e.txt'), 'utf8')}\n`);
		expect(imported('e.txt')).toMatchObject({code: 5, err: expect.stringContaining('changed since')});
		exported('f.txt', '--by', 'bob', '--valid', '1ms');
		signed('f.txt', bob.key);
		expect(imported('f.txt')).toMatchObject({code: 5, err: expect.stringContaining('it expired at')});
		writeFileSync(fileOf('g.txt'), 'x'.repeat(2_000_000));
		expect(imported('g.txt').code).toBe(2);
		expect(people.journal()).not.toContain('gate.answered');
	});
});
