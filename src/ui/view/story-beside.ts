import type {BesideEvent} from '../../engine/event-beside.ts';
import {unreachable} from '../../fault.ts';
import {formatDuration} from '../../text/duration.ts';
import {counted, saidLine} from './said.ts';

/** What happened beside the walk, a line each. */
export function besideSaid(event: BesideEvent, title: string): string {
	switch (event.type) {
		case 'off-script.asked':
			return `went off script: ${saidLine(event.script)}${after(event.reason)}`;
		case 'redline.made': {
			const about = title === '' ? 'the runbook' : title;
			const proposed = event.proposed === undefined ? '' : `; proposes: ${saidLine(event.proposed)}`;
			return `redline on ${about}: ${saidLine(event.text)}${proposed}`;
		}
		case 'redlines.recalled':
			return `${counted(event.redlines.length, 'redline')} of earlier runs`;
		case 'contact.called': {
			const within =
				event.withinMs === undefined ? '' : `, to answer within ${formatDuration(event.withinMs)}`;
			return `called ${saidLine(event.contact)} (${saidLine(event.issue)})${within}${after(event.note)}`;
		}
		case 'contact.answered':
			return `call ${event.call}: ${event.answer === 'answered' ? 'answered' : 'no answer'}${after(event.note)}`;
		case 'contact.overdue':
			return `call ${event.call}: the time to answer is over`;
		case 'probe.measured':
			return `${title} was measured again at the gate: ${event.result}${after(event.why)}`;
		case 'message.repeated':
			return `${title} again (${event.number}): ${event.result}${after(event.why)}`;
		default:
			return unreachable(event);
	}
}

function after(text: string | undefined): string {
	return text === undefined || text === '' ? '' : ` — ${saidLine(text)}`;
}
