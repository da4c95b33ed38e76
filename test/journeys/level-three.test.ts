import {execFileSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {describe, expect, onTestFinished, test} from 'vitest';
import {fencesIn, pageOf} from '../manual/pages.ts';
import {has} from '../needs.ts';
import {agreeable, operate} from './operator.ts';
import {team} from './team.ts';

const journeyMs = 240_000;
const oneOther = 'version: 1\nenvironments:\n  practice:\n    approvals: 1\n';

describe.skipIf(!has('ssh-keygen') || !has('jq'))('a second person approves', () => {
	test('a practice release from a terminal of their own, and its record reaches level 3', {
		timeout: journeyMs,
	}, async () => {
		const {member, run, state, directory} = team(oneOther);
		const alice = member('alice@example.com');
		const bob = member('bob@example.com');
		const driving = alice.opens('practice');
		await operate(driving, /GO \/ NO-GO/);
		await driving.sees(`gonogo approve ${run()}`);

		const approving = bob.opens('approve', run(), 'go');
		await approving.sees(/Shall the clients of the shop see the new version/);
		await approving.sees(/Type practice to sign GO/);
		approving.type('practice\r');
		await approving.sees(/GO at go is in the journal/);
		expect((await approving.exited).code).toBe(0);
		await operate(driving, /Check it with: gonogo verify/, agreeable);
		expect((await driving.exited).code).toBe(0);

		const verified = alice.says(['verify', run(), '--require-level', '3']);
		expect(verified.out).toContain('Level 3: ');
		expect(verified.out).toContain('1 of 1 signed approvals (bob@example.com)');
		expect(verified.code).toBe(0);
		expect(alice.says(['verify', run(), '--require-level', '4']).code).toBe(5);
		checkByHand(join(state, 'runs', run(), 'record.json'), directory);
	});
});

/** The very commands of the manual, with nothing but jq and OpenSSH. */
function checkByHand(record: string, team: string): void {
	const desk = mkdtempSync(join(tmpdir(), 'gonogo-desk-'));
	onTestFinished(() => rmSync(desk, {recursive: true, force: true}));
	execFileSync('cp', [record, join(team, 'allowed_signers'), desk]);
	const script = [fenceOf('verify', 'ssh-keygen'), fenceOf('approvals', 'approval-by-hand')].join('\n');
	writeFileSync(join(desk, 'check.sh'), script);
	const said = execFileSync('bash', ['-euo', 'pipefail', 'check.sh'], {cwd: desk, encoding: 'utf8'});

	expect(said).toContain('Good "record@gonogo.dev" signature for alice@example.com');
	expect(said).toContain('Good "approval@gonogo.dev" signature for bob@example.com');
	expect(said).toContain('Shall the clients of the shop see the new version from now on?');
}

function fenceOf(page: string, id: string): string {
	const fence = fencesIn(pageOf(page)).find(({info}) => info.includes(`#${id}}`));
	if (fence === undefined) {
		throw new Error(`The page ${page} has no fence #${id}.`);
	}
	return fence.body;
}
