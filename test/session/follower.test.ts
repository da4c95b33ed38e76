import {appendFileSync, mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, onTestFinished, test} from 'vitest';
import {type Follower, followRun} from '../../src/session/follower.ts';
import {openRoad, type Road} from '../../src/session/road.ts';
import {openSession} from '../../src/session/session.ts';
import {check, command, gate, runbookOf} from '../engine/given.ts';
import {has} from '../needs.ts';
import {asks, drive, type Pair, type Person, person, production, sign, so, stateOf, trustOf} from './pair.ts';

async function listen(pair: Pair): Promise<Road> {
	const road = await openRoad(pair.session);
	if (!road.ok) {
		throw new Error(road.why);
	}
	onTestFinished(() => road.value.close());
	return road.value;
}

/** Follows as someone does in a second terminal: from the journal on disk alone. */
async function follow(
	pair: Pair,
	who: {name: string; person?: Person; mayDrive?: boolean},
): Promise<Follower> {
	const {entries} = await pair.store.read(production.run);
	const follower = followRun({
		store: pair.store,
		directory: pair.session.directory,
		state: stateOf(pair.runbook, entries),
		name: who.name,
		mayDrive: who.mayDrive ?? true,
		sign: async (_state, step, {said}) =>
			who.person === undefined
				? {ok: false, why: 'there is no key'}
				: {ok: true, value: await sign(pair, who.person, {gate: step, ...said})},
	});
	onTestFinished(() => follower.close());
	return follower;
}

/** Follows, and is heard by the driver. */
async function joined(
	pair: Pair,
	who: {name: string; person?: Person; mayDrive?: boolean},
): Promise<Follower> {
	const follower = await follow(pair, who);
	await so(follower, () => follower.seat().unheard === undefined);
	return follower;
}

const walk = () => runbookOf({walk: [check('look'), gate('go'), command('deploy')]});

