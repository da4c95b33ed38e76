import type {Command} from '../../engine/command.ts';
import type {Question} from '../../engine/want.ts';
import type {StepId} from '../../runbook/model.ts';
import type {Action} from '../keys.ts';
import {type Choice, commandOf} from '../view/choice.ts';
import {field} from '../view/field.ts';
import {meaningOf, type Offer} from '../view/offer.ts';
import {outlineEntries, rowOf} from '../view/outline.ts';
import {reasonField} from '../view/ways.ts';
import {type Ask, type Desk, following, type Panel, type Purpose} from './desk.ts';
import {openForm, pasteForm, pressForm} from './form.ts';
import type {Stroke} from './stroke.ts';

/** What follows from a key beside the change of the desk; the watch carries it out. */
export type Effect =
	| {readonly is: 'send'; readonly command: Command}
	/** Inputs of the form that was handed in; the secrets among them lie with the keeper. */
	| {readonly is: 'give-inputs'; readonly values: Readonly<Record<string, string>>}
	| {readonly is: 'scroll'; readonly part: 'card' | 'output'; readonly by: 'line' | 'page' | 'start' | 'end'; readonly down: boolean}
	| {readonly is: 'find'; readonly text: string; readonly where: 'steps' | 'output'; readonly again: boolean}
	| {readonly is: 'copy'}
	| {readonly is: 'repaint'}
	| {readonly is: 'suspend'}
	| {readonly is: 'leave'};

export type Pressed = {readonly desk: Desk; readonly effect?: Effect};

/** What a key does, given what is offered now. */
export function press(desk: Desk, stroke: Stroke, offer: Offer, question: Question | undefined): Pressed {
	const {notice: _, ...quiet} = desk;
	switch (desk.ask.is) {
		case 'form':
			return pressOnForm(quiet, desk.ask, stroke, question);
		case 'panel':
			return pressOnPanel(quiet, desk.ask, stroke);
		case 'sure':
			return pressOnSure(quiet, desk.ask.about, stroke, offer);
		case 'run':
			return pressOnRun(quiet, stroke, offer, question);
	}
}

/** Pasted text goes into a field, and nowhere else. */
export function paste(desk: Desk, text: string): Desk {
	if (desk.ask.is === 'form') {
		return {...desk, ask: {...desk.ask, form: pasteForm(desk.ask.form, text)}};
	}
	return {...desk, notice: 'pasted text is not taken as keys'};
}

function pressOnForm(desk: Desk, ask: Extract<Ask, {is: 'form'}>, stroke: Stroke, question: Question | undefined): Pressed {
	const {form, then} = pressForm(ask.form, stroke);
	if (then === undefined) {
		return {desk: {...desk, ask: {...ask, form}}};
	}
	const closed: Desk = {...desk, ask: following};
	return then === 'cancel' ? {desk: closed} : submitted(closed, ask.purpose, form.values, question);
}

function submitted(desk: Desk, purpose: Purpose, values: Readonly<Record<string, string>>, question: Question | undefined): Pressed {
	switch (purpose.is) {
		case 'answer': {
			const command = question === undefined ? undefined : commandOf(question, purpose.choice, values);
			return command === undefined ? {desk} : {desk, effect: {is: 'send', command}};
		}
		case 'inputs':
			return {desk, effect: {is: 'give-inputs', values}};
		case 'note':
			return {desk, effect: {is: 'send', command: {type: 'add-note', text: values.note ?? '', ...(purpose.step === undefined ? {} : {step: purpose.step})}}};
		case 'hold':
			return {desk, effect: {is: 'send', command: {type: 'hold-run', reason: values.reason ?? ''}}};
		case 'roll-back':
			return {desk, effect: {is: 'send', command: {type: 'roll-back', reason: values.reason ?? '', trigger: 'person'}}};
		case 'search':
			return find({...desk, sought: {text: values.text ?? '', where: purpose.where}}, false);
	}
}

function find(desk: Desk, again: boolean): Pressed {
	return desk.sought === undefined ? {desk} : {desk, effect: {is: 'find', ...desk.sought, again}};
}

function pressOnPanel(desk: Desk, ask: Extract<Ask, {is: 'panel'}>, stroke: Stroke): Pressed {
	const move = {j: 1, down: 1, k: -1, up: -1, pagedown: 10, space: 10, pageup: -10}[stroke.name];
	if (move !== undefined) {
		return {desk: {...desk, ask: {...ask, top: Math.max(0, ask.top + move)}}};
	}
	const closes = ['escape', 'q', 'enter', '?'].includes(stroke.name) && !stroke.glued;
	return {desk: closes ? {...desk, ask: following} : {...desk, notice: 'esc or enter closes this page'}};
}

function pressOnSure(desk: Desk, about: 'leave' | 'stop', stroke: Stroke, offer: Offer): Pressed {
	const closed: Desk = {...desk, ask: following};
	if (stroke.name !== 'enter' || stroke.glued) {
		return {desk: {...closed, notice: about === 'leave' ? 'still here' : 'it runs on'}};
	}
	if (about === 'leave') {
		return {desk: closed, effect: {is: 'leave'}};
	}
	return offer.running === undefined ? {desk: {...closed, notice: 'it has ended by itself'}} : {desk: closed, effect: {is: 'send', command: {type: 'stop-step', step: offer.running}}};
}

