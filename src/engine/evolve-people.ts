import {type Draft, progressOf, setProgress} from './draft.ts';
import type {Entry} from './entry.ts';
import type {EventOf} from './event.ts';

type PeopleEvent = EventOf<
	'person.joined' | 'person.left' | 'control.offered' | 'control.withdrawn' | 'control.taken'
>;

export function evolvePeople(draft: Draft, entry: Entry, event: PeopleEvent): void {
	switch (event.type) {
		case 'person.joined':
			draft.present = [
				...draft.present.filter(({person}) => person !== event.person),
				{person: event.person, since: entry.at, mayDrive: event.mayDrive},
			];
			return;
		case 'person.left':
			draft.present = draft.present.filter(({person}) => person !== event.person);
			if (draft.offeredTo === event.person) {
				delete draft.offeredTo;
			}
			return;
		case 'control.offered':
			draft.offeredTo = event.to;
			return;
		case 'control.withdrawn':
			delete draft.offeredTo;
			return;
		case 'control.taken':
			delete draft.offeredTo;
			draft.handedTo = event.to;
			return;
	}
}

/** Whoever drives from now on; those who followed the process before this one have to join again. */
export function evolveDriver(draft: Draft, operator: string): void {
	draft.operator = operator;
	draft.drove = [...draft.drove.filter(person => person !== operator), operator];
	draft.present = [];
	delete draft.offeredTo;
	delete draft.handedTo;
}

export function evolveGateOpening(draft: Draft, entry: Entry, event: EventOf<'gate.opened'>): void {
	const {nonce, head, policy} = event;
	setProgress(draft, event.step, {
		gate: voided(draft, event.step, () => 'the gate was opened anew'),
		now: {is: 'open', nonce, since: entry.at, head, ...(policy === undefined ? {} : {policy})},
	});
}

export function evolveVoiding(draft: Draft, event: EventOf<'gate.voided'>): void {
	const {now} = progressOf(draft, event.step);
	const {policy} = event;
	setProgress(draft, event.step, {
		gate: voided(draft, event.step, by => (event.people.includes(by) ? event.why : undefined)),
		...(now.is === 'open' && policy !== undefined ? {now: {...now, policy}} : {}),
	});
}

function voided(draft: Draft, step: string, why: (by: string) => string | undefined) {
	return progressOf(draft, step).gate.map(answer => {
		const reason = answer.voided ?? why(answer.by);
		return reason === undefined ? answer : {...answer, voided: reason};
	});
}
