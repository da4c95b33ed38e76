import type {Step} from '../runbook/step-model.ts';
import type {Command} from './command.ts';
import {type Asked, accept, type Decision, optional, refuse} from './decision.ts';
import {progressOf} from './draft.ts';
import type {Event} from './event.ts';
import type {Finding} from './event-rules.ts';
import {withFindings} from './evolve-rules.ts';
import {asksForWayBack, changes, needsWayBack, wayBackFindings} from './readiness.ts';
import {roleFindings} from './roles.ts';
import {brokenRule, isWaivable, keepsWindows, kindOf, measuresBefore} from './rules.ts';
import type {RuleNow, RunState} from './state.ts';
import {currentStep} from './walk.ts';
import {windowAt, windowWords} from './windows.ts';

/** An entry holds 64 KiB; a reason is a sentence or a few. UTF-16 units. */
const reasonCharsMax = 2_000;
const findingsMax = 200;

type RuleCommand = Extract<Command, {type: 'note-rules' | 'look-again' | 'waive-rule' | 'put-off-rule'}>;

export function decideRules(state: RunState, command: RuleCommand, asked: Asked): Decision {
	switch (command.type) {
		case 'note-rules':
			return decideFindings(state, command, asked);
		case 'look-again':
			return refuse('only where the run is driven can it be measured');
		case 'waive-rule':
			return decideWaiver(state, command);
		case 'put-off-rule':
			return decidePutOff(state, command.rule);
	}
}

/** What was measured, with what the state and the clock say by themselves. */
function decideFindings(
	state: RunState,
	command: Extract<Command, {type: 'note-rules'}>,
	{at}: Asked,
): Decision {
	const {moment, findings} = command;
	const step = command.step === undefined ? undefined : state.stepsById.get(command.step);
	if (moment === 'clock') {
		const window = windowFindings(state, at);
		return window.every(finding => isKnown(state, finding))
			? refuse('no window has opened or closed')
			: accept({type: 'rules.measured', moment, findings: [...window]});
	}
	const own = [
		...windowFindings(state, at),
		...(mayAskForWayBack(state, step) ? wayBackFindings(state) : []),
	];
	const roles = state.branch === 'walk' ? roleFindings(state) : [];
	const all = [...own, ...roles, ...findings.map(finding => judged(state, finding))].slice(0, findingsMax);
	return accept({type: 'rules.measured', moment, ...optional({step: command.step}), findings: all});
}

/**
What keeps an attempt from starting, or undefined. A rule that was not known to be broken becomes an entry, so that the
run asks; one that is asked about already is refused.
*/
export function stopBefore(
	state: RunState,
	step: Step,
	{part, at}: {readonly part: 'whole' | 'verify' | 'undo'; readonly at: string},
): Decision | undefined {
	if (part === 'verify') {
		return undefined;
	}
	const own = changes(step) && part === 'whole' ? ownFindings(state, step, at) : [];
	const seen = {...pending(state, step), rules: withFindings(state.rules, own, at)};
	const broken = brokenRule(seen, step);
	if (broken !== undefined && (part === 'whole' || kindOf(broken.rule) === 'context')) {
		const news = own.filter(finding => !isKnown(state, finding));
		return news.length === 0 && progressOf(state, step.id).now.is === 'pending'
			? refuse(broken.why ?? `${broken.rule} does not hold`)
			: accept(...stopEvents(state, step, own));
	}
	return isMeasuredFor(state, step) ? undefined : refuse('where it would run has not been measured yet');
}

/** Going on although something does not hold is a person's decision, with a reason and for a window a role. */
function decideWaiver(state: RunState, command: Extract<Command, {type: 'waive-rule'}>): Decision {
	const now = state.rules.get(command.rule);
	const why = whyNotWaived(state, now, command);
	if (why !== undefined) {
		return refuse(why);
	}
	return accept({
		type: 'rule.waived',
		rule: command.rule,
		reason: command.reason.trim().slice(0, reasonCharsMax),
		...optional({role: command.role?.trim().slice(0, 200) || undefined}),
	});
}

/** The walk goes on up to the first step that changes something. */
function decidePutOff(state: RunState, rule: string): Decision {
	const now = state.rules.get(rule);
	const step = currentStep(state);
	if (now === undefined || now.is === 'pass' || now.waived || now.putOff || kindOf(rule) !== 'window') {
		return refuse('there is nothing to put off');
	}
	return step !== undefined && changes(step)
		? refuse(`“${step.title}” changes something`)
		: accept({type: 'rule.put-off', rule});
}

