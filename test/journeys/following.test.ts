import {describe, expect, test} from 'vitest';
import {has} from '../needs.ts';
import {operate} from './operator.ts';
import {type Member, releaseIn, type Team, team} from './team.ts';
import type {Terminal} from './terminal.ts';

const journeyMs = 90_000;
const oneOther = 'version: 1\nenvironments:\n  production:\n    approvals: 1\n';

type Pair = {readonly team: Team; readonly alice: Member; readonly bob: Member};

function pair(): Pair {
	const people = team(oneOther);
	return {team: people, alice: people.member('alice'), bob: people.member('bob')};
}

function drives({team: people, alice}: Pair, ...more: readonly string[]): Terminal {
	return alice.opens('run', releaseIn(people.directory), '--trust', ...more);
}

/** From the briefing to the open gate, on the full screen. */
async function toGate(driving: Terminal): Promise<void> {
	await operate(driving, /GO \/ NO-GO/);
}

/** Longer than answers to a grave question are dropped for, and than a key counts as held down. */
function aMoment(): Promise<void> {
	return new Promise(resolve => setTimeout(resolve, 600));
}

async function types(terminal: Terminal, ...keys: readonly string[]): Promise<void> {
	for (const key of keys) {
		await aMoment();
		terminal.type(key);
	}
}

describe.skipIf(!has('ssh-keygen'))('someone who joins on the full screen', () => {
	test('catches up, notes, holds, and answers the gate with their own key', {
		timeout: journeyMs,
	}, async () => {
		const both = pair();
		const driving = drives(both);
		await driving.sees(/BRIEFING/);
		const bob = both.bob.opens('join');
		await bob.sees(/SO FAR/);
		await bob.sees(/Drives +alice; following: bob/);
		await bob.sees(/FOLLOWING/);
		await driving.sees(/alice \+1/);

		await types(bob, '\r');
		await bob.sees(/alice is asked this; you follow/);
		await types(bob, '\r');
		await bob.sees(/! .*alice drives; you follow|! .*you are looking at/);
		await types(bob, 'n', 'the graphs are flat', '\r');
		await types(driving, '\r', 'N');
		await driving.sees(/the graphs are flat/);
		await types(driving, '\r');
		await toGate(driving);
		await types(bob, 'h', 'one moment', '\r');
		await driving.sees(/HELD[\s\S]*bob held the run/);
		await types(driving, '\r');
		await driving.sees(/GO \/ NO-GO/);

		await bob.sees(/You answer in your own name, signed with your own key/);
		await types(bob, 'g');
		await bob.sees(/Type production to say GO/);
		await types(bob, 'production', '\r');
		await operate(driving, /Check it with: gonogo verify/);
		await bob.sees(/The run is closed: complete/);

		expect((await driving.exited).code).toBe(0);
		expect((await bob.exited).code).toBe(0);
		const verified = both.alice.says(['verify', both.team.run(), '--require-level', '3']);
		expect(verified.code).toBe(0);
		expect(verified.out).toContain('(bob)');
	});

	test('is offered the driving, says “I have control”, drives, and the driver follows', {
		timeout: journeyMs,
	}, async () => {
		const both = pair();
		const driving = drives(both);
		await driving.sees(/BRIEFING/);
		const bob = both.bob.opens('join', both.team.run());
		await bob.sees(/SO FAR/);
		await types(bob, '\r', 'P');
		await bob.sees(/alice drives; you follow|has not offered you the driving/);
		await types(driving, '\r', 'P', '\r');
		await bob.sees(/alice offers you the driving/);
		await driving.sees(/P keep driving/);
		await types(driving, 'P');
		await driving.sees(/P hand over/);
		await types(driving, 'P', '\r');
		await driving.sees(/P keep driving/);
		await bob.sees(/P take over/);
		await types(bob, 'P');
		await bob.sees(/I have control/);
		await types(bob, '\r');

		await driving.sees(/Drives +bob; before: alice/);
		await operate(bob, /GO \/ NO-GO/);
		await types(driving, '\r');
		await driving.sees(/You answer in your own name/);
		await types(driving, 'g');
		await driving.sees(/Type production to say GO/);
		await types(driving, 'production', '\r');
		await driving.sees(/alice, who has driven this run and may not approve/);
		expect(both.team.journal()).toContain('"type":"control.taken","to":"bob"');
	});
});

