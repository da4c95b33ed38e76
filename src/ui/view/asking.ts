import {verdictOf, walkedWords} from './verdict.ts';
import {progressOf} from '../../engine/draft.ts';
import {openPlaceholders} from '../../engine/order.ts';
import type {RunState} from '../../engine/state.ts';
import type {Question} from '../../engine/want.ts';
import {unreachable} from '../../fault.ts';
import type {GateStep, Step, StepId} from '../../runbook/model.ts';
import {marks, type Tone} from '../theme.ts';
import type {Choice} from './choice.ts';
import {field, inputField} from './field.ts';
import {saidLine, saidTime} from './said.ts';
import {deferFields, reasonField, scriptField, wayChoices} from './ways.ts';

/** A question as a person reads it, and every way to answer it. */
export type Asking = {
	readonly is: Question['is'];
	readonly step?: StepId;
	/** Two questions with the same key are the same question; keys typed before it appeared don't answer it. */
	readonly key: string;
	/** One word for the badge: `RUN?`, `GO / NO-GO`, `FAILED`. */
	readonly badge: string;
	readonly tone: Tone;
	readonly title: string;
	/** Sentences a person needs before answering, plain text. */
	readonly about: readonly string[];
	readonly choices: readonly Choice[];
	/** Answering by mistake would hurt: keys are deaf for a moment when it appears. */
	readonly grave: boolean;
	/** ISO 8601: when the run decides by itself. */
	readonly until?: string;
};