function whyNotWaived(
	state: RunState,
	now: RuleNow | undefined,
	{rule, reason, role}: Extract<Command, {type: 'waive-rule'}>,
): string | undefined {
	if (now === undefined || now.is === 'pass' || now.waived) {
		return 'nothing keeps the run there';
	}
	if (!isWaivable(state, rule)) {
		return 'an emergency does without much, never without a way back';
	}
	if (reason.trim() === '') {
		return 'a reason is needed';
	}
	return kindOf(rule) === 'window' ? whyNotRole(state, (role ?? '').trim()) : undefined;
}

/** Where a trust file says who has which role, a window is overridden in one of one's own. */
function whyNotRole({rights, operator}: RunState, role: string): string | undefined {
	if (role === '') {
		return 'say in which role you override the window';
	}
	return rights === undefined || rights.roles.includes(role)
		? undefined
		: `${operator} does not have the role ${role}: ${rights.roles.join(', ') || 'the trust file gives none'}`;
}

/** A step whose retry was stopped waits again, so that the run asks about the rule and then about the step. */
function stopEvents(state: RunState, step: Step, own: readonly Finding[]): readonly Event[] {
	const isPending = progressOf(state, step.id).now.is === 'pending';
	const again: readonly Event[] = isPending
		? []
		: [{type: 'step.decided', step: step.id, disposition: 'retry'}];
	return [...again, {type: 'rules.measured', moment: 'step', step: step.id, findings: [...own]}];
}

function pending(state: RunState, step: Step): RunState {
	if (progressOf(state, step.id).now.is === 'pending') {
		return state;
	}
	const progress = new Map(state.progress);
	progress.set(step.id, {...progressOf(state, step.id), now: {is: 'pending'}});
	return {...state, progress};
}

function ownFindings(state: RunState, step: Step, at: string): readonly Finding[] {
	return [
		...windowFindings(state, at),
		...(asksForWayBack(state, step) && mayAskForWayBack(state, step) ? wayBackFindings(state) : []),
	];
}

function mayAskForWayBack(state: RunState, step: Step | undefined): boolean {
	const isDue = step === undefined || asksForWayBack(state, step);
	return isDue && state.branch === 'walk' && state.opened.mode !== 'rehearse' && asksAtAll(state);
}

/** A runbook without a way back is asked about it only where it needs one. */
function asksAtAll(state: RunState): boolean {
	return needsWayBack(state) || state.runbook.rollback.length > 0;
}

function windowFindings(state: RunState, at: string): readonly Finding[] {
	const {windows} = state.runbook.meta;
	if (windows === undefined || !keepsWindows(state)) {
		return [];
	}
	const now = windowAt(windows, Date.parse(at));
	const found = now.until === undefined ? now.is : `${now.is} until ${now.until}`;
	return now.is === 'open'
		? [{rule: 'window', is: 'pass', found}]
		: [{rule: 'window', is: 'fail', found, why: `The window is ${windowWords(windows, now)}.`}];
}

/** A fact of the context is judged by what it was at first, or by what the author says it has to be. */
function judged(state: RunState, finding: Finding): Finding {
	if (kindOf(finding.rule) !== 'context') {
		return finding;
	}
	if (finding.is !== 'pass') {
		return {...finding, is: 'unknown'};
	}
	const before = state.rules.get(finding.rule)?.baseline;
	const wanted = before ?? finding.expected;
	if (wanted === undefined || finding.found === wanted) {
		return finding;
	}
	const was = before === undefined ? 'has to be' : 'was';
	return {
		...finding,
		is: 'fail',
		expected: wanted,
		why: `It ${was} “${wanted}” and is “${finding.found ?? ''}” now.`,
	};
}

function isKnown(state: RunState, finding: Finding): boolean {
	const now = state.rules.get(finding.rule);
	return now?.is === finding.is && now.found === finding.found;
}

function isMeasuredFor(state: RunState, step: Step): boolean {
	if (measuresBefore(state, step).length === 0) {
		return true;
	}
	const {measured} = state;
	return measured?.step === step.id && measured.attempt === progressOf(state, step.id).attempts.length + 1;
}
