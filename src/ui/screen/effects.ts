import type {Refusal} from '../../engine/command.ts';
import type {InputValue} from '../../engine/event.ts';
import type {Live} from '../../engine/live.ts';
import type {Input} from '../../runbook/model.ts';
import {outlineEntries, rowOf} from '../view/outline.ts';
import type {Desk} from './desk.ts';
import type {Frame} from './frame.ts';
import type {Keeper} from './keeper.ts';
import type {LogView} from './log-view.ts';
import {type Effect, lookAt} from './press.ts';

/** What only the terminal can do. */
export type TerminalHands = {
	/** True while the terminal doesn't take what is written: no new pictures then. */
	isStalled(): boolean;
	copy(text: string): void;
	repaint(): void;
	suspend(): void;
	leave(): void;
	/** Something broke that the person can't mend on the screen. */
	fail(error: unknown): void;
};

/** Rows as they were laid out last; scrolling needs them. */
export type Fit = {readonly cardRows: number; readonly cardLines: number; readonly outputRows: number};

/** Where effects work. */
export type Site = {
	desk: Desk;
	readonly fit: Fit;
	readonly live: Live;
	readonly keeper: Keeper;
	readonly log: LogView;
	readonly options: {readonly terminal: TerminalHands};
	frame(): Frame;
	changed(): void;
};

/** Does what a key asked for. What comes back later (a refusal, a place in the log) shows in a later picture. */
export function carryOut(site: Site, effect: Effect): void {
	const {terminal} = site.options;
	switch (effect.is) {
		case 'send':
			return hear(site, site.live.send(effect.command));
		case 'give-inputs':
			return hear(site, giveInputs(site, effect.values));
		case 'scroll':
			return effect.part === 'card' ? scrollCard(site, effect) : scrollOutput(site, effect);
		case 'find':
			return effect.where === 'steps' ? findStep(site, effect) : findLine(site, effect);
		case 'copy':
			site.desk = {...site.desk, notice: 'the command was sent to the clipboard'};
			return terminal.copy(site.frame().card?.command?.text ?? '');
		case 'repaint':
			return terminal.repaint();
		case 'suspend':
			return terminal.suspend();
		case 'leave':
			return terminal.leave();
	}
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
	const secrets = site.keeper.take();
	const inputs = new Map(site.live.state().runbook.inputs.map(input => [input.name, input]));
	const plain = Object.entries(values).flatMap(([name, text]) => {
		const input = inputs.get(name);
		return input === undefined || input.secret ? [] : [[name, valueOf(input, text)] as const];
	});
	const answered: Answered = plain.length === 0 ? {ok: true} : await site.live.send({type: 'set-inputs', values: Object.fromEntries(plain)});
	return answered.ok && Object.keys(secrets).length > 0 ? site.live.giveSecrets(secrets) : answered;
}

function valueOf(input: Input, text: string): InputValue {
	return text.trim() === '' && input.confidence === 'likely' ? {is: 'left'} : {is: 'value', value: text.trim(), from: 'asked'};
}

type Scroll = Extract<Effect, {is: 'scroll'}>;

function scrollCard(site: Site, effect: Scroll): void {
	const {cardRows, cardLines} = site.fit;
	const last = Math.max(0, cardLines - cardRows);
	const page = Math.max(1, cardRows - 2) * (effect.down ? 1 : -1);
	const to = effect.by === 'start' ? 0 : effect.by === 'end' ? last : site.desk.cardTop + page;
	site.desk = {...site.desk, cardTop: Math.max(0, Math.min(to, last))};
}

function scrollOutput(site: Site, effect: Scroll): void {
	const rows = site.fit.outputRows;
	const to = effect.by === 'start' || effect.by === 'end' ? effect.by : Math.max(1, rows - 2) * (effect.down ? 1 : -1);
	site.log.scroll(to, rows).then(
		() => site.changed(),
		error => site.options.terminal.fail(error),
	);
}

type Find = Extract<Effect, {is: 'find'}>;

function findLine(site: Site, {text, again}: Find): void {
	site.log.find(text, again, site.fit.outputRows).then(
		isFound => {
			site.desk = isFound ? site.desk : notFound(site.desk, text);
			site.changed();
		},
		error => site.options.terminal.fail(error),
	);
}

/** Looks through titles and commands, from the step on the card on and around. */
function findStep(site: Site, {text}: Find): void {
	const {state, offer} = site.frame();
	const entries = outlineEntries(state);
	const from = rowOf(state, offer.shown) + 1;
	const wanted = text.toLowerCase();
	const around = [...entries.slice(from), ...entries.slice(0, from)];
	const found = around.find(entry => entry.is === 'step' && [entry.step.title, 'run' in entry.step ? (entry.step.run?.script ?? '') : ''].some(words => words.toLowerCase().includes(wanted)));
	site.desk = found?.is === 'step' ? lookAt(site.desk, found.step.id) : notFound(site.desk, text);
}

function notFound(desk: Desk, text: string): Desk {
	return {...desk, notice: `“${text}” was not found`};
}
