import type {Entry} from '../../engine/entry.ts';
import type {Event, EventOf, Outcome} from '../../engine/event.ts';
import {isBesideEvent} from '../../engine/event-beside.ts';
import type {RunState} from '../../engine/state.ts';
import {unreachable} from '../../fault.ts';
import {formatDuration} from '../../text/duration.ts';
import {saidLine, saidTime} from './said.ts';
import {besideSaid} from './story-beside.ts';

/** What happened in a run, an entry a line, for people: `14:03:12  alice  GO at “Switch traffic”`. */
export function storyLines(state: RunState, entries: readonly Entry[]): string {
	const {opened} = state;
	const head = [
		`${saidLine(state.runbook.title)} on ${saidLine(opened.environment)}`,
		`Run ${opened.run}, driven by ${saidLine(state.operator)}, ${state.closed === undefined ? 'open' : state.closed.verdict.replaceAll('-', ' ')}`,
		'',
	];
	const lines = entries.map(
		entry => `${saidTime(entry.at, opened.timeZone)}  ${saidLine(entry.by)}  ${said(state, entry.event)}`,
	);
	return `${[...head, ...lines].join('\n')}\n`;
}

function said(state: RunState, event: Event): string {
	const title =
		'step' in event && event.step !== undefined
			? `“${saidLine(state.stepsById.get(event.step)?.title ?? event.step)}”`
			: '';
	if (isBesideEvent(event)) {
		return besideSaid(event, title);
	}
	switch (event.type) {
		case 'run.opened':
			return `opened the run${event.practice ? ' (practice)' : ''}${event.mode === 'walk' ? '' : ` (${event.mode})`}`;
		case 'run.resumed':
		case 'run.recovered':
		case 'run.halted':
		case 'run.held':
		case 'run.released':
			return comingAndGoing(event);
		case 'inputs.set':
			return inputsSaid(event);
		case 'step.started':
			return `started ${title}${event.attempt > 1 ? `, attempt ${event.attempt}` : ''}${event.part === 'whole' ? '' : ` (${event.part})`}`;
		case 'step.stop-requested':
			return `asked ${title} to stop`;
		case 'step.finished':
			return `${title} ${outcomeSaid(event.outcome)}`;
		case 'step.interrupted':
			return `${title} was cut off: what it did is unknown`;
		case 'step.decided':
			return `${title}: ${event.disposition.replaceAll('-', ' ')}${reasonSaid(event.reason)}`;
		case 'check.answered':
			return `${title}: ${event.answer.replaceAll('-', ' ')}${event.value === undefined ? '' : ` (${saidLine(event.value)})`}${reasonSaid(event.note)}`;
		case 'answer.withdrawn':
			return `took back the answer to ${title}${reasonSaid(event.reason)}`;
		case 'gate.opened':
		case 'gate.answered':
			return gateSaid(event, title);
		case 'gate.voided':
		case 'person.joined':
		case 'person.left':
		case 'control.offered':
		case 'control.withdrawn':
		case 'control.taken':
			return peopleSaid(event, title);
		case 'rollback.started':
			return `started the rollback${reasonSaid(event.reason)}`;
		case 'guard.changed':
			return `guard ${title}: ${saidLine(event.from)} → ${saidLine(event.to)}${reasonSaid(event.why)}`;
		case 'guard.accepted':
			return `goes on although ${title} tripped${reasonSaid(event.reason)}`;
		case 'note.added':
			return `noted: ${saidLine(event.text)}`;
		case 'reading.overridden':
			return `read ${title} as ${event.as}${reasonSaid(event.reason)}`;
		case 'criteria.answered':
			return `said of the success criteria: ${criteriaSaid(state, event)}`;
		case 'rules.measured':
		case 'rule.waived':
		case 'rule.put-off':
			return rulesSaid(event);
		case 'run.closed':
			return `closed the run: ${event.verdict.replaceAll('-', ' ')}${reasonSaid(event.reason)}`;
		default:
			return unreachable(event);
	}
}

function inputsSaid({values}: EventOf<'inputs.set'>): string {
	const said = Object.entries(values).map(([name, value]) => {
		const given = value.is === 'value' ? saidLine(value.value) : undefined;
		return `${saidLine(name)} = ${given ?? (value.is === 'secret' ? '(secret)' : '(left as it stands)')}`;
	});
	return `set ${said.join(', ')}`;
}

function gateSaid(event: EventOf<'gate.opened' | 'gate.answered'>, title: string): string {
	return event.type === 'gate.opened'
		? `${title} is open`
		: `${event.answer === 'go' ? 'GO' : 'NO-GO'} at ${title}${event.simulated === true ? ' (simulated)' : ''}${reasonSaid(event.reason)}`;
}

function comingAndGoing(
	event: EventOf<'run.resumed' | 'run.recovered' | 'run.halted' | 'run.held' | 'run.released'>,
): string {
	switch (event.type) {
		case 'run.resumed':
			return `resumed it on ${saidLine(event.host)}`;
		case 'run.recovered':
			return `set ${event.droppedBytes} torn bytes aside`;
		case 'run.halted':
			return `halted: ${saidLine(event.reason)}`;
		case 'run.held':
			return `held: ${saidLine(event.reason)}`;
		case 'run.released':
			return 'released the hold';
		default:
			return unreachable(event);
	}
}

type RuleEvent = EventOf<'rules.measured' | 'rule.waived' | 'rule.put-off'>;

function rulesSaid(event: RuleEvent): string {
	switch (event.type) {
		case 'rules.measured': {
			const broken = event.findings.filter(({is}) => is !== 'pass');
			const words = broken.map(({rule, why}) => saidLine(`${rule} – ${why ?? ''}`)).join(' · ');
			return `looked at what must hold${words === '' ? '' : `: ${words}`}`;
		}
		case 'rule.waived':
			return `goes on although ${saidLine(event.rule)} does not hold${reasonSaid(event.reason)}`;
		case 'rule.put-off':
			return `goes on up to the first change (${saidLine(event.rule)})`;
		default:
			return unreachable(event);
	}
}

type PeopleEvent = EventOf<
	'gate.voided' | 'person.joined' | 'person.left' | 'control.offered' | 'control.withdrawn' | 'control.taken'
>;

function peopleSaid(event: PeopleEvent, title: string): string {
	switch (event.type) {
		case 'gate.voided': {
			const whose = event.people.map(saidLine).join(', ');
			const what = whose === '' ? 'is asked under another policy' : `the answer of ${whose} counts no more`;
			return `${title}: ${what} — ${saidLine(event.why)}`;
		}
		case 'person.joined':
			return 'joined';
		case 'person.left':
			return 'left';
		case 'control.offered':
			return `offered the control to ${saidLine(event.to)}`;
		case 'control.withdrawn':
			return `took the offer to ${saidLine(event.to)} back`;
		case 'control.taken':
			return 'said “I have control”';
		default:
			return unreachable(event);
	}
}

function outcomeSaid(outcome: Outcome): string {
	const why = outcome.result === 'passed' ? outcome.summary : (outcome.why ?? outcome.summary);
	return `${outcome.result} after ${formatDuration(outcome.durationMs)}${reasonSaid(why)}`;
}

function reasonSaid(reason: string | undefined): string {
	return reason === undefined || reason === '' ? '' : ` — ${saidLine(reason)}`;
}

function criteriaSaid(state: RunState, {answers}: EventOf<'criteria.answered'>): string {
	const {criteria} = state.runbook.meta;
	return answers
		.map(({criterion, met}) => `“${saidLine(criteria[criterion]?.text ?? String(criterion + 1))}” ${met}`)
		.join(', ');
}
