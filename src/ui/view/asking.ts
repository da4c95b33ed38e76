import {progressOf} from '../../engine/draft.ts';
import type {RunState} from '../../engine/state.ts';
import type {Question} from '../../engine/want.ts';
import {unreachable} from '../../fault.ts';
import type {Step} from '../../runbook/step-model.ts';
import type {StepId} from '../../runbook/work-model.ts';
import {marks} from '../theme.ts';
import {gateWords} from './asking-gate.ts';
import {checkWords, manualWords} from './asking-person.ts';
import {ruleWords} from './asking-rule.ts';
import {confirmWords} from './asking-run.ts';
import type {AskingWords} from './asking-words.ts';
import type {Choice} from './choice.ts';
import {criteriaChoices} from './criteria.ts';
import {inputField} from './field.ts';
import {saidLine, saidTime} from './said.ts';
import {verdictOf, walkedWords} from './verdict.ts';
import {wayChoices} from './ways.ts';

/** A question as a person reads it, and every way to answer it. */
export type Asking = AskingWords & {
	readonly is: Question['is'];
	readonly step?: StepId;
	/** Two questions with the same key are the same question; keys typed before it appeared don't answer it. */
	readonly key: string;
};

export function askingOf(state: RunState, question: Question): Asking {
	switch (question.is) {
		case 'inputs':
			return {
				is: 'inputs',
				key: `inputs ${question.inputs.map(input => input.name).join(' ')}`,
				...inputsWords(state, question),
			};
		case 'held':
			return {is: 'held', key: `held ${state.held?.at ?? ''}`, ...heldWords(state)};
		case 'close':
			return {
				is: 'close',
				key: `close ${question.verdict} ${answered(state)}`,
				...closeWords(state, question),
			};
		default:
			return stepAsking(state, question);
	}
}

type StepQuestion = Extract<Question, {step: StepId}>;

function stepAsking(state: RunState, question: StepQuestion): Asking {
	const step = state.stepsById.get(question.step);
	if (step === undefined) {
		throw new Error(`This is a bug: a question about “${question.step}”, which is no step.`);
	}
	const {now, attempts, decisions, gate} = progressOf(state, step.id);
	const since = sinceOf(state, question);
	const standing = gate.filter(answer => answer.voided === undefined).length;
	// Another policy at an open gate asks for something else.
	const policy = now.is === 'open' ? (now.policy?.digest ?? '') : '';
	const said = [attempts.length, decisions.length, gate.length, standing];
	const key = [question.is, step.id, ...said, since, policy].join(' ').trimEnd();
	return {is: question.is, step: step.id, key, ...wordsOf(state, step, question)};
}

/** The same trip, the same finding: asked anew when it is another. */
function sinceOf(state: RunState, question: StepQuestion): string {
	if (question.is === 'tripped') {
		return state.guards.get(question.step)?.at ?? '';
	}
	return question.is === 'rule' ? `${question.rule.rule} ${question.rule.at}` : '';
}

function wordsOf(state: RunState, step: Step, question: StepQuestion): AskingWords {
	switch (question.is) {
		case 'confirm':
			return confirmWords(state, step, question);
		case 'check':
			return checkWords(state, step);
		case 'manual':
			return manualWords(state, step);
		case 'gate':
			return gateWords(state, step, question);
		case 'failed':
		case 'unknown':
		case 'no-go':
			return troubleWords(state, step, question);
		case 'blocked':
			return {
				badge: 'BLOCKED',
				tone: 'bad',
				title: 'This step can’t start',
				about: [saidLine(question.why)],
				choices: wayChoices(state, step, question.ways),
				grave: true,
			};
		case 'rule':
			return ruleWords(state, step, question);
		case 'tripped':
			return trippedWords(state, step, question);
		default:
			return unreachable(question);
	}
}

type Of<Is extends Question['is']> = Extract<Question, {is: Is}>;

