import type {Command} from '../../engine/command.ts';
import {typedForOffScript} from '../../engine/off-script.ts';
import {workOf} from '../../engine/order.ts';
import type {RunState} from '../../engine/state.ts';
import {unreachable} from '../../fault.ts';
import type {Given} from '../view/choice.ts';
import {escalationView} from '../view/escalation.ts';
import {type Field, field} from '../view/field.ts';
import type {Offer} from '../view/offer.ts';
import {saidLine, saidText} from '../view/said.ts';
import {shownScripts} from '../view/shown-scripts.ts';
import {type Ask, type Desk, following, type Purpose} from './desk.ts';
import type {Pressed} from './effect.ts';
import {openForm} from './form.ts';
import type {Stroke} from './stroke.ts';

/** What is done beside the walk: a command of one's own, a redline, a call. */

type BesidePurpose = Extract<
	Purpose,
	{is: 'off-script' | 'as-step' | 'off-script-typed' | 'redline' | 'call' | 'call-answer'}
>;

export function besideForm(action: 'off-script' | 'as-step' | 'redline', offer: Offer): Ask {
	switch (action) {
		case 'off-script':
			return offScriptForm();
		case 'as-step':
			return asStepForm(offer);
		case 'redline':
			return redlineForm(offer);
		default:
			return unreachable(action);
	}
}

function offScriptForm(): Ask {
	const head = {badge: 'OFF SCRIPT', title: 'a command that is not in the runbook; the record says so'};
	return form({is: 'off-script'}, head, [
		field('script', 'Command'),
		field('reason', 'What for?', {required: false}),
	]);
}

/** For what the runbook only shows: the same as a command of one's own, which it stays in the record. */
function asStepForm({state, shown}: Offer): Ask {
	const step = shown === undefined ? undefined : state.stepsById.get(shown);
	const scripts = step === undefined ? [] : shownScripts(state.runbook, step);
	const [only = ''] = scripts;
	if (scripts.length <= 1) {
		return shownForm(only);
	}
	const head = {badge: 'AS A STEP', title: 'which of these is one?'};
	const choices = scripts.map(numbered);
	return form({is: 'as-step', scripts}, head, [
		field('which', 'Which?', {kind: 'choice', choices, initial: choices[0] ?? ''}),
	]);
}

function numbered(script: string, at: number): string {
	return `${at + 1}: ${saidLine(script.split('\n')[0] ?? '')}`;
}

function shownForm(script: string): Ask {
	const head = {badge: 'AS A STEP', title: 'the runbook only shows this; the record says it was run'};
	return form({is: 'off-script'}, head, [
		field('script', 'Command', {kind: 'lines', initial: saidText(script)}),
		field('reason', 'What for?', {required: false, initial: 'the runbook shows it here'}),
	]);
}

function redlineForm({state, shown}: Offer): Ask {
	const step = shown === undefined ? undefined : state.stepsById.get(shown);
	const script = step === undefined ? undefined : workOf(step)?.script;
	const proposed = field('proposed', 'What should stand there?', {
		required: false,
		...(script === undefined ? {} : {kind: 'lines', initial: saidText(script)}),
	});
	const head = {
		badge: 'REDLINE',
		title: `for whoever owns the runbook: ${saidLine(step?.title ?? 'all of it')}`,
	};
	return form({is: 'redline', ...(step === undefined ? {} : {step: step.id})}, head, [
		field('text', 'What is wrong?'),
		proposed,
	]);
}

