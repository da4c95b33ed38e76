import type {Refusal} from '../engine/command.ts';
import {unreachable} from '../fault.ts';
import {connectRoad} from '../session/road-client.ts';
import type {Asking} from '../session/road-words.ts';
import type {Session} from '../session/session.ts';
import {nodeFiles} from '../store/fs-port.ts';
import {whoHolds} from '../store/lock.ts';
import type {ReadRun} from './read-run.ts';
import {type Reopening, reopen} from './reopen.ts';
import type {Place} from './state-directory.ts';

/** What someone who does not drive can give to a run. */
export type Gift = Extract<Asking, {ask: 'note' | 'hold' | 'answer-gate'}>;

type Sent = {readonly ok: true} | Refusal;

/** Hands something to whoever drives the run; where nobody does, it is written from here, through the same door. */
export async function deliver(
	place: Place,
	{run, directory}: ReadRun,
	{gift, ...reopening}: Reopening & {readonly gift: Gift},
): Promise<Sent> {
	const road = await connectRoad(directory);
	if (road.ok) {
		try {
			return await road.value.ask(gift);
		} finally {
			road.value.close();
		}
	}
	const holder = await whoHolds(directory, nodeFiles);
	if (holder !== undefined) {
		const where = `${holder.operator} (pid ${holder.pid} on ${holder.host})`;
		return {ok: false, why: `${where} drives the run and can't be spoken to: ${road.why}`};
	}
	const {session} = await reopen(place, run, reopening);
	try {
		return await give(session, gift);
	} finally {
		await session.close();
	}
}

function give(session: Session, gift: Gift): Promise<Sent> {
	switch (gift.ask) {
		case 'note': {
			const step = gift.step === undefined ? {} : {step: gift.step};
			return session.sendAs(gift.name, {type: 'add-note', text: gift.text, ...step});
		}
		case 'hold':
			return session.sendAs(gift.name, {type: 'hold-run', reason: gift.reason});
		case 'answer-gate':
			return session.answerSigned({signed: gift.signed, typed: gift.typed});
		default:
			return unreachable(gift);
	}
}
