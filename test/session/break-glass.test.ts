import {expect, test} from 'vitest';
import {followRun} from '../../src/session/follower.ts';
import {openRoad} from '../../src/session/road.ts';
import {asks, drive, production, so, stateOf} from './pair.ts';

test('someone who follows can’t break the glass, and nothing is signed for it', async () => {
	const pair = await drive({opened: {...production, emergency: {reason: 'the shop is down'}}});
	const road = await openRoad(pair.session);
	pair.session.start();
	await asks(pair.session, 'gate');
	let signed = 0;
	const bob = followRun({
		store: pair.store,
		directory: pair.session.directory,
		state: stateOf(pair.runbook, (await pair.store.read(production.run)).entries),
		name: 'bob',
		mayDrive: true,
		sign: async () => {
			signed += 1;
			return {ok: true, value: 'signed'};
		},
	});
	await so(bob, () => bob.seat().unheard === undefined);
	const sent = await bob.send({
		type: 'answer-gate',
		step: 'go',
		answer: 'go',
		breakGlass: true,
		reason: 'nobody is awake',
		typed: 'production',
	});

	expect(sent).toEqual({ok: false, why: 'alice drives this run: only the driver can do that'});
	expect(signed).toBe(0);
	expect(pair.session.question()).toMatchObject({is: 'gate'});
	await bob.close();
	await (road.ok ? road.value.close() : undefined);
});
