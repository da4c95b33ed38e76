import type {Command} from '../../engine/command.ts';
import {valuesOf} from '../../engine/order.ts';
import type {RunState} from '../../engine/state.ts';
import {branchSteps} from '../../engine/walk.ts';
import type {StepId} from '../../runbook/work-model.ts';
import {linkedText, linkRows, type ReadLinked, runbookLinks} from '../view/linked.ts';
import {saidLine, saidText} from '../view/said.ts';
import {shownScripts} from '../view/shown-scripts.ts';
import {callAside, escalationLines} from './call-words.ts';
import {indented} from './pages.ts';
import {handOverAside, peopleLines} from './people-words.ts';

/** What a line asks for beside answering the question. */
export type Aside =
	| {readonly is: 'say'; readonly lines: readonly string[]}
	| {readonly is: 'send'; readonly command: Command}
	/** A command of the person's own: shown and confirmed before it runs. */
	| {readonly is: 'off-script'; readonly script: string}
	| {readonly is: 'redline'; readonly text: string}
	| {readonly is: 'card'}
	| {readonly is: 'output'; readonly host?: string}
	| {readonly is: 'leave'};

/** Works at every question. */
export const asideHelp: readonly string[] = [
	'  show            the step once more, with its prose',
	'  output          the last lines of its output; output HOST, of one of several hosts',
	'  note TEXT       writes a note into the record',
	'  hold REASON     holds the run',
	'  roll back WHY   leaves the walk and starts the rollback section',
	'  stop STEP       ends what a step has left running in the background',
	'  abort WHY       ends a run that has changed nothing',
	'  take back       takes back the last answer, until something was built on it',
	'  as output WHY   this is no step but output: shown, never run',
	'  variables       inputs, and values taken from output',
	'  troubles        known troubles and what to do',
	'  try STEP        runs a step of a known trouble, without answering the question',
	'  escalation      whom to call, and who was called',
	'  call N HOW      writes down that you called contact N now',
	'  answered N SAID contact N answered; no answer N gives up on them',
	'  redline WHAT    says that this step is wrong, for whoever owns the runbook',
	'  people          who drives and who follows',
	'  hand over NAME  offers the driving; keep driving takes the offer back',
	'  as step         runs what the runbook only shows here, as a deviation; as step N',
	'  ! COMMAND       runs a command of your own, as a deviation',
	'  open            the runbooks this one links to; open N, or open PATH, shows one',
	'  leave           leaves; the run is kept and can be resumed',
];

type Around = {
	/** The step that is asked about or running. */
	readonly step: StepId | undefined;
	readonly now: number;
	readonly readLinked?: ReadLinked | undefined;
};

/** @returns undefined when the line is none of these words. */
export function asideOf(state: RunState, line: string, {step, now, readLinked}: Around): Aside | undefined {
	const typed = line.trim();
	if (typed.startsWith('!')) {
		return offScript(typed.slice(1).trim());
	}
	const [, word = '', rest = ''] = wordAndRest.exec(typed) ?? [];
	const about = step === undefined ? {} : {step};
	switch (word.toLowerCase()) {
		case 'show':
			return {is: 'card'};
		case 'output':
			return rest === '' ? {is: 'output'} : {is: 'output', host: rest};
		case 'note':
			return send({type: 'add-note', text: rest, ...about});
		case 'hold':
			return rest === '' ? needsReason('hold') : send({type: 'hold-run', reason: rest});
		case 'roll back':
			return rest === ''
				? needsReason('roll back')
				: send({type: 'roll-back', reason: rest, trigger: 'person', ...about});
		case 'stop':
			return stopAside(rest);
		case 'abort':
			return rest === '' ? needsReason('abort') : send({type: 'abort-run', reason: rest});
		case 'take back':
			return takeBack(state);
		case 'as output':
			return step === undefined || rest === ''
				? needsReason('as output')
				: send({type: 'read-as', step, as: 'output', reason: rest});
		case 'as step':
			return asStep(state, step, rest);
		case 'open':
			return {is: 'say', lines: openLines(state, rest, readLinked)};
		case 'variables':
			return {is: 'say', lines: variableLines(state)};
		case 'troubles':
			return {is: 'say', lines: troubleLines(state)};
		case 'try':
			return tryAside(state, rest);
		case 'escalation':
			return {is: 'say', lines: escalationLines(state, now)};
		case 'call':
		case 'answered':
		case 'no answer':
			return callAside(state, {word: word.toLowerCase(), rest, ...about});
		case 'redline':
			return rest === ''
				? {is: 'say', lines: ['  Say what is wrong on the same line: redline WHAT']}
				: {is: 'redline', text: rest};
		case 'people':
			return {is: 'say', lines: peopleLines(state)};
		case 'hand over':
			return handOverAside(state, rest);
		case 'keep driving':
			return send({type: 'withdraw-control'});
		case 'leave':
		case 'quit':
		case 'q':
			return {is: 'leave'};
		default:
			return undefined;
	}
}

