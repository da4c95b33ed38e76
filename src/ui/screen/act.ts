import type {StepId} from '../../runbook/work-model.ts';
import type {Move} from '../key-row.ts';
import type {Offer} from '../view/offer.ts';
import {outlineEntries, rowOf} from '../view/outline.ts';
import {saidLine} from '../view/said.ts';
import {besideForm} from './act-beside.ts';
import {asOutput, formFor} from './act-forms.ts';
import {type Desk, following, type Part} from './desk.ts';
import type {Effect, Pressed} from './effect.ts';

/** Everything a key does that is no answer: looking around, and what can be done at any time. */
export function act(desk: Desk, action: Move, offer: Offer): Pressed {
	switch (action) {
		case 'back':
			return {desk: lookAt(withoutSearch(desk), undefined)};
		case 'down':
		case 'up':
			return stepOrLine(desk, action, offer);
		case 'page-down':
		case 'page-up':
		case 'top':
		case 'end':
			return {desk, effect: scrolling(action, partOf(desk, offer))};
		case 'switch':
			return {desk: {...desk, focus: nextPart(partOf(desk, offer), offer)}};
		case 'enlarge':
		case 'outline':
		case 'depth':
		case 'fold':
		case 'wrap':
			return {desk: {...desk, ...turned(desk, action)}};
		case 'more':
			return {desk: {...desk, ask: {is: 'run', more: !(desk.ask.is === 'run' && desk.ask.more)}}};
		case 'search':
		case 'note':
		case 'hold-run':
		case 'roll-back-run':
		case 'hand-over':
			return {desk: {...desk, ask: formFor(action, offer)}};
		case 'off-script':
		case 'as-step':
		case 'redline':
			return {desk: {...desk, ask: besideForm(action, offer)}};
		case 'next-found':
		case 'last-found':
		case 'next-trouble':
		case 'last-trouble':
			return seeking(desk, action, offer);
		case 'end-search':
			return {desk: withoutSearch(desk)};
		case 'next-host':
			return {desk: atHost(desk, offer.hosts, 1)};
		case 'last-host':
			return {desk: atHost(desk, offer.hosts, -1)};
		case 'stop':
		case 'leave':
		case 'take-over':
			return {desk: {...desk, ask: {is: 'sure', about: action}}};
		case 'take-back':
			return takeBack(desk, offer);
		case 'as-output':
			return {desk: offer.shown === undefined ? desk : {...desk, ask: asOutput(offer.shown)}};
		case 'keep-driving':
			return {desk, effect: {is: 'send', command: {type: 'withdraw-control'}}};
		case 'help':
		case 'so-far':
		case 'escalation':
		case 'troubles':
		case 'variables':
		case 'notes':
		case 'people':
		case 'links':
			return {desk: {...desk, ask: {is: 'panel', panel: action, top: action === 'notes' ? atEnd : 0}}};
		case 'copy':
			return {desk, effect: {is: 'copy', part: partOf(desk, offer)}};
		case 'pager':
		case 'repaint':
		case 'suspend':
			return {desk, effect: {is: action}};
	}
}

/** What happened last stands at a page's end. */
const atEnd = Number.MAX_SAFE_INTEGER;

/** The next step; a line of the output while it has the whole screen. */
function stepOrLine(desk: Desk, action: 'down' | 'up', offer: Offer): Pressed {
	const down = action === 'down';
	if (desk.enlarged) {
		return {desk, effect: {is: 'scroll', part: 'output', by: 'line', down}};
	}
	const step = neighbour(offer, down ? 1 : -1);
	return step === offer.shown
		? {desk: {...desk, notice: down ? 'this is the last step' : 'this is the first step'}}
		: {desk: lookAt(desk, step)};
}

/** What is shown one way or the other. */
function turned(desk: Desk, what: 'enlarge' | 'outline' | 'depth' | 'fold' | 'wrap'): Partial<Desk> {
	switch (what) {
		case 'enlarge':
			return {enlarged: !desk.enlarged, focus: desk.enlarged ? 'card' : 'output'};
		case 'outline':
			return {outline: !desk.outline};
		case 'depth':
			return {depth: desk.depth === 'full' ? 'brief' : 'full'};
		case 'fold':
			return {folded: !desk.folded};
		case 'wrap':
			return {wrapped: !desk.wrapped};
	}
}

