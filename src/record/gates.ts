import type {Entry} from '../engine/entry.ts';
import type {EventOf} from '../engine/event.ts';
import type {ApprovalRecord} from '../engine/record-steps.ts';
import type {RunState} from '../engine/state.ts';

/** Every time a gate was opened, with the answers given to that opening; an answer to an earlier opening counts there. */
export function approvalsOf(state: RunState, entries: readonly Entry[]): ApprovalRecord[] {
	const approvals: ApprovalRecord[] = [];
	const open = new Map<string, ApprovalRecord>();
	let driver = state.opened.operator;
	for (const entry of entries) {
		const {event} = entry;
		if (event.type === 'run.resumed') {
			driver = event.operator;
		}
		if (event.type === 'gate.opened') {
			const approval = openedGate(state, entry, event);
			approvals.push(approval);
			open.set(event.step, approval);
		}
		if (event.type === 'gate.answered') {
			addAnswer(open.get(event.step), {entry, event, driver});
		}
		if (event.type === 'gate.voided') {
			voidAnswers(open.get(event.step), event);
		}
	}
	return approvals;
}

function openedGate(state: RunState, entry: Entry, event: EventOf<'gate.opened'>): ApprovalRecord {
	const step = state.stepsById.get(event.step);
	return {
		step: event.step,
		question: step?.kind === 'gate' ? step.question : (step?.title ?? event.step),
		questionSha256: event.question,
		nonce: event.nonce,
		approvals: step?.kind === 'gate' ? step.approvals : 1,
		roles: step?.kind === 'gate' ? [...step.roles] : [],
		openedAt: entry.at,
		head: event.head,
		waitingMs: 0,
		answers: [],
	};
}

type Answered = {entry: Entry; event: EventOf<'gate.answered'>; driver: string};

function addAnswer(approval: ApprovalRecord | undefined, {entry, event, driver}: Answered): void {
	if (approval === undefined) {
		return;
	}
	const {answer, choice, role, reason, typed, simulated = false, signed, breakGlass} = event;
	const who = {at: entry.at, by: entry.by, separate: entry.by !== driver};
	approval.answers.push({...who, answer, choice, role, reason, typed, simulated, signed, breakGlass});
	approval.waitingMs = Math.max(0, Date.parse(entry.at) - Date.parse(approval.openedAt));
}

function voidAnswers(approval: ApprovalRecord | undefined, {people, why}: EventOf<'gate.voided'>): void {
	for (const answer of approval?.answers ?? []) {
		if (people.includes(answer.by)) {
			answer.voided ??= why;
		}
	}
}