const wordAndRest =
	/^(show|output|note|hold|stop|roll back|abort|take back|as output|as step|open|variables|troubles|try|escalation|call|answered|no answer|redline|people|hand over|keep driving|leave|quit|q)(?:\s+(\S.*))?$/i;

function openLines(state: RunState, which: string, readLinked: ReadLinked | undefined): readonly string[] {
	const links = runbookLinks(state.runbook.links);
	if (which === '') {
		const rows = linkRows(links).map(row => `  ${row}`);
		return rows.length === 0 ? ['  This runbook links to no other.'] : [...rows, '  open N shows one.'];
	}
	const target = /^\d$/.test(which) ? links[Number(which) - 1]?.target : which;
	if (target === undefined) return [`  There is no link ${which}.`];
	const book = readLinked?.(target) ?? {problem: `${target} does not lie on this machine`};
	return 'problem' in book ? [`  ${saidLine(book.problem)}`] : linkedText(book);
}

function send(command: Command): Aside {
	return {is: 'send', command};
}

function offScript(script: string): Aside {
	return script === ''
		? {is: 'say', lines: ['  Type the command on the same line: ! COMMAND']}
		: {is: 'off-script', script};
}

function asStep(state: RunState, id: StepId | undefined, which: string): Aside {
	const step = id === undefined ? undefined : state.stepsById.get(id);
	const scripts = step === undefined ? [] : shownScripts(state.runbook, step);
	const script = scripts.length === 1 && which === '' ? scripts[0] : scripts[Number(which) - 1];
	if (script !== undefined) {
		return {is: 'off-script', script};
	}
	const rows = scripts.map((one, at) => `  ${at + 1}  ${saidLine(one.split('\n')[0] ?? '')}`);
	return {
		is: 'say',
		lines:
			rows.length === 0
				? ['  Nothing is shown here that could be a step.']
				: [...rows, '  as step N runs one of these.'],
	};
}

function needsReason(word: string): Aside {
	return {is: 'say', lines: [`  Say why on the same line: ${word} REASON`]};
}

function takeBack(state: RunState): Aside {
	const answered = branchSteps(state).findLast(step => state.progress.get(step.id)?.answer !== undefined);
	return answered === undefined
		? {is: 'say', lines: ['  There is no answer to take back.']}
		: send({type: 'withdraw-answer', step: answered.id});
}

function variableLines(state: RunState): readonly string[] {
	const secrets = [...state.inputs]
		.filter(([, value]) => value.is === 'secret')
		.map(([name]) => `  ${saidLine(name)}: (secret)`);
	const known = Object.entries(valuesOf(state)).map(
		([name, value]) => `  ${saidLine(name)}: ${saidLine(value)}`,
	);
	return known.length + secrets.length === 0 ? ['  There are no values yet.'] : [...known, ...secrets];
}

function troubleLines(state: RunState): readonly string[] {
	const {troubleshooting} = state.runbook;
	const lines = troubleshooting.flatMap(trouble => [
		`  ${saidLine(trouble.title)}`,
		...indented(saidText(trouble.advice || trouble.symptom), '    '),
		...trouble.steps.map(id => `    try ${id} – ${saidLine(state.stepsById.get(id)?.title ?? id)}`),
	]);
	return lines.length === 0 ? ['  This runbook has no troubleshooting section.'] : lines;
}

function stopAside(step: string): Aside {
	return step === ''
		? {is: 'say', lines: ['  Say which step on the same line: stop STEP']}
		: send({type: 'stop-step', step});
}

/** Known troubles stand beside the walk: looking into one changes nothing about the question that is open. */
function tryAside(state: RunState, rest: string): Aside {
	const [id = '', ...said] = rest.split(' ');
	const step = state.runbook.aside.find(beside => beside.id === id);
	if (step === undefined) {
		return {is: 'say', lines: ['  Say which step on the same line: try STEP', ...troubleLines(state)]};
	}
	if (step.kind !== 'check') {
		return send({type: 'start-step', step: step.id});
	}
	return said.length === 0
		? {is: 'say', lines: [`  ${saidLine(step.title)} Answer on the same line: try ${id} ANSWER`]}
		: send({type: 'answer-check', step: step.id, answer: 'yes', value: said.join(' ')});
}
