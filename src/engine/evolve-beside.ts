import {unreachable} from '../fault.ts';
import {optional} from './decision.ts';
import {type Draft, noteDeviation} from './draft.ts';
import type {Entry} from './entry.ts';
import type {EventOf} from './event.ts';
import type {BesideEvent} from './event-beside.ts';
import {offScriptStep} from './off-script.ts';

export function evolveBeside(draft: Draft, entry: Entry, event: BesideEvent): void {
	const {at, by} = entry;
	switch (event.type) {
		case 'off-script.asked':
			return evolveOffScript(draft, entry, event);
		case 'redline.made': {
			const {type: _, ...redline} = event;
			draft.redlines.push({at, by, ...redline});
			return;
		}
		case 'redlines.recalled':
			draft.recalled = event.redlines;
			return;
		case 'contact.called': {
			const {type: _, ...call} = event;
			draft.calls.push({at, by, ...call});
			return;
		}
		case 'contact.answered':
			draft.calls = draft.calls.map(call =>
				call.call === event.call
					? {...call, answer: {at, by, is: event.answer, ...optional({note: event.note})}}
					: call,
			);
			return;
		case 'contact.overdue':
			draft.calls = draft.calls.map(call => (call.call === event.call ? {...call, overdue: true} : call));
			return;
		case 'probe.measured': {
			const {result, why} = event;
			draft.remeasured.set(event.step, {at, result, ...optional({why})});
			return;
		}
		case 'message.repeated': {
			const {type: _, ...repetition} = event;
			draft.repetitions.push({at, ...repetition});
			return;
		}
		default:
			return unreachable(event);
	}
}

/** A person took it into their own hands: a countdown that began before goes on no more. */
function evolveOffScript(draft: Draft, entry: Entry, event: EventOf<'off-script.asked'>): void {
	const beside = draft.stepsById.get(event.beside ?? '') ?? draft.runbook.walk[0];
	const step = offScriptStep(event, beside?.section ?? '');
	draft.stepsById = new Map([...draft.stepsById, [step.id, step]]);
	draft.offScript.push(step.id);
	draft.takenInHandAt = entry.at;
	noteDeviation(draft, entry, {
		step: step.id,
		what: 'off-script',
		why: event.reason === undefined ? event.script : `${event.script} — ${event.reason}`,
	});
	if (event.window !== undefined) {
		const why = `It was typed beside the runbook while the window was ${event.window}: ${event.reason ?? ''}`;
		noteDeviation(draft, entry, {step: step.id, what: 'freeze', why});
	}
}