export function askingOf(state: RunState, question: Question): Asking {
	switch (question.is) {
		case 'inputs':
			return inputsAsking(state, question);
		case 'held':
			return heldAsking(state);
		case 'close':
			return closeAsking(state, question);
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
	const progress = progressOf(state, step.id);
	const key = `${question.is} ${step.id} ${progress.attempts.length} ${progress.decisions.length} ${progress.gate.length}`;
	return {is: question.is, step: step.id, key, ...wordsOf(state, step, question)};
}

function wordsOf(state: RunState, step: Step, question: StepQuestion): Omit<Asking, 'is' | 'step' | 'key'> {
	switch (question.is) {
		case 'confirm':
			return confirmWords(state, step, question);
		case 'check':
			return {badge: 'CHECK', tone: 'strong', title: checkTitle(step), about: [], choices: checkChoices(step), grave: false};
		case 'manual':
			return {badge: 'BY HAND', tone: 'strong', title: manualTitle(state), about: [], choices: manualChoices(step), grave: false};
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
		case 'tripped':
			return trippedWords(state, step, question);
		default:
			return unreachable(question);
	}
}

function trippedWords(state: RunState, step: Step, question: Extract<Question, {is: 'tripped'}>): Omit<Asking, 'is' | 'step' | 'key'> {
	const back = question.until === undefined ? [] : [`Rolls back by itself at ${saidTime(question.until, state.opened.timeZone)} unless you decide otherwise.`];
	return {
		badge: 'GUARD TRIPPED',
		tone: 'bad',
		title: saidLine(step.title),
		about: [saidLine(question.why), ...back],
		choices: wayChoices(state, step, question.ways),
		grave: true,
		...(question.until === undefined ? {} : {until: question.until}),
	};
}

function confirmWords(state: RunState, step: Step, question: Extract<Question, {is: 'confirm'}>): Omit<Asking, 'is' | 'step' | 'key'> {
	const open = openPlaceholders(state, step);
	const refused = open.length === 0 ? undefined : `there is no value yet for ${open.join(', ')}`;
	const typed = question.typed === undefined ? [] : [field('typed', `Type ${question.typed} to run it`, {exactly: question.typed})];
	const run = {is: 'run' as const, label: 'run', about: runWords(step), front: true, fields: typed, ...(refused === undefined ? {} : {refused})};
	const picks = question.choices?.map(name => ({...run, label: saidLine(name), about: 'runs this alternative', pick: {is: 'alternative' as const, name}}));
	const mixed = 'run' in step && step.run?.mixed === true;
	const runs = mixed ? [{...run, refused: 'commands and output stand mixed here: pick the lines to run'}] : (picks ?? [run]);
	const edit: readonly Choice[] =
		'run' in step && step.run !== undefined
			? [{is: 'edit', label: mixed ? 'pick lines' : 'edit first', about: 'changes the command for this attempt only; a deviation', front: mixed, fields: [scriptField(state, step), ...typed]}]
			: [];
	return {
		badge: 'RUN?',
		tone: 'strong',
		title: picks === undefined ? runTitle(step) : 'Which of these?',
		about: typed.length > 0 ? ['This can’t be taken back.'] : [],
		choices: [...runs, ...edit, ...leavingOut(state, step)],
		grave: step.mutates,
	};
}

/** Going on without a step that has not been tried. */
function leavingOut(state: RunState, step: Step): readonly Choice[] {
	const notApplicable: Choice = {is: 'not-applicable', label: 'not applicable', about: 'this run has no need of it', front: false, fields: [reasonField('Why does it not apply?')]};
	if (step.optional || step.contingent) {
		return [{is: 'skip', label: 'skip', about: 'it is optional', front: true, fields: []}, notApplicable];
	}
	const refused = step.required ? {refused: 'this step is required'} : {};
	return [
		{is: 'override', label: 'skip with a reason', about: 'goes on without it; the record says so', front: true, fields: [reasonField('Why go on without it?')], ...refused},
		{is: 'defer', label: 'defer', about: 'goes on; someone does it later', front: false, fields: deferFields(state), ...refused},
		notApplicable,
	];
}

function checkChoices(step: Step): readonly Choice[] {
	const evidence = step.kind === 'check' ? step.evidence : undefined;
	const note = evidence === undefined ? [] : [field('note', saidLine(evidence), {required: false})];
	return [
		{is: 'yes', label: 'yes', about: 'it is so', front: true, fields: [...valueFields(step), ...note]},
		{is: 'no', label: 'no', about: 'it is not so: the step fails', front: true, fields: [reasonField('What did you see?')]},
		{is: 'not-applicable', label: 'not applicable', about: 'this run has no need of it', front: true, fields: [reasonField('Why does it not apply?')]},
		{is: 'escalate', label: 'escalate', about: 'someone else has to look', front: false, fields: [reasonField('What do they need to know?')]},
	];
}

function valueFields(step: Step) {
	if (step.kind !== 'check' || step.answer.is === 'tick') {
		return [];
	}
	if (step.answer.is === 'choice') {
		return [field('value', 'Which one?', {kind: 'choice', choices: step.answer.choices})];
	}
	const label = {text: 'What is it?', number: 'How many?', url: 'Which link?'}[step.answer.is];
	return [field('value', label)];
}

function manualChoices(step: Step): readonly Choice[] {
	return [
		{is: 'done', label: 'done', about: 'you did it', front: true, fields: valueFields(step)},
		{is: 'no', label: 'it went wrong', about: 'the step fails', front: true, fields: [reasonField('What went wrong?')]},
		{is: 'not-applicable', label: 'not applicable', about: 'this run has no need of it', front: true, fields: [reasonField('Why does it not apply?')]},
		{is: 'escalate', label: 'escalate', about: 'someone else has to look', front: false, fields: [reasonField('What do they need to know?')]},
	];
}

function gateWords(state: RunState, step: Step, question: Extract<Question, {is: 'gate'}>): Omit<Asking, 'is' | 'step' | 'key'> {
	const gate = step as GateStep;
	const typed = question.typed === undefined ? [] : [field('typed', `Type ${question.typed} to say GO`, {exactly: question.typed})];
	const go: Choice = {is: 'go', label: 'GO', about: 'opens the way', front: true, fields: typed};
	const noGo: Choice = {is: 'no-go', label: 'NO-GO', about: 'one NO-GO settles the gate', front: true, fields: [reasonField('Why NO-GO?')]};
	return {
		badge: 'GO / NO-GO',
		tone: 'strong',
		title: saidLine(gate.question),
		about: gateAbout(state, gate),
		choices: [...goes(state, gate, go), noGo],
		grave: true,
	};
}

function goes(state: RunState, gate: GateStep, go: Choice): readonly Choice[] {
	if (gate.gate === 'judgement') {
		return Object.keys(gate.choices).map(name => ({...go, label: saidLine(name), about: 'goes on this way', pick: {is: 'choice' as const, name}}));
	}
	if (gate.gate === 'poll') {
		const answered = new Set(progressOf(state, gate.id).gate.map(answer => answer.role));
		const open = gate.roles.filter(role => !answered.has(role));
		return open.map(name => ({...go, label: `GO for ${saidLine(name)}`, about: 'answers for this role', pick: {is: 'role' as const, name}}));
	}
	return [go];
}

function gateAbout(state: RunState, gate: GateStep): readonly string[] {
	const given = progressOf(state, gate.id).gate.map(answer => `${saidLine(answer.by)} said ${answer.answer === 'go' ? 'GO' : 'NO-GO'}${answer.role === undefined ? '' : ` for ${saidLine(answer.role)}`} at ${saidTime(answer.at, state.opened.timeZone)}`);
	const people = gate.gate === 'approval' && gate.approvals > 1 ? [`Needs ${gate.approvals} people.`] : [];
	const deviations = state.deviations.length === 0 ? 'No deviations so far.' : `${state.deviations.length} deviations so far: ${state.deviations.map(deviation => saidLine(deviation.why)).join('; ')}`;
	return [...people, ...given, deviations];
}

function troubleWords(state: RunState, step: Step, question: Extract<Question, {is: 'failed' | 'unknown' | 'no-go'}>): Omit<Asking, 'is' | 'step' | 'key'> {
	const attempts = progressOf(state, step.id).attempts.length;
	const words = {
		failed: {badge: 'FAILED', title: attempts > 1 ? `Attempt ${attempts} did not pass. How to go on?` : 'It did not pass. How to go on?'},
		unknown: {badge: 'UNKNOWN', title: 'It was started and nobody saw it end. How to go on?'},
		'no-go': {badge: 'NO-GO', title: 'The gate said NO-GO. How to go on?'},
	}[question.is];
	return {...words, tone: marks[question.is].tone, about: [], choices: wayChoices(state, step, question.ways), grave: true};
}

function inputsAsking(state: RunState, question: Extract<Question, {is: 'inputs'}>): Asking {
	const again = question.inputs.some(input => state.secretsGone.has(input.name));
	return {
		is: 'inputs',
		key: `inputs ${question.inputs.map(input => input.name).join(' ')}`,
		badge: 'INPUTS',
		tone: 'strong',
		title: again ? 'Secrets are never stored: give them again' : 'What this run needs to know',
		about: [],
		choices: [{is: 'give', label: 'fill in', about: 'opens the form', front: true, fields: question.inputs.map(inputField)}],
		grave: false,
	};
}

function heldAsking(state: RunState): Asking {
	const held = state.held;
	const by = held === undefined ? '' : `${saidLine(held.by)} held the run at ${saidTime(held.at, state.opened.timeZone)}.`;
	return {
		is: 'held',
		key: `held ${held?.at ?? ''}`,
		badge: 'HELD',
		tone: 'warn',
		title: saidLine(held?.reason ?? ''),
		about: [by],
		choices: [{is: 'release', label: 'release', about: 'the run goes on', front: true, fields: []}],
		grave: true,
	};
}

function closeAsking(state: RunState, question: Extract<Question, {is: 'close'}>): Asking {
	return {
		is: 'close',
		key: `close ${question.verdict}`,
		badge: 'CLOSE?',
		tone: 'strong',
		title: `The verdict is: ${verdictOf(question.verdict).words}`,
		about: [walkedWords(state)],
		choices: [{is: 'close', label: 'close the run', about: 'writes the record', front: true, fields: []}],
		grave: true,
	};
}

function checkTitle(step: Step): string {
	return step.kind === 'check' && step.answer.is !== 'tick' ? 'What is the answer?' : 'Is it so?';
}

function manualTitle(state: RunState): string {
	return state.opened.mode === 'instructions' ? 'Nothing is executed: do this yourself, then say so' : 'Do this by hand, then say so';
}

function runTitle(step: Step): string {
	const nouns: Readonly<Partial<Record<Step['kind'], string>>> = {
		command: 'Run this command?',
		probe: 'Measure this?',
		backup: 'Take this backup?',
		restore: 'Restore from this backup?',
		migration: 'Apply this migration?',
		notify: 'Send this message?',
		wait: 'Wait here?',
		check: 'Run the command of this check?',
	};
	return nouns[step.kind] ?? 'Run this?';
}

function runWords(step: Step): string {
	return step.mutates ? 'changes the world' : 'only reads';
}
