import type {Step} from '../runbook/step-model.ts';
import type {Command} from './command.ts';
import {startEvent} from './decide-attempts.ts';
import {stopBefore} from './decide-rules.ts';
import {type Asked, accept, type Decision, optional, refuse} from './decision.ts';
import {progressOf} from './draft.ts';
import {isRequired, leftInEmergency, reviewDueAt} from './emergency.ts';
import type {Disposition} from './event.ts';
import {hasVerify} from './evolve-answers.ts';
import {goesOn, jumpOf} from './jump.ts';
import type {RunState} from './state.ts';
import {applies, branchSteps, currentStep, isSettled, runningStep} from './walk.ts';
import {waysOn} from './ways.ts';

type Answering = Extract<Command, {type: 'answer-check'}>;
/** Decisions that need no try before them. */
const isLeavingOut: ReadonlySet<Disposition> = new Set(['override', 'skip', 'defer', 'not-applicable']);

type Deciding = Extract<Command, {type: 'decide-step'}>;

/** Longest text a person may put into one answer, in UTF-16 units: an entry holds 64 KiB. */
export const answerCharsMax = 8_000;

export function decideAnswer(state: RunState, command: Answering): Decision {
	const step = state.stepsById.get(command.step);
	const why =
		whyNotAnswerable(state, step) ?? (step === undefined ? undefined : whyNotAnswer(state, step, command));
	if (why !== undefined) {
		return refuse(why);
	}
	const {type: _, step: id, answer, value, note} = command;
	return accept({type: 'check.answered', step: id, answer, ...optional({value, note})});
}

/** An answer can be taken back until something was built on it. */
export function decideWithdrawal(
	state: RunState,
	command: Extract<Command, {type: 'withdraw-answer'}>,
): Decision {
	const steps = branchSteps(state);
	const at = steps.findIndex(step => step.id === command.step);
	if (at === -1 || progressOf(state, command.step).answer === undefined) {
		return refuse('there is no answer to take back');
	}
	const later = steps.slice(at + 1).find(step => progressOf(state, step.id).now.is !== 'pending');
	return later === undefined
		? accept({type: 'answer.withdrawn', step: command.step, ...optional({reason: command.reason})})
		: refuse(`“${later.title}” was built on it`);
}

export function decideDisposition(state: RunState, command: Deciding, {at}: Asked): Decision {
	const step = state.stepsById.get(command.step);
	if (step === undefined || runningStep(state) !== undefined) {
		return refuse(step === undefined ? `there is no step “${command.step}”` : 'a step is running');
	}
	if (currentStep(state)?.id !== step.id) {
		return refuse('only the step at hand can be decided on');
	}
	const why = whyNotDisposition(state, step, command);
	if (why !== undefined) {
		return refuse(why);
	}
	const {type: _, step: id, disposition, reason, owner, due} = {...leftTo(state, step, at), ...command};
	const decided = {type: 'step.decided' as const, step: id, disposition, ...optional({reason, owner, due})};
	const part = partStarted(step, disposition);
	const stop = part === undefined ? undefined : stopBefore(state, step, {part, at});
	if (stop !== undefined) {
		return stop;
	}
	return part === undefined ? accept(decided) : accept(decided, startEvent(state, step, {part}));
}

/** What an emergency leaves for later falls to the runbook's owner, and is due when its review is; a rehearsed one leaves nobody anything. */
function leftTo(state: RunState, step: Step, at: string): {readonly owner?: string; readonly due?: string} {
	return leftInEmergency(state, step) === 'defer' && state.opened.mode !== 'rehearse'
		? {owner: state.runbook.meta.owner ?? state.operator, due: reviewDueAt(state, at)}
		: {};
}

/** Which part of a step a decision sets going at once, in the same entry batch. */
function partStarted(step: Step, disposition: Deciding['disposition']): 'whole' | 'verify' | undefined {
	const hasWork =
		step.kind !== 'manual' && step.kind !== 'gate' && !(step.kind === 'check' && step.run === undefined);
	if (disposition === 'retry' && hasWork) {
		return 'whole';
	}
	return disposition === 'verify' || (disposition === 'fixed-by-hand' && hasVerify(step))
		? 'verify'
		: undefined;
}

