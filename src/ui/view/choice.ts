import type {Command} from '../../engine/command.ts';
import {optional} from '../../engine/decision.ts';
import type {Question, Way} from '../../engine/want.ts';
import {unreachable} from '../../fault.ts';
import type {StepId} from '../../runbook/work-model.ts';
import {criteriaAnswers} from './criteria-answers.ts';
import type {Field} from './field.ts';

/** Everything a person can answer a question with. */
export type Answer =
	| Way
	| 'run'
	| 'yes'
	| 'done'
	| 'no'
	| 'not-applicable'
	| 'escalate'
	| 'go'
	| 'no-go'
	| 'break-glass'
	| 'skip'
	| 'release'
	| 'close'
	| 'criteria'
	| 'give';

/** One way to answer, as it is offered. */
export type Choice = {
	readonly is: Answer;
	readonly label: string;
	/** What it will do, in one sentence. */
	readonly about: string;
	/** Stands in front; the others wait behind `more`. */
	readonly front: boolean;
	/** What has to be typed before it counts. */
	readonly fields: readonly Field[];
	/** Which alternative of a command, choice of a judgement or role of a poll this one is. */
	readonly pick?: {readonly is: 'alternative' | 'suggested' | 'choice' | 'role'; readonly name: string};
	/** Why it can't be chosen now; it is shown all the same. */
	readonly refused?: string;
};

/** Values by field name. */
export type Given = Readonly<Record<string, string>>;

/** The command a choice stands for. Inputs have their own road, because secrets are among them. */
export function commandOf(question: Question, choice: Choice, given: Given): Command | undefined {
	switch (question.is) {
		case 'held':
			return choice.is === 'release' ? {type: 'release-run'} : runCommand(choice, given, {trigger: 'person'});
		case 'close':
			return closeCommand(question, choice, given);
		case 'inputs':
			return undefined;
		case 'rule':
			return ruleCommand(question, choice, given) ?? runCommand(choice, given, {trigger: 'person'});
		default:
			return (
				runCommand(choice, given, {trigger: triggers[question.is], step: question.step}) ??
				stepCommand(question, choice, given)
			);
	}
}

function closeCommand(
	question: Extract<Question, {is: 'close'}>,
	choice: Choice,
	given: Given,
): Command | undefined {
	if (choice.is === 'criteria') {
		return {type: 'answer-criteria', answers: criteriaAnswers(given)};
	}
	return choice.is === 'close' ? {type: 'close-run', verdict: question.verdict} : undefined;
}

type Trigger = Extract<Command, {type: 'roll-back'}>['trigger'];

/** What made a person choose to roll back, by what they were asked. */
const triggers: Readonly<Record<StepQuestion['is'], Trigger>> = {
	confirm: 'person',
	check: 'person',
	manual: 'person',
	gate: 'gate',
	failed: 'failure',
	unknown: 'failure',
	'no-go': 'gate',
	blocked: 'failure',
	rule: 'person',
	tripped: 'guard',
};

/** Answers about the run as a whole. */
type Occasion = {readonly trigger: Trigger; readonly step?: StepId};

function runCommand(choice: Choice, given: Given, {trigger, step}: Occasion): Command | undefined {
	const reason = given.reason?.trim() ?? '';
	switch (choice.is) {
		case 'hold':
			return {type: 'hold-run', reason};
		case 'roll-back':
			return {type: 'roll-back', reason, trigger, ...optional({step})};
		case 'abort':
			return {type: 'abort-run', reason};
		case 'abandon':
			return {type: 'abandon-run', reason};
		default:
			return undefined;
	}
}

function ruleCommand(
	{rule}: Extract<Question, {is: 'rule'}>,
	choice: Choice,
	given: Given,
): Command | undefined {
	switch (choice.is) {
		case 'look-again':
			return {type: 'look-again'};
		case 'put-off':
			return {type: 'put-off-rule', rule: rule.rule};
		case 'waive':
			return {
				type: 'waive-rule',
				rule: rule.rule,
				reason: given.reason?.trim() ?? '',
				...filled({role: given.role}),
			};
		default:
			return undefined;
	}
}

type StepQuestion = Extract<Question, {step: StepId}>;

function stepCommand({is, step}: StepQuestion, choice: Choice, given: Given): Command | undefined {
	const reason = given.reason?.trim() ?? '';
	switch (choice.is) {
		case 'run':
			return {
				type: 'start-step',
				step,
				...optional({choice: choice.pick?.name}),
				...filled({typed: given.typed, witness: given.witness}),
			};
		case 'edit':
			return {type: 'start-step', step, edited: given.script ?? '', ...filled({typed: given.typed})};
		case 'tell':
			return {type: 'start-step', step: 'message-failure'};
		case 'undo':
			return {type: 'start-step', step, part: 'undo'};
		case 'yes':
		case 'done':
			return {type: 'answer-check', step, answer: 'yes', ...filled({value: given.value, note: given.note})};
		case 'no':
		case 'escalate':
			return {type: 'answer-check', step, answer: choice.is, note: reason, ...filled({value: given.value})};
		case 'not-applicable':
			return is === 'check' || is === 'manual'
				? {type: 'answer-check', step, answer: 'not-applicable', note: reason}
				: {type: 'decide-step', step, disposition: 'not-applicable', reason};
		case 'go':
		case 'break-glass':
		case 'no-go':
			return gateCommand(step, choice, given);
		case 'retry':
		case 'verify':
			return {type: 'decide-step', step, disposition: choice.is};
		case 'fixed-by-hand':
		case 'override':
		case 'skip':
		case 'goto':
			return {type: 'decide-step', step, disposition: choice.is, ...filled({reason})};
		case 'go-on':
			return {type: 'accept-guard', step, reason};
		case 'defer':
			return {
				type: 'decide-step',
				step,
				disposition: 'defer',
				reason,
				...filled({owner: given.owner, due: given.due}),
			};
		case 'look-again':
		case 'put-off':
		case 'waive':
		case 'hold':
		case 'roll-back':
		case 'abort':
		case 'abandon':
		case 'release':
		case 'close':
		case 'criteria':
		case 'give':
			return undefined;
		default:
			return unreachable(choice.is);
	}
}

function gateCommand(step: StepId, choice: Choice, given: Given): Command {
	const reason = given.reason?.trim() ?? '';
	if (choice.is === 'no-go') {
		return {type: 'answer-gate', step, answer: 'no-go', reason};
	}
	const broken = choice.is === 'break-glass' ? {breakGlass: true} : {};
	return {
		type: 'answer-gate',
		step,
		answer: 'go',
		...broken,
		...picked(choice),
		...filled({typed: given.typed, reason}),
	};
}

function picked({pick}: Choice): {choice?: string; role?: string} {
	if (pick === undefined) {
		return {};
	}
	return pick.is === 'role' ? {role: pick.name} : {choice: pick.name};
}

function filled(values: Readonly<Record<string, string | undefined>>): Record<string, string> {
	const given = Object.entries(values).flatMap(([name, value]) =>
		value === undefined || value.trim() === '' ? [] : [[name, value.trim()]],
	);
	return Object.fromEntries(given);
}
