import type {Question} from '../../engine/want.ts';
import type {Action} from '../key-row.ts';
import {rowsFor} from '../keys.ts';
import type {Asking} from '../view/asking.ts';
import {type Choice, commandOf, type Given} from '../view/choice.ts';
import {type LinkedBook, runbookLinks} from '../view/linked.ts';
import {meaningOf, type Offer, stoppable} from '../view/offer.ts';
import {notDriving} from '../view/seat.ts';
import {type Sure, sureWords} from '../view/sure.ts';
import {act} from './act.ts';
import {handedInBeside, pressContact, pressOffScript} from './act-beside.ts';
import {pressTry, tried} from './act-try.ts';
import {type Ask, type Desk, following, type Purpose} from './desk.ts';
import type {Effect, Pressed} from './effect.ts';
import {type Form, openForm, pasteForm, pressForm, withoutSecrets} from './form.ts';
import type {Stroke} from './stroke.ts';

/** What stands on the screen when a key is pressed. */
export type Sight = {readonly offer: Offer; readonly question: Question | undefined};

/** What a key does, given what is offered now. Pure: what has to be done beside comes back as an effect. */
export function press(desk: Desk, stroke: Stroke, sight: Sight): Pressed {
	const {notice: _, ...quiet} = desk;
	switch (desk.ask.is) {
		case 'form':
			return pressOnForm(quiet, desk.ask, {stroke, sight});
		case 'panel':
			return pressOnPanel(quiet, desk.ask, {stroke, sight});
		case 'off-script':
			return pressOffScript(quiet, desk.ask.command, {stroke, state: sight.offer.state});
		case 'sure':
			return pressOnSure(quiet, desk.ask.about, {stroke, sight});
		case 'run':
			return pressOnRun(quiet, stroke, sight);
	}
}

/** Why a key that came in one piece with others, or was held down, is not taken. */
const togetherWords = 'keys that came together, as in a paste, don’t answer';

/** Pasted text goes into a field, and nowhere else. */
export function paste(desk: Desk, text: string): Desk {
	if (desk.ask.is === 'form') {
		return {...desk, ask: {...desk.ask, form: pasteForm(desk.ask.form, text)}};
	}
	return {...desk, notice: 'pasted text is not taken as keys'};
}

type Pressing = {readonly stroke: Stroke; readonly sight: Sight};

function pressOnForm(desk: Desk, ask: Extract<Ask, {is: 'form'}>, {stroke, sight}: Pressing): Pressed {
	const {form, ends} = pressForm(ask.form, stroke);
	if (ends === undefined) {
		const isPasted = stroke.glued && stroke.name === 'enter';
		const why = isPasted
			? togetherWords
			: isSame(form, ask.form)
				? 'that key changes nothing here'
				: undefined;
		return {desk: {...desk, ...(why === undefined ? {} : {notice: why}), ask: {...ask, form}}};
	}
	const closed: Desk = {...desk, ask: following};
	if (ends === 'cancel') {
		return {desk: ask.purpose.is === 'inputs' ? {...closed, kept: withoutSecrets(form)} : closed};
	}
	// The inputs' form stays until they are taken: a refused value can be mended.
	const after = ask.purpose.is === 'inputs' ? {...desk, ask: {...ask, form}} : closed;
	return handedIn(after, ask.purpose, {given: form.values, sight});
}

/** Nothing was typed, moved or found wanting. */
function isSame(one: Form, other: Form): boolean {
	const isThere = one.at === other.at && one.caret === other.caret;
	return isThere && one.values === other.values && one.touched.size === other.touched.size;
}

type HandedIn = {readonly given: Given; readonly sight: Sight};

function handedIn(desk: Desk, purpose: Purpose, {given, sight}: HandedIn): Pressed {
	const {question} = sight;
	const reason = given.reason ?? '';
	switch (purpose.is) {
		case 'answer': {
			const command = question === undefined ? undefined : commandOf(question, purpose.choice, given);
			return command === undefined ? {desk} : {desk, effect: {is: 'send', command}};
		}
		case 'inputs':
			return {desk, effect: {is: 'give-inputs', values: given}};
		case 'note': {
			const step = purpose.step === undefined ? {} : {step: purpose.step};
			return {desk, effect: {is: 'send', command: {type: 'add-note', text: given.note ?? '', ...step}}};
		}
		case 'as-output': {
			const why = reason.trim() === '' ? {} : {reason: reason.trim()};
			return {
				desk,
				effect: {is: 'send', command: {type: 'read-as', step: purpose.step, as: 'output', ...why}},
			};
		}
		case 'off-script':
		case 'as-step':
		case 'off-script-typed':
		case 'redline':
		case 'call':
		case 'call-answer':
			return handedInBeside(desk, purpose, {given, state: sight.offer.state});
		case 'hold':
			return {desk, effect: {is: 'send', command: {type: 'hold-run', reason}}};
		case 'hand-over':
			return {desk, effect: {is: 'send', command: {type: 'offer-control', to: given.to ?? ''}}};
		case 'roll-back':
			return {desk, effect: {is: 'send', command: {type: 'roll-back', reason, trigger: 'person'}}};
		case 'try':
			return tried(desk, purpose.step, {given, state: sight.offer.state});
		case 'search': {
			const sought = {text: (given.text ?? '').trim()};
			return {desk: {...desk, sought}, effect: {is: 'find', ...sought, go: 'first'}};
		}
	}
}