describe.skipIf(!has('ssh-keygen'))('someone who joins on plain lines', () => {
	test('catches up, notes, holds, answers the gate and takes the driving over', {
		timeout: journeyMs,
	}, async () => {
		const both = pair();
		const driving = drives(both, '--plain');
		await driving.sees(/Is it so\?/);
		const bob = both.bob.opens('join', '--plain');
		await bob.sees(/Drives: alice/);
		await bob.sees(/You follow\. note TEXT/);
		await driving.sees(/bob follows now/);
		await types(bob, 'note flat as a lake\r');
		await bob.sees(/Done\./);
		await driving.sees(/flat as a lake/);
		await types(bob, 'hold\r');
		await bob.sees(/Say why on the same line/);
		await types(bob, 'deploy it\r');
		await bob.sees(/nothing a follower can do/);
		await types(bob, 'take over\r');
		await bob.sees(/Not now: alice has not offered you the driving/);
		await types(driving, 'people\r');
		await driving.sees(/bob follows since/);
		await types(driving, 'y\r');

		await bob.sees(/GO \/ NO-GO/);
		await types(bob, 'go\r');
		await bob.sees(/Type production to say GO/);
		await types(bob, 'produktion\r');
		await bob.sees(/Nothing was signed: type production in full/);
		await types(driving, 'hand over carol\r');
		await driving.sees(/carol has not joined this run/);
		await types(driving, 'hand over\r');
		await bob.sees(/alice offers you the driving/);
		await types(bob, 'take over\r');
		await bob.sees(/Type “I have control”/);
		await types(bob, 'I have control\r');
		await driving.sees(/bob has the control now/);
		await driving.sees(/Drives: bob; before: alice/);
		await bob.sees(/Type GO or NO-GO: $/m);
		await types(bob, 'leave\r');
		expect((await bob.exited).code).toBe(3);
		await types(driving, 'note is anybody there\r');
		await driving.sees(/Not done: (?:the driver’s terminal is gone|nobody drives)/);
		await types(driving, 'leave\r');
		expect((await driving.exited).code).toBe(0);
	});
});

describe.skipIf(!has('ssh-keygen'))('joining what can’t be joined', () => {
	test('is refused with the reason, and changes nothing', {timeout: journeyMs}, async () => {
		const both = pair();
		expect(both.bob.says(['join', '--plain'])).toMatchObject({
			code: 2,
			err: expect.stringContaining('Nobody drives a run'),
		});
		const driving = drives(both, '--plain');
		await driving.sees(/Is it so\?/);
		expect(both.bob.says(['join', 'nothing', '--plain'])).toMatchObject({
			code: 2,
			err: expect.stringContaining('No run begins with “nothing”'),
		});
		expect(both.bob.says(['approve', both.team.run(), 'go'])).toMatchObject({
			code: 2,
			err: expect.stringContaining('The gate go is not open yet'),
		});
		expect(both.bob.says(['approve', both.team.run(), 'deploy'])).toMatchObject({
			code: 2,
			err: expect.stringContaining('no gate “deploy”; its gates: go'),
		});
		expect(both.bob.says(['note', both.team.run(), '   '])).toMatchObject({code: 1});
		expect(both.bob.says(['hold', both.team.run()])).toMatchObject({code: 1});
		expect(both.bob.says(['note', both.team.run(), 'seen', 'from', 'here'])).toMatchObject({code: 0});
		await driving.sees(/seen from here/);
		await types(driving, 'y\r');
		await driving.sees(/GO \/ NO-GO/);
		expect(both.bob.says(['approve', both.team.run(), 'go'])).toMatchObject({
			code: 2,
			err: expect.stringContaining('terminal'),
		});
		const refused = both.bob.says(['approve', both.team.run(), 'go', '--no-go', 'not today']);
		expect(refused).toMatchObject({code: 0, out: expect.stringContaining('NO-GO at go is in the journal')});
		await driving.sees(/not today/);
		expect(both.bob.says(['approve', both.team.run(), 'go'])).toMatchObject({
			code: 2,
			err: expect.stringContaining('answered already: no-go'),
		});
		await types(driving, 'abort wrong day\r');
		await driving.exited;
		expect(both.bob.says(['join', both.team.run(), '--plain'])).toMatchObject({
			code: 0,
			out: expect.stringContaining('is closed: aborted'),
		});
		expect(both.bob.says(['note', both.team.run(), 'late'])).toMatchObject({code: 2});
	});

	test('follows on when the driver is killed, says so, and hears the next driver', {
		timeout: journeyMs,
	}, async () => {
		const both = pair();
		const driving = drives(both);
		await driving.sees(/BRIEFING/);
		const bob = both.bob.opens('join');
		await bob.sees(/SO FAR/);
		await types(bob, '\r');
		driving.kill('SIGKILL');
		await driving.exited;
		await bob.sees(/Nobody hears you: (?:the driver’s terminal is gone|nobody drives the run)/);
		await bob.sees(/gonogo resume/);
		expect(both.bob.says(['note', both.team.run(), 'alice is gone'])).toMatchObject({code: 0});
		expect(both.bob.says(['join', '--plain'])).toMatchObject({code: 2});

		const again = both.alice.opens('resume', both.team.run());
		await again.sees(/alice \+1/);
		await bob.sees(/alice is asked this; you follow/);
		await types(bob, 'n', 'welcome back', '\r');
		await types(again, '\r', 'N');
		await again.sees(/alice is gone[\s\S]*welcome back/);
	});

	test('two at once both follow, and each leaves alone', {timeout: journeyMs}, async () => {
		const both = pair();
		const carol = both.team.member('carol');
		const driving = drives(both);
		await driving.sees(/BRIEFING/);
		const [first, second] = [both.bob.opens('join'), carol.opens('join')];
		await driving.sees(/alice \+2/);
		await types(first, '\r', 'q', '\r');
		expect((await first.exited).code).toBe(0);
		await driving.sees(/alice \+1/);
		await types(second, '\r', 'p');
		await second.sees(/Following[\s\S]*carol/);
	});
});
