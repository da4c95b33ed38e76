import type {Refusal} from '../../engine/command.ts';
import type {InputValue} from '../../engine/event.ts';
import type {Input} from '../../runbook/meta-model.ts';
import {saidLine} from '../view/said.ts';
import type {Part} from './desk.ts';
import type {Effect} from './effect.ts';
import {shownAttempt} from './frame.ts';
import {find} from './search.ts';
import {findTrouble} from './seek.ts';
import {outputRows, type Site} from './site.ts';

/** Does what a key asked for. What comes back later (a refusal, a place in the log) shows in a later picture. */
export function carryOut(site: Site, effect: Effect): void {
	const {terminal} = site.options;
	switch (effect.is) {
		case 'send':
			return hear(site, site.live.send(effect.command));
		case 'give-inputs':
			return hear(site, giveInputs(site, effect.values));
		case 'scroll':
			return effect.part === 'output' ? scrollOutput(site, effect) : scrollPart(site, effect, effect.part);
		case 'find':
			return find(site, effect);
		case 'find-trouble':
			return findTrouble(site, effect);
		case 'copy':
			return copy(site, effect.part);
		case 'pager':
			return page(site);
		case 'open-linked':
			return openLinked(site, effect);
		case 'begin':
			return terminal.begin();
		case 'repaint':
			return terminal.repaint();
		case 'suspend':
			return terminal.suspend();
		case 'leave':
			return terminal.leave();
	}
}

function copy(site: Site, part: Part): void {
	const {output, card} = site.frame();
	const lines = (output?.lines ?? []).map(text => text.replaceAll(/\u001B\[[0-9;]*m/g, ''));
	const isOutput = part === 'output' && lines.length > 0;
	site.desk = {
		...site.desk,
		notice: `${isOutput ? 'the output on the screen' : 'the command'} was sent to the clipboard`,
	};
	site.options.terminal.copy(isOutput ? lines.join('\n') : (card?.command?.text ?? ''));
}

function page(site: Site): void {
	const {state, step, desk} = site.frame();
	const shown = shownAttempt(state, step, desk);
	if (shown !== undefined) {
		site.options.terminal.page?.(shown);
	}
}

function openLinked(site: Site, {target, from}: Extract<Effect, {is: 'open-linked'}>): void {
	const book = site.options.terminal.readLinked?.(target, from) ?? {
		problem: `${target} does not lie on this machine`,
	};
	site.desk =
		'problem' in book
			? {...site.desk, notice: saidLine(book.problem)}
			: {...site.desk, ask: {is: 'panel', panel: 'links', top: 0, book}};
	site.changed();
}

type Answered = {readonly ok: true} | Refusal;

function hear(site: Site, answer: Promise<Answered>): void {
	answer.then(
		answered => {
			if (!answered.ok) {
				site.desk = {...site.desk, notice: answered.why};
			}
			site.changed();
		},
		error => site.options.terminal.fail(error),
	);
}

/** Values first, so that a refused one leaves no secret given for nothing. */
async function giveInputs(site: Site, values: Readonly<Record<string, string>>): Promise<Answered> {
	const secrets = site.keeper.given();
	const inputs = new Map(site.live.state().runbook.inputs.map(input => [input.name, input]));
	const plain = Object.entries(values).flatMap(([name, text]) => {
		const input = inputs.get(name);
		return input === undefined || input.secret ? [] : [[name, givenValue(input, text)] as const];
	});
	const answered: Answered =
		plain.length === 0
			? {ok: true}
			: await site.live.send({type: 'set-inputs', values: Object.fromEntries(plain)});
	return answered.ok && Object.keys(secrets).length > 0 ? site.live.giveSecrets(secrets) : answered;
}

function givenValue(input: Input, text: string): InputValue {
	return text.trim() === '' && input.confidence === 'likely'
		? {is: 'left'}
		: {is: 'value', value: text.trim(), from: 'asked'};
}

type Scroll = Extract<Effect, {is: 'scroll'}>;

function scrollPart(site: Site, effect: Scroll, part: Part): void {
	const {rows, lines} = site.fit[part];
	// One row of a part that doesn't fit says where it stands.
	const last = Math.max(0, lines - rows + 1);
	const page = (effect.by === 'line' ? 1 : Math.max(1, rows - 2)) * (effect.down ? 1 : -1);
	const {ask, tops} = site.desk;
	const from = Math.min(last, ask.is === 'panel' ? ask.top : (tops[part] ?? 0));
	const to = effect.by === 'start' ? 0 : effect.by === 'end' ? last : from + page;
	const top = Math.max(0, Math.min(to, last));
	const why = top === from ? {notice: unmoved(rows >= lines, effect.down)} : {};
	site.desk =
		ask.is === 'panel'
			? {...site.desk, ...why, ask: {...ask, top}}
			: {...site.desk, ...why, tops: {...tops, [part]: top}};
}

function unmoved(isWhole: boolean, down: boolean): string {
	return isWhole ? 'all of it is in sight' : down ? 'this is its end' : 'this is its start';
}

function scrollOutput(site: Site, effect: Scroll): void {
	const rows = outputRows(site);
	const lines = effect.by === 'line' ? 1 : Math.max(1, rows - 2);
	const to = effect.by === 'start' || effect.by === 'end' ? effect.by : lines * (effect.down ? 1 : -1);
	site.log.scroll(to, rows).then(
		() => site.changed(),
		error => site.options.terminal.fail(error),
	);
}