/** One host after the other, and all of them together in between. */
function atHost({host, ...rest}: Desk, hosts: readonly string[], by: 1 | -1): Desk {
	const places = [undefined, ...hosts];
	const to = places[(places.indexOf(host) + by + places.length) % places.length];
	return {
		...rest,
		...(to === undefined ? {} : {host: to}),
		notice: to === undefined ? 'the output of all hosts' : `the output of ${saidLine(to)}`,
	};
}

/** Looks at another step, or follows the run again; scrolling starts anew. */
export function lookAt(desk: Desk, step: StepId | undefined): Desk {
	const {cursor: _, host: __, ...rest} = desk;
	const ask = desk.ask.is === 'run' ? following : desk.ask;
	return {...rest, ask, tops: {}, ...(step === undefined ? {} : {cursor: step})};
}

/** The part that scrolls; one that isn't there any more leaves it to the card. */
function partOf(desk: Desk, offer: Offer): Part {
	return partsOf(offer).includes(desk.focus) ? desk.focus : 'card';
}

function whereOf(desk: Desk, offer: Offer): 'steps' | 'output' {
	return partOf(desk, offer) === 'output' ? 'output' : 'steps';
}

function partsOf(offer: Offer): readonly Part[] {
	const command: readonly Part[] = offer.hasCommand ? ['command'] : [];
	const hosts: readonly Part[] = offer.hosts.length > 0 ? ['hosts'] : [];
	const output: readonly Part[] = offer.hasOutput ? ['output'] : [];
	return ['card', ...command, ...hosts, ...output];
}

function nextPart(part: Part, offer: Offer): Part {
	const parts = partsOf(offer);
	return parts[(parts.indexOf(part) + 1) % parts.length] ?? 'card';
}

function scrolling(action: 'page-down' | 'page-up' | 'top' | 'end', part: Part): Effect {
	switch (action) {
		case 'page-down':
			return {is: 'scroll', part, by: 'page', down: true};
		case 'page-up':
			return {is: 'scroll', part, by: 'page', down: false};
		case 'top':
			return {is: 'scroll', part, by: 'start', down: false};
		case 'end':
			return {is: 'scroll', part, by: 'end', down: true};
	}
}

/** On to the next hit of the search, or to the next trouble; or back. */
function seeking(
	desk: Desk,
	action: 'next-found' | 'last-found' | 'next-trouble' | 'last-trouble',
	offer: Offer,
): Pressed {
	switch (action) {
		case 'next-trouble':
			return {desk, effect: {is: 'find-trouble', where: whereOf(desk, offer), go: 'next'}};
		case 'last-trouble':
			return {desk, effect: {is: 'find-trouble', where: whereOf(desk, offer), go: 'last'}};
		default: {
			const go = action === 'next-found' ? 'next' : 'last';
			return desk.sought === undefined ? {desk} : {desk, effect: {is: 'find', text: desk.sought.text, go}};
		}
	}
}

/** The search's keys are notes' keys again. */
function withoutSearch(desk: Desk): Desk {
	const {sought: _, ...rest} = desk;
	return rest;
}

function takeBack(desk: Desk, offer: Offer): Pressed {
	const step = offer.shown;
	return step === undefined ? {desk} : {desk, effect: {is: 'send', command: {type: 'withdraw-answer', step}}};
}

function neighbour(offer: Offer, by: 1 | -1): StepId | undefined {
	const entries = outlineEntries(offer.state);
	// At the end nothing is shown but the summary: the way up leads to the last step.
	const from = offer.shown === undefined && by === -1 ? entries.length : rowOf(offer.state, offer.shown);
	for (let at = from + by; at >= 0 && at < entries.length; at += by) {
		const entry = entries[at];
		if (entry?.is === 'step') {
			return entry.step.id;
		}
	}
	return offer.shown;
}
