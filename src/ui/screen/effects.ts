import type {Refusal} from '../../engine/command.ts';
import type {InputValue} from '../../engine/event.ts';
import type {Live} from '../../engine/live.ts';
import type {Input} from '../../runbook/meta-model.ts';
import {outlineEntries, rowOf} from '../view/outline.ts';
import {lookAt} from './act.ts';
import type {Desk, Part} from './desk.ts';
import type {Effect} from './effect.ts';
import type {Frame} from './frame.ts';
import type {Keeper} from './keeper.ts';
import type {LogView} from './log-view.ts';

/** What only the terminal can do. */
export type TerminalHands = {
	/** True while the terminal doesn't take what is written: no new pictures then. */
	isStalled(): boolean;
	copy(text: string): void;
	repaint(): void;
	suspend(): void;
	leave(): void;
	/** The person has read the briefing. */
	begin(): void;
	/** Something broke that the person can't mend on the screen. */
	fail(error: unknown): void;
};

/** Rows as they were laid out last; scrolling needs them. */
export type Fit = Readonly<Record<Part, {readonly rows: number; readonly lines: number}>>;

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
			return effect.part === 'output' ? scrollOutput(site, effect) : scrollPart(site, effect, effect.part);
		case 'find':
			return effect.where === 'steps' ? findStep(site, effect) : findLine(site, effect);
		case 'copy':
			site.desk = {...site.desk, notice: 'the command was sent to the clipboard'};
			return terminal.copy(site.frame().card?.command?.text ?? '');
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
	const page = Math.max(1, rows - 2) * (effect.down ? 1 : -1);
	const to = effect.by === 'start' ? 0 : effect.by === 'end' ? last : (site.desk.tops[part] ?? 0) + page;
	site.desk = {...site.desk, tops: {...site.desk.tops, [part]: Math.max(0, Math.min(to, last))}};
}

function scrollOutput(site: Site, effect: Scroll): void {
	const rows = outputRows(site);
	const to =
		effect.by === 'start' || effect.by === 'end' ? effect.by : Math.max(1, rows - 2) * (effect.down ? 1 : -1);
	site.log.scroll(to, rows).then(
		() => site.changed(),
		error => site.options.terminal.fail(error),
	);
}

type Find = Extract<Effect, {is: 'find'}>;

function findLine(site: Site, {text, again}: Find): void {
	site.log.find(text, again, outputRows(site)).then(
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
	const found = around.find(
		entry =>
			entry.is === 'step' &&
			[entry.step.title, 'run' in entry.step ? (entry.step.run?.script ?? '') : ''].some(words =>
				words.toLowerCase().includes(wanted),
			),
	);
	site.desk = found?.is === 'step' ? lookAt(site.desk, found.step.id) : notFound(site.desk, text);
}

function notFound(desk: Desk, text: string): Desk {
	return {...desk, notice: `“${text}” was not found`};
}

/** Rows of output on the screen, without the rule above them. */
export function outputRows(site: {readonly fit: Fit}): number {
	return Math.max(1, site.fit.output.rows - 1);
}

/** A failed step shows the end of its output in its own words, without a region for it. Rows. */
const tailRowsMin = 12;

/** Rows of output that are read while following. */
export function tailRows(site: {readonly fit: Fit}): number {
	return Math.max(tailRowsMin, outputRows(site));
}