function pressOnRun(desk: Desk, stroke: Stroke, offer: Offer, question: Question | undefined): Pressed {
	const meant = meaningOf(stroke.name, offer);
	if (meant.is === 'nothing') {
		return {desk: {...desk, notice: meant.why}};
	}
	if (meant.choice !== undefined) {
		return stroke.glued ? {desk: {...desk, notice: 'keys that came together, as in a paste, don’t answer'}} : answer(desk, meant.choice, offer, question);
	}
	return act(desk, meant.action, offer);
}

function answer(desk: Desk, choice: Choice, offer: Offer, question: Question | undefined): Pressed {
	const key = offer.asking?.key ?? '';
	if (choice.is === 'give') {
		return {desk: {...desk, ask: {is: 'form', purpose: {is: 'inputs', key}, form: openForm(offer.asking?.title ?? '', choice.fields)}}};
	}
	if (choice.fields.length > 0) {
		return {desk: {...desk, ask: {is: 'form', purpose: {is: 'answer', choice, key}, form: openForm(`${choice.label}: ${choice.about}`, choice.fields)}}};
	}
	const command = question === undefined ? undefined : commandOf(question, choice, {});
	return command === undefined ? {desk} : {desk: {...desk, ask: following}, effect: {is: 'send', command}};
}

function act(desk: Desk, action: Action, offer: Offer): Pressed {
	const part = desk.focus === 'output' && offer.hasOutput ? 'output' : 'card';
	switch (action) {
		case 'back':
			return {desk: lookAt(desk, undefined)};
		case 'down':
		case 'up':
			return {desk: lookAt(desk, neighbour(offer, action === 'down' ? 1 : -1))};
		case 'page-down':
		case 'page-up':
			return {desk, effect: {is: 'scroll', part, by: 'page', down: action === 'page-down'}};
		case 'top':
		case 'end':
			return {desk, effect: {is: 'scroll', part, by: action === 'top' ? 'start' : 'end', down: action === 'end'}};
		case 'switch':
			return {desk: {...desk, focus: desk.focus === 'card' ? 'output' : 'card'}};
		case 'enlarge':
			return {desk: {...desk, enlarged: !desk.enlarged, focus: desk.enlarged ? 'card' : 'output'}};
		case 'outline':
			return {desk: {...desk, outline: !desk.outline}};
		case 'depth':
			return {desk: {...desk, depth: desk.depth === 'full' ? 'brief' : 'full'}};
		case 'search':
			return {desk: withForm(desk, {is: 'search', where: part === 'output' ? 'output' : 'steps'}, part === 'output' ? 'Search the output' : 'Search the steps', field('text', 'What for?'))};
		case 'next-found':
			return find(desk, true);
		case 'more':
			return {desk: {...desk, ask: {is: 'run', more: !(desk.ask.is === 'run' && desk.ask.more)}}};
		case 'note':
			return {desk: withForm(desk, {is: 'note', ...(offer.shown === undefined ? {} : {step: offer.shown})}, 'A note for the record', field('note', 'What should be remembered?'))};
		case 'hold-run':
			return {desk: withForm(desk, {is: 'hold'}, 'Hold the run', reasonField('Why hold?'))};
		case 'roll-back-run':
			return {desk: withForm(desk, {is: 'roll-back'}, 'Roll back: leave the walk and start the rollback section', reasonField('Why roll back?'))};
		case 'stop':
			return {desk: {...desk, ask: {is: 'sure', about: 'stop'}}};
		case 'leave':
			return {desk: {...desk, ask: {is: 'sure', about: 'leave'}}};
		case 'take-back':
			return offer.shown === undefined ? {desk} : {desk, effect: {is: 'send', command: {type: 'withdraw-answer', step: offer.shown}}};
		case 'help':
		case 'escalation':
		case 'troubles':
		case 'variables':
		case 'notes':
			return {desk: {...desk, ask: panel(action)}};
		case 'copy':
		case 'repaint':
		case 'suspend':
			return {desk, effect: {is: action}};
		default:
			return {desk};
	}
}

function panel(name: Panel): Ask {
	return {is: 'panel', panel: name, top: 0};
}

function withForm(desk: Desk, purpose: Purpose, title: string, of: Parameters<typeof openForm>[1][number]): Desk {
	return {...desk, ask: {is: 'form', purpose, form: openForm(title, [of])}};
}

/** Looks at another step, or follows the run again; scrolling starts anew. */
export function lookAt(desk: Desk, step: StepId | undefined): Desk {
	const {cursor: _, outputTop: __, ...rest} = desk;
	return {...rest, cardTop: 0, ask: desk.ask.is === 'run' ? following : desk.ask, ...(step === undefined ? {} : {cursor: step})};
}

function neighbour(offer: Offer, by: 1 | -1): StepId | undefined {
	const entries = outlineEntries(offer.state);
	for (let at = rowOf(offer.state, offer.shown) + by; at >= 0 && at < entries.length; at += by) {
		const entry = entries[at];
		if (entry?.is === 'step') {
			return entry.step.id;
		}
	}
	return offer.shown;
}