describe('someone who follows', () => {
	test('sees the state the driver sees, after every entry', async () => {
		const pair = await drive({runbook: walk()});
		await listen(pair);
		pair.session.start();
		const follower = await joined(pair, {name: 'bob'});
		await asks(follower, 'check');
		await pair.session.send({type: 'answer-check', step: 'look', answer: 'yes'});
		await asks(follower, 'gate');
		await asks(pair.session, 'gate');

		expect(follower.state()).toEqual(pair.session.state());
		expect(follower.want()).toEqual(pair.session.want());
		expect(follower.state().present).toMatchObject([{person: 'bob'}]);
	});

	test('notes and holds, and is refused everything that is the driver’s, with who drives', async () => {
		const pair = await drive({runbook: walk()});
		await listen(pair);
		pair.session.start();
		const bob = await joined(pair, {name: 'bob'});

		expect(await bob.send({type: 'answer-check', step: 'look', answer: 'yes'})).toEqual({
			ok: false,
			why: 'alice drives this run: only the driver can do that',
		});
		expect(await bob.giveSecrets({token: 'a-secret'})).toMatchObject({ok: false});
		expect(await bob.send({type: 'release-run'})).toMatchObject({ok: false});
		expect(await bob.send({type: 'add-note', text: 'I see it', step: 'look'})).toEqual({ok: true});
		expect(await bob.send({type: 'hold-run', reason: 'wait'})).toEqual({ok: true});
		expect(pair.session.state()).toMatchObject({held: {by: 'bob'}, notes: [{by: 'bob', step: 'look'}]});
	});

	test.skipIf(!has('ssh-keygen'))('answers a gate with their own key', async () => {
		const bob = person('bob');
		const trust = trustOf('version: 1\nenvironments: {production: {approvals: 1}}\n');
		const pair = await drive({belief: {trust, signers: [bob.line]}});
		await listen(pair);
		pair.session.start();
		const [keyless, follower] = [
			await joined(pair, {name: 'carol'}),
			await joined(pair, {name: 'bob', person: bob}),
		];
		await asks(follower, 'gate');

		expect(await keyless.send({type: 'answer-gate', step: 'go', answer: 'go', typed: 'production'})).toEqual({
			ok: false,
			why: 'there is no key',
		});
		expect(await follower.send({type: 'answer-gate', step: 'go', answer: 'go', typed: 'production'})).toEqual(
			{
				ok: true,
			},
		);
		await asks(follower, 'close');
		expect(follower.state().progress.get('go')?.gate).toMatchObject([{by: 'bob', typed: true}]);
	});

	test('is told what their key waits for while it signs, and no longer', async () => {
		const pair = await drive();
		await listen(pair);
		pair.session.start();
		const {entries} = await pair.store.read(production.run);
		const touch = Promise.withResolvers<void>();
		const bob = followRun({
			store: pair.store,
			directory: pair.session.directory,
			state: stateOf(pair.runbook, entries),
			name: 'bob',
			mayDrive: true,
			sign: async (_state, _step, {waits}) => {
				waits('Touch your key now: SHA256:abc');
				await touch.promise;
				return {ok: false, why: 'it was not touched'};
			},
		});
		onTestFinished(() => bob.close());
		await so(bob, () => bob.seat().unheard === undefined);
		await asks(bob, 'gate');
		const sent = bob.send({type: 'answer-gate', step: 'go', answer: 'go', typed: 'production'});
		await so(bob, () => bob.seat().keyWaits === 'Touch your key now: SHA256:abc');
		touch.resolve();
		expect(await sent).toEqual({ok: false, why: 'it was not touched'});
		expect(bob.seat()).toEqual({name: 'bob', mayDrive: true});
	});

	test('reads the output of a running step from the run’s files', async () => {
		const pair = await drive({runbook: walk()});
		const bob = await follow(pair, {name: 'bob'});
		mkdirSync(join(pair.session.directory, 'output'), {recursive: true});
		const log = join(pair.session.directory, 'output', 'deploy.1.log');
		writeFileSync(log, 'one\n');
		const view = bob.output('deploy', 1);
		appendFileSync(log, 'two\n');

		expect(view?.tail(5).lines).toEqual(['one', 'two']);
		view?.close();
	});

	test('takes the control that was offered, and the run goes on under their name', async () => {
		const pair = await drive({runbook: walk()});
		await listen(pair);
		pair.session.start();
		const [bob, carol] = [await joined(pair, {name: 'bob'}), await joined(pair, {name: 'carol'})];

		expect(await bob.send({type: 'take-control'})).toMatchObject({ok: false});
		await pair.session.send({type: 'offer-control', to: 'bob'});
		expect(await carol.send({type: 'take-control'})).toMatchObject({ok: false});
		expect(await bob.send({type: 'take-control'})).toEqual({ok: true});
		await bob.taken;
		await pair.session.ended;
		const {journal, found} = await pair.store.open(production.run);
		const next = openSession({
			journal,
			state: stateOf(pair.runbook, found.entries),
			perform: async () => ({result: 'passed', durationMs: 1}),
			operator: 'bob',
			now: () => new Date(),
			nonce: () => '2'.repeat(32),
		});
		onTestFinished(() => next.close());
		await next.send({
			type: 'resume-run',
			operator: 'bob',
			host: 'ops-1',
			pid: process.pid,
			screen: 'plain',
			attended: true,
		});
		await so(carol, () => carol.state().operator === 'bob');

		expect(await pair.session.send({type: 'answer-check', step: 'look', answer: 'yes'})).toMatchObject({
			ok: false,
		});
		expect(await next.send({type: 'answer-check', step: 'look', answer: 'yes'})).toEqual({ok: true});
		expect(next.state().drove).toEqual(['alice', 'bob']);
	});

	test('as another user of the computer is not offered the control', async () => {
		const pair = await drive({runbook: walk()});
		await listen(pair);
		const bob = await joined(pair, {name: 'bob', mayDrive: false});

		expect(await pair.session.send({type: 'offer-control', to: 'bob'})).toMatchObject({
			ok: false,
			why: expect.stringContaining('another user'),
		});
		expect(await bob.send({type: 'take-control'})).toMatchObject({ok: false});
	});

	test('says that nobody hears while the driver is gone, and is heard by the next one', async () => {
		const pair = await drive({runbook: walk()});
		const road = await listen(pair);
		const bob = await joined(pair, {name: 'bob'});
		await road.close();
		await so(bob, () => bob.seat().unheard !== undefined);

		expect(await bob.send({type: 'add-note', text: 'hello?'})).toMatchObject({ok: false});
		await listen(pair);
		await so(bob, () => bob.seat().unheard === undefined);
		expect(await bob.send({type: 'add-note', text: 'hello!'})).toEqual({ok: true});
	});

	test('is told when the journal can’t be followed any more', async () => {
		const pair = await drive({runbook: walk()});
		const bob = await follow(pair, {name: 'bob'});
		appendFileSync(join(pair.session.directory, 'journal.jsonl'), '{"seq":2,"made":"up"}\n');

		await expect(bob.ended).rejects.toThrow();
	});
});