function troubleWords(
	state: RunState,
	step: Step,
	question: Of<'failed' | 'unknown' | 'no-go'>,
): AskingWords {
	const made = progressOf(state, step.id).attempts;
	const attempts = made.length;
	const sawEnd = made.at(-1)?.end.is === 'ended';
	const words = {
		failed: {
			badge: 'FAILED',
			title:
				attempts > 1 ? `Attempt ${attempts} did not pass. How to go on?` : 'It did not pass. How to go on?',
		},
		unknown: {
			badge: 'UNKNOWN',
			title: sawEnd
				? 'It ended, and whether it is good is not known. How to go on?'
				: 'It was started and nobody saw it end. How to go on?',
		},
		'no-go': {badge: 'NO-GO', title: 'The gate said NO-GO. How to go on?'},
	}[question.is];
	return {
		...words,
		tone: marks[question.is].tone,
		about: byItselfWords(state, question),
		choices: wayChoices(state, step, question.ways),
		grave: true,
		...('until' in question ? {until: question.until} : {}),
	};
}

/** What the runbook does about it when nobody decides otherwise. */
function byItselfWords(state: RunState, question: Of<'failed' | 'unknown' | 'no-go'>): readonly string[] {
	const until = question.is === 'failed' ? question.until : undefined;
	const what = question.is === 'failed' && question.preferred === 'abort' ? 'ends' : 'rolls back';
	return until === undefined
		? []
		: [
				`At ${saidTime(until, state.opened.timeZone)} the run ${what} by itself, as the runbook says, unless you decide otherwise.`,
			];
}

function trippedWords(state: RunState, step: Step, question: Of<'tripped'>): AskingWords {
	const {until} = question;
	const back =
		until === undefined
			? []
			: [
					`At ${saidTime(until, state.opened.timeZone)} the run rolls back by itself, unless you decide otherwise.`,
				];
	return {
		badge: 'GUARD TRIPPED',
		tone: 'bad',
		title: saidLine(step.title),
		about: [saidLine(question.why), ...back],
		choices: wayChoices(state, step, question.ways).map(choice => withReason(choice, saidLine(question.why))),
		grave: true,
		...(until === undefined ? {} : {until}),
	};
}

/** Who rolls back at once need not type what the guard has said already. */
function withReason(choice: Choice, why: string): Choice {
	return choice.is === 'roll-back'
		? {...choice, fields: choice.fields.map(field => ({...field, initial: why}))}
		: choice;
}

function inputsWords(state: RunState, question: Of<'inputs'>): AskingWords {
	const again = question.inputs.some(input => state.secretsGone.has(input.name));
	return {
		badge: 'INPUTS',
		tone: 'strong',
		title: again ? 'Secrets are never stored: give them again' : 'What this run needs to know',
		about: [],
		choices: [
			{
				is: 'give',
				label: 'fill in',
				about: 'opens the form',
				front: true,
				fields: question.inputs.map(inputField),
			},
		],
		grave: false,
	};
}

function heldWords(state: RunState): AskingWords {
	const {held} = state;
	return {
		badge: 'HELD',
		tone: 'warn',
		title: saidLine(held?.reason ?? ''),
		about:
			held === undefined
				? []
				: [`${saidLine(held.by)} held the run at ${saidTime(held.at, state.opened.timeZone)}.`],
		choices: [{is: 'release', label: 'release', about: 'the run goes on', front: true, fields: []}],
		grave: true,
	};
}

/** An answer about the criteria makes it another question: the summary is read anew. */
function answered({criteria}: RunState): string {
	return [...criteria].map(([index, {met, at}]) => `${index} ${met} ${at}`).join(' ');
}

function closeWords(state: RunState, question: Of<'close'>): AskingWords {
	return {
		badge: 'CLOSE?',
		tone: 'strong',
		title: `The verdict is: ${verdictOf(question.verdict).words}`,
		about: [walkedWords(state)],
		choices: [
			{is: 'close', label: 'close the run', about: 'writes the record', front: true, fields: []},
			...criteriaChoices(state),
		],
		grave: true,
	};
}