type Scrolled = Pick<Extract<Effect, {is: 'scroll'}>, 'by' | 'down'>;

/** A page moves as the parts of the card do, line by line as well. */
function panelMove(key: string): Scrolled | undefined {
	const moves: Readonly<Partial<Record<Action, Scrolled>>> = {
		down: {by: 'line', down: true},
		up: {by: 'line', down: false},
		'page-down': {by: 'page', down: true},
		'page-up': {by: 'page', down: false},
		top: {by: 'start', down: false},
		end: {by: 'end', down: true},
	};
	return rowsFor(key).flatMap(({action}) => moves[action] ?? [])[0];
}

function pressOnPanel(
	desk: Desk,
	ask: Extract<Ask, {is: 'panel'}>,
	{stroke, sight: {offer}}: Pressing,
): Pressed {
	if (ask.panel === 'escalation' && /^[1-9]$/.test(stroke.name)) {
		return offer.seat === undefined
			? pressContact(desk, Number(stroke.name), offer)
			: {desk: {...desk, notice: notDriving(offer.state)}};
	}
	if (ask.panel === 'troubles' && /^[1-9]$/.test(stroke.name)) {
		return offer.seat === undefined
			? pressTry(desk, Number(stroke.name), offer)
			: {desk: {...desk, notice: notDriving(offer.state)}};
	}
	if (ask.panel === 'links' && /^[1-9]$/.test(stroke.name)) {
		return pressLink(desk, ask.book, {number: Number(stroke.name), offer});
	}
	const move = panelMove(stroke.name);
	if (move !== undefined) {
		return {desk, effect: {is: 'scroll', part: 'card', ...move}};
	}
	if (ask.panel === 'briefing') {
		return pressOnBriefing(desk, stroke);
	}
	const closes = ['escape', 'ctrl-c', 'q', 'enter', '?'].includes(stroke.name) && !stroke.glued;
	return {desk: closes ? {...desk, ask: following} : {...desk, notice: 'esc or enter closes this page'}};
}

function pressLink(
	desk: Desk,
	book: LinkedBook | undefined,
	{number, offer}: {readonly number: number; readonly offer: Offer},
): Pressed {
	const link = runbookLinks((book ?? offer.state.runbook).links)[number - 1];
	return link === undefined
		? {desk: {...desk, notice: `there is no link ${number}`}}
		: {
				desk,
				effect: {is: 'open-linked', target: link.target, ...(book === undefined ? {} : {from: book.path})},
			};
}

/** Nothing has begun yet: only one key begins it, and leaving needs no second word. */
function pressOnBriefing(desk: Desk, {name, glued}: Stroke): Pressed {
	if (name === 'enter' && !glued) {
		return {desk: {...desk, ask: following}, effect: {is: 'begin'}};
	}
	return name === 'q' || name === 'ctrl-c'
		? {desk, effect: {is: 'leave'}}
		: {desk: {...desk, notice: 'enter begins the run; q leaves it for later'}};
}

function pressOnSure(desk: Desk, about: Sure, {stroke, sight}: Pressing): Pressed {
	const closed: Desk = {...desk, ask: following};
	const {running, seat, state} = sight.offer;
	if (stroke.name !== 'enter' || stroke.glued) {
		const words = sureWords(about, {state, isRunning: running !== undefined, follows: seat !== undefined});
		return {desk: {...closed, notice: words.after}};
	}
	if (about === 'leave') {
		return {desk: closed, effect: {is: 'leave'}};
	}
	if (about === 'take-over') {
		return {desk: closed, effect: {is: 'send', command: {type: 'take-control'}}};
	}
	const step = stoppable(sight.offer);
	return step === undefined
		? {desk: {...closed, notice: 'it has ended by itself'}}
		: {desk: closed, effect: {is: 'send', command: {type: 'stop-step', step}}};
}

function pressOnRun(desk: Desk, stroke: Stroke, sight: Sight): Pressed {
	const meant = meaningOf(stroke.name, sight.offer);
	switch (meant.is) {
		case 'nothing':
			return {desk: {...desk, notice: meant.why}};
		case 'move':
			return act(desk, meant.move, sight.offer);
		case 'answer':
			return stroke.glued ? {desk: {...desk, notice: togetherWords}} : answer(desk, meant.choice, sight);
	}
}

/** Opens the inputs' form by itself when they are asked for. */
export function withInputs(desk: Desk, asking: Asking): Desk {
	const form = openForm({badge: asking.badge, title: asking.title}, asking.choices[0]?.fields ?? []);
	return {...desk, ask: {is: 'form', purpose: {is: 'inputs', key: asking.key}, form}};
}

function answer(desk: Desk, choice: Choice, {offer, question}: Sight): Pressed {
	const key = offer.asking?.key ?? '';
	if (choice.is === 'give') {
		const form = desk.kept ?? openForm({badge: 'INPUTS', title: offer.asking?.title ?? ''}, choice.fields);
		return {desk: {...desk, ask: {is: 'form', purpose: {is: 'inputs', key}, form}}};
	}
	if (choice.fields.length > 0) {
		const form = openForm({badge: choice.label.toUpperCase(), title: choice.about}, choice.fields);
		return {desk: {...desk, ask: {is: 'form', purpose: {is: 'answer', choice, key}, form}}};
	}
	const command = question === undefined ? undefined : commandOf(question, choice, {});
	return command === undefined ? {desk} : {desk: {...desk, ask: following}, effect: {is: 'send', command}};
}
