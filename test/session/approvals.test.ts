import {describe, expect, test} from 'vitest';
import {gate, runbookOf} from '../engine/given.ts';
import {has} from '../needs.ts';
import {asks, drive, person, production, sign, so, temporary, trustOf} from './pair.ts';

const oneOther = () => trustOf('version: 1\nenvironments: {production: {approvals: 1}}\n');
const two = () => trustOf('version: 1\nenvironments: {production: {approvals: 2}}\n');

describe.skipIf(!has('ssh-keygen'))('a signed answer', () => {
	test('by someone else opens the way, and stands in the journal with its key', async () => {
		const bob = person('bob');
		const pair = await drive({belief: {trust: oneOther(), signers: [bob.line]}});
		pair.session.start();
		await asks(pair.session, 'gate');
		const sent = await pair.session.answerSigned({signed: await sign(pair, bob), typed: 'production'});
		await asks(pair.session, 'close');

		expect(sent).toEqual({ok: true});
		const {entries} = await pair.store.read(production.run);
		expect(entries.at(-1)).toMatchObject({
			by: 'bob',
			event: {type: 'gate.answered', answer: 'go', typed: true, key: expect.stringMatching(/^SHA256:/)},
		});
	});

	test('is refused when it was given before, and replayed', async () => {
		const bob = person('bob');
		const carol = person('carol');
		const pair = await drive({belief: {trust: two(), signers: [bob.line, carol.line]}});
		pair.session.start();
		await asks(pair.session, 'gate');
		const signed = await sign(pair, bob);
		await pair.session.answerSigned({signed});

		expect(await pair.session.answerSigned({signed})).toEqual({
			ok: false,
			why: 'bob has said GO already; it needs someone else',
		});
		await pair.session.answerSigned({signed: await sign(pair, carol)});
		expect(await pair.session.answerSigned({signed})).toEqual({ok: false, why: 'no gate is open'});
	});

	test('of another run, another opening or another gate is refused with what differs', async () => {
		const bob = person('bob');
		const belief = {trust: oneOther(), signers: [bob.line]};
		const runbook = runbookOf({walk: [gate('go'), gate('again')]});
		const pair = await drive({belief, runbook});
		const other = await drive({
			belief,
			runbook,
			opened: {...production, run: '20261121-090001-abcdef'},
			directory: temporary(),
		});
		for (const {session} of [pair, other]) {
			session.start();
			await asks(session, 'gate');
		}
		const elsewhere = await sign(other, bob, {run: '20261121-090001-abcdef'});
		const first = await sign(pair, bob);

		expect(await pair.session.answerSigned({signed: elsewhere})).toEqual({
			ok: false,
			why: 'context differs: run',
		});
		expect(await pair.session.answerSigned({signed: first})).toEqual({ok: true});
		await so(pair.session, () => pair.session.state().progress.get('again')?.now.is === 'open');
		expect(await pair.session.answerSigned({signed: first})).toEqual({
			ok: false,
			why: 'context differs: nonce',
		});
	});

	test('that has expired, or was made for later, is refused', async () => {
		const bob = person('bob');
		const pair = await drive({belief: {trust: oneOther(), signers: [bob.line]}});
		pair.session.start();
		await asks(pair.session, 'gate');
		const late = await sign(pair, bob, {now: new Date(Date.now() - 7_200_000)});
		const early = await sign(pair, bob, {now: new Date(Date.now() + 7_200_000)});

		expect(await pair.session.answerSigned({signed: late})).toMatchObject({
			why: expect.stringContaining('expired'),
		});
		expect(await pair.session.answerSigned({signed: early})).toMatchObject({
			why: expect.stringContaining('still to come'),
		});
	});

	test('of the driver is refused by name, by key and under a second name of that key', async () => {
		const alice = person('alice');
		const belief = {trust: oneOther(), signers: [`alice,alice-again ${alice.key.line}`]};
		const pair = await drive({belief});
		pair.session.start();
		await asks(pair.session, 'gate');
		const own = await sign(pair, alice);
		const again = await sign(pair, alice, {as: 'alice-again'});

		expect(await pair.session.answerSigned({signed: own})).toMatchObject({
			why: expect.stringContaining('may not approve'),
		});
		expect(await pair.session.answerSigned({signed: again})).toMatchObject({
			why: expect.stringContaining('the key of alice'),
		});
		pair.belief.trust = trustOf(
			'version: 1\nenvironments: {production: {approvals: 1, driver-may-approve: true}}\n',
		);
		await so(pair.session, () => {
			const now = pair.session.state().progress.get('go')?.now;
			return now?.is === 'open' && now.policy?.driverMayApprove === true;
		});
		expect(await pair.session.answerSigned({signed: await sign(pair, alice)})).toEqual({ok: true});
	});

	test('of one person under a second name, with a second key, is refused', async () => {
		const [bob, robert] = [person('bob'), person('robert')];
		const trust = trustOf('version: 1\nenvironments: {production: {approvals: 2}}\n');
		const pair = await drive({belief: {trust, signers: [`bob,robert ${bob.key.line}`, robert.line]}});
		pair.session.start();
		await asks(pair.session, 'gate');

		expect(await pair.session.answerSigned({signed: await sign(pair, bob)})).toEqual({ok: true});
		expect(await pair.session.answerSigned({signed: await sign(pair, robert)})).toEqual({
			ok: false,
			why: 'robert and bob, who has said GO, are one person among the allowed signers',
		});
	});

	test('is refused while one key is listed for two people, whoever signs with it', async () => {
		const bob = person('bob');
		const pair = await drive({belief: {trust: oneOther(), signers: [bob.line, `carol ${bob.key.line}`]}});
		pair.session.start();
		await asks(pair.session, 'gate');

		expect(await pair.session.answerSigned({signed: await sign(pair, bob)})).toMatchObject({ok: false});
	});

	test('with NO-GO settles the gate, whoever of those known gives it', async () => {
		const bob = person('bob');
		const trust = trustOf('version: 1\nmay-not-approve: [bob]\nenvironments: {production: {approvals: 2}}\n');
		const pair = await drive({belief: {trust, signers: [bob.line]}});
		pair.session.start();
		await asks(pair.session, 'gate');
		const signed = await sign(pair, bob, {answer: 'no-go', reason: 'errors are up'});

		expect(await pair.session.answerSigned({signed})).toEqual({ok: true});
		expect(pair.session.question()).toMatchObject({is: 'no-go'});
		expect(pair.session.state().progress.get('go')?.gate).toMatchObject([
			{by: 'bob', reason: 'errors are up'},
		]);
	});

	test('by someone without the role, or for a role of a poll they do not have, is refused', async () => {
		const bob = person('bob');
		const trust = trustOf(
			'version: 1\nroles: {approver: [carol], dba: [bob]}\nenvironments: {production: {roles: [approver]}}\n',
		);
		const pair = await drive({belief: {trust, signers: [bob.line]}});
		pair.session.start();
		await asks(pair.session, 'gate');
		expect(await pair.session.answerSigned({signed: await sign(pair, bob)})).toEqual({
			ok: false,
			why: 'bob has none of the roles that may approve: approver',
		});

		const poll = await drive({
			runbook: runbookOf({walk: [gate('go', {gate: 'poll', roles: ['dba', 'product']})]}),
			belief: {trust: trustOf('version: 1\nroles: {dba: [bob]}\n'), signers: [bob.line]},
		});
		poll.session.start();
		await asks(poll.session, 'gate');
		expect(await poll.session.answerSigned({signed: await sign(poll, bob, {role: 'product'})})).toEqual({
			ok: false,
			why: 'bob does not have the role product',
		});
		expect(await poll.session.answerSigned({signed: await sign(poll, bob, {role: 'dba'})})).toEqual({
			ok: true,
		});
	});

	test('is refused where nobody’s key is known', async () => {
		const bob = person('bob');
		const pair = await drive();
		pair.session.start();
		await asks(pair.session, 'gate');

		expect(await pair.session.answerSigned({signed: await sign(pair, bob)})).toMatchObject({
			why: expect.stringContaining('no allowed signers'),
		});
	});
});
