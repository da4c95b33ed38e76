import type {RunState} from '../../engine/state.ts';
import type {Step} from '../../runbook/step-model.ts';
import {lastAttempt} from '../view/card.ts';
import {outlineEntries} from '../view/outline.ts';
import {saidLine} from '../view/said.ts';
import {searchedText} from '../view/searched.ts';
import {lookAt} from './act.ts';
import type {Desk, Hit} from './desk.ts';
import type {Effect} from './effect.ts';
import {findBefore} from './line-seek.ts';
import {outputRows, type Site} from './site.ts';

type Find = Extract<Effect, {is: 'find'}>;

/** A search that a newer one has overtaken shows nothing any more. */
const turns = new WeakMap<Site, number>();

/**
Goes to what was searched for: through the words of every step and the output of its last attempt, in the order of the
walk, and around where that ends.
*/
export function find(site: Site, effect: Find): void {
	const turn = (turns.get(site) ?? 0) + 1;
	turns.set(site, turn);
	const isLatest = () => turns.get(site) === turn;
	seek(site, effect, isLatest).then(
		hit => (isLatest() ? show(site, effect.text, hit) : undefined),
		error => site.options.terminal.fail(error),
	);
}

/** Cards and outputs that are looked at for one key; beyond them a person would have stopped waiting. */
const placesMax = 1_000;

async function seek(site: Site, {text, go}: Find, isLatest: () => boolean): Promise<Hit | undefined> {
	const {state, offer, desk} = site.frame();
	const steps = outlineEntries(state).flatMap(entry => (entry.is === 'step' ? [entry.step] : []));
	const known = desk.sought?.hit;
	const here =
		known !== undefined && known.step === offer.shown ? known : {step: offer.shown ?? steps[0]?.id ?? ''};
	const places = go === 'first' ? placesFrom(steps, here.step, desk.focus) : placesBeside(steps, here, go);
	for (const place of places.slice(0, placesMax)) {
		const hit = isLatest() ? await hitIn({site, state, text, go}, place) : undefined;
		if (hit !== undefined) {
			return hit;
		}
	}
	return undefined;
}

/** Something that is searched: a card, or an output with the line the search comes from. */
type Place = {readonly step: Step; readonly is: 'card' | 'output'; readonly line?: number};

function placesOf(steps: readonly Step[]): readonly Place[] {
	return steps.flatMap(step => [
		{step, is: 'card'},
		{step, is: 'output'},
	]);
}

/** From where a person looks on, and around. */
function placesFrom(steps: readonly Step[], step: string, focus: Desk['focus']): readonly Place[] {
	const all = placesOf(steps);
	const is = focus === 'output' ? 'output' : 'card';
	const at = Math.max(
		0,
		all.findIndex(place => place.step.id === step && place.is === is),
	);
	return [...all.slice(at), ...all.slice(0, at)];
}

/** What comes after a hit, or before it, and around back to it. */
function placesBeside(steps: readonly Step[], {step, line}: Hit, go: 'next' | 'last'): readonly Place[] {
	const all = placesOf(steps);
	const is = line === undefined ? 'card' : 'output';
	const at = Math.max(
		0,
		all.findIndex(place => place.step.id === step && place.is === is),
	);
	const rest = line === undefined ? [] : all.slice(at, at + 1).map(place => ({...place, line}));
	return go === 'next'
		? [...rest, ...all.slice(at + 1), ...all.slice(0, at + 1)]
		: [...rest, ...all.slice(0, at).toReversed(), ...all.slice(at).toReversed()];
}

type Look = {readonly site: Site; readonly state: RunState; readonly text: string; readonly go: Find['go']};

async function hitIn(look: Look, {step, is, line}: Place): Promise<Hit | undefined> {
	const {text, go} = look;
	if (is === 'card') {
		return searchedText(step).includes(text.toLowerCase()) ? {step: step.id} : undefined;
	}
	const found = await withOutput(look, step, view =>
		go === 'last' ? findBefore(view, text, line) : view.find(text, line === undefined ? 0 : line + 1),
	);
	return found === undefined ? undefined : {step: step.id, line: found};
}

async function withOutput(
	{site, state}: Look,
	step: Step,
	look: (view: NonNullable<ReturnType<Site['live']['output']>>) => Promise<number | undefined>,
): Promise<number | undefined> {
	const attempt = lastAttempt(state, step.id);
	const view = attempt === undefined ? undefined : site.live.output(step.id, attempt.number);
	if (view === undefined) {
		return undefined;
	}
	try {
		return await look(view);
	} finally {
		view.close();
	}
}

async function show(site: Site, text: string, hit: Hit | undefined): Promise<void> {
	if (hit === undefined) {
		site.desk = {...site.desk, notice: `“${text}” was not found`};
		site.changed();
		return;
	}
	const title = saidLine(site.frame().state.stepsById.get(hit.step)?.title ?? hit.step);
	const desk = site.frame().offer.shown === hit.step ? site.desk : lookAt(site.desk, hit.step);
	const {host: _, ...rest} = desk;
	site.desk = {
		...rest,
		tops: {},
		sought: {text, hit},
		focus: hit.line === undefined ? 'card' : 'output',
		enlarged: hit.line !== undefined && desk.enlarged,
		notice: hit.line === undefined ? `in “${title}”` : `in the output of “${title}”, line ${hit.line + 1}`,
	};
	site.changed();
	if (hit.line !== undefined) {
		await site.log.goTo(hit.line, outputRows(site));
		site.changed();
	}
}