function whyNotDisposition(state: RunState, step: Step, command: Deciding): string | undefined {
	const {now} = progressOf(state, step.id);
	const {disposition, reason = ''} = command;
	const needsReason =
		disposition !== 'retry' && disposition !== 'verify' && !(disposition === 'skip' && step.optional);
	if (needsReason && reason.trim() === '') {
		return 'a reason is needed';
	}
	if (reason.length > answerCharsMax) {
		return `that reason is longer than ${answerCharsMax} characters`;
	}
	if (now.is === 'pending' && disposition === leftInEmergency(state, step)) {
		return undefined;
	}
	if (now.is === 'failed' && isWrittenDown(state, step, disposition)) {
		return undefined;
	}
	if (now.is === 'failed' || now.is === 'unknown') {
		const offered: readonly string[] = waysOn(state, step, now.is);
		return offered.includes(disposition) ? undefined : `${disposition} is not offered here`;
	}
	return whyNotUntried(state, step, disposition);
}

/** The runbook itself says how a failure of this step goes on. */
function isWrittenDown(state: RunState, step: Step, disposition: Deciding['disposition']): boolean {
	return disposition === 'continue'
		? goesOn(step)
		: disposition === 'goto' && jumpOf(state, step)?.is === 'ahead';
}

/** Decisions on a step that has not failed: leaving it out. */
function whyNotUntried(
	state: RunState,
	step: Step,
	disposition: Deciding['disposition'],
): string | undefined {
	if (!isLeavingOut.has(disposition)) {
		return 'it has not been tried yet';
	}
	const isBackup = state.opened.emergency !== undefined && step.kind === 'backup';
	if (isRequired(state, step) && (disposition !== 'not-applicable' || (isBackup && applies(state, step)))) {
		return isBackup ? 'an emergency does not do without its backup' : 'this step is required';
	}
	if (disposition === 'skip' && !(step.optional || step.contingent || step.forbidden)) {
		return 'only an optional step is skipped; override it with a reason';
	}
	return undefined;
}

function whyNotAnswerable(state: RunState, step: Step | undefined): string | undefined {
	if (step === undefined) {
		return 'there is no such step';
	}
	if (state.held !== undefined) {
		return 'the run is held; release it first';
	}
	if (runningStep(state) !== undefined) {
		return 'a step is running';
	}
	const isBeside = state.runbook.aside.includes(step) && !isSettled(progressOf(state, step.id).now);
	if (currentStep(state)?.id !== step.id && !isBeside) {
		return isSettled(progressOf(state, step.id).now)
			? 'it is answered already'
			: 'it is not this step’s turn';
	}
	const byHand = step.kind === 'check' || step.kind === 'manual' || state.opened.mode === 'instructions';
	return byHand && step.kind !== 'gate' ? undefined : 'this step is run, not answered';
}

function whyNotAnswer(state: RunState, step: Step, command: Answering): string | undefined {
	const {now} = progressOf(state, step.id);
	if (now.is === 'failed' || now.is === 'unknown') {
		return `it is ${now.is}; decide how to go on`;
	}
	const mustRunFirst =
		step.kind === 'check' &&
		step.run !== undefined &&
		now.is === 'pending' &&
		state.opened.mode !== 'instructions';
	if (mustRunFirst && command.answer === 'yes') {
		return 'its command runs first';
	}
	if (command.answer !== 'yes' && (command.note ?? '').trim() === '') {
		return 'a reason is needed';
	}
	if ((command.note?.length ?? 0) + (command.value?.length ?? 0) > answerCharsMax) {
		return `that is longer than ${answerCharsMax} characters`;
	}
	return command.answer === 'yes' && step.kind === 'check' ? whyNotValue(step, command.value) : undefined;
}

function whyNotValue(step: Extract<Step, {kind: 'check'}>, value: string | undefined): string | undefined {
	const text = (value ?? '').trim();
	switch (step.answer.is) {
		case 'tick':
			return undefined;
		case 'text':
			return text === '' ? 'it asks for an answer in words' : undefined;
		case 'number':
			return text !== '' && Number.isFinite(Number(text)) ? undefined : 'it asks for a number';
		case 'url':
			return URL.canParse(text) ? undefined : 'it asks for a link';
		case 'choice':
			return step.answer.choices.includes(text)
				? undefined
				: `it asks for one of: ${step.answer.choices.join(', ')}`;
	}
}