/** A digit on the escalation page: calls that contact, or says what came of the call. */
export function pressContact(desk: Desk, level: number, {state, shown}: Offer): Pressed {
	const row = escalationView(state, 0).rows[level - 1];
	if (row === undefined) {
		return {desk: {...desk, notice: `there is no contact ${level}`}};
	}
	if (row.open === undefined) {
		const head = {badge: 'CALL', title: `${row.contact}: call them now, then say so`};
		const how = field('note', 'How? (a number, a channel; may stay empty)', {required: false});
		const at = shown === undefined ? {} : {step: shown};
		return {desk: {...desk, ask: form({is: 'call', level, ...at}, head, [how])}};
	}
	const head = {badge: 'ANSWER', title: row.contact};
	const answers = field('answer', 'Did they answer?', {
		kind: 'choice',
		choices: ['answered', 'no answer'],
		initial: 'answered',
	});
	const note = field('note', 'What did they say?', {required: false});
	return {desk: {...desk, ask: form({is: 'call-answer', call: row.open}, head, [answers, note])}};
}

export function handedInBeside(
	desk: Desk,
	purpose: BesidePurpose,
	{given, state}: {readonly given: Given; readonly state: RunState},
): Pressed {
	const note = given.note?.trim() ?? '';
	const noted = note === '' ? {} : {note};
	switch (purpose.is) {
		case 'off-script':
			return offScriptTyped(desk, given, state);
		case 'as-step':
			return {
				desk: {...desk, ask: shownForm(purpose.scripts[Number.parseInt(given.which ?? '', 10) - 1] ?? '')},
			};
		case 'off-script-typed':
			return runOffScript(desk, {...purpose.command, typed: given.typed ?? ''}, state);
		case 'redline': {
			const proposed = given.proposed?.trim() ?? '';
			return sent(desk, {
				type: 'make-redline',
				text: given.text ?? '',
				...(purpose.step === undefined ? {} : {step: purpose.step}),
				...(proposed === '' ? {} : {proposed}),
			});
		}
		case 'call': {
			const step = purpose.step === undefined ? {} : {step: purpose.step};
			return sent(escalation(desk), {type: 'call-contact', level: purpose.level, ...step, ...noted});
		}
		case 'call-answer': {
			const answer = given.answer === 'answered' ? 'answered' : 'no-answer';
			return sent(escalation(desk), {type: 'answer-call', call: purpose.call, answer, ...noted});
		}
	}
}

/** Enter runs the command that is shown; nothing else does. */
export function pressOffScript(desk: Desk, command: OffScript, {stroke, state}: Pressing): Pressed {
	return stroke.name === 'enter' && !stroke.glued
		? runOffScript(desk, command, state)
		: {desk: {...desk, ask: following, notice: 'nothing was run'}};
}

/** Runs the command and looks at it, also after it has ended. */
function runOffScript(desk: Desk, command: OffScript, state: RunState): Pressed {
	const cursor = `off-script-${state.offScript.length + 1}`;
	return sent({...desk, ask: following, cursor, tops: {}}, command);
}

type Pressing = {readonly stroke: Stroke; readonly state: RunState};

type OffScript = Extract<Command, {type: 'run-off-script'}>;

/** What was typed is shown once more before it runs; what can't be taken back asks for the environment's name. */
function offScriptTyped(desk: Desk, given: Given, state: RunState): Pressed {
	const script = given.script?.trim() ?? '';
	const reason = given.reason?.trim() ?? '';
	const command: OffScript = {type: 'run-off-script', script, ...(reason === '' ? {} : {reason})};
	const typed = typedForOffScript(state, script);
	if (typed === undefined) {
		return {desk: {...desk, ask: {is: 'off-script', command}}};
	}
	const head = {badge: 'OFF SCRIPT', title: `this can’t be taken back: ${saidLine(script)}`};
	const name = field('typed', `Type ${typed} to run it`, {exactly: typed});
	return {desk: {...desk, ask: form({is: 'off-script-typed', command}, head, [name])}};
}

function escalation(desk: Desk): Desk {
	return {...desk, ask: {is: 'panel', panel: 'escalation', top: 0}};
}

function sent(desk: Desk, command: Command): Pressed {
	return {desk, effect: {is: 'send', command}};
}

function form(
	purpose: Purpose,
	head: {readonly badge: string; readonly title: string},
	fields: readonly Field[],
): Ask {
	return {is: 'form', purpose, form: openForm(head, fields)};
}
