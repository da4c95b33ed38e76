import {type OutlineEntry, outlineEntries, rowOf, standing} from '../view/outline.ts';
import {lookAt} from './act.ts';
import type {Desk} from './desk.ts';
import type {Effect} from './effect.ts';
import {tellsError} from './error-line.ts';
import {outputRows, type Site} from './site.ts';

type Find = Extract<Effect, {is: 'find'}>;
type FindTrouble = Extract<Effect, {is: 'find-trouble'}>;

/** Goes to what was searched for, in the steps or in the output, and around where it ends. */
export function find(site: Site, effect: Find): void {
	if (effect.where === 'steps') {
		const wanted = effect.text.toLowerCase();
		findStep(site, effect.go, {has: entry => wordsOf(entry).includes(wanted), what: `“${effect.text}”`});
		return;
	}
	const hit =
		effect.go === 'last'
			? site.log.seek(line => plain(line).includes(effect.text.toLowerCase()), 'last', outputRows(site))
			: site.log.find(effect.text, effect.go === 'next', outputRows(site));
	hear(site, hit, `“${effect.text}”`);
}

/** Goes to the next failure or gate, or to the next line of output that tells of an error. */
export function findTrouble(site: Site, {where, go}: FindTrouble): void {
	if (where === 'output') {
		hear(
			site,
			site.log.seek(line => tellsError(plain(line)), go, outputRows(site)),
			'a line that tells of an error',
		);
		return;
	}
	const {state} = site.frame();
	const troubled = new Set(['failed', 'unknown', 'no-go', 'overridden', 'warned', 'deferred']);
	findStep(site, go, {
		has: ({step}) => step.kind === 'gate' || troubled.has(standing(state, step)),
		what: 'a failure or a gate',
	});
}

type StepEntry = Extract<OutlineEntry, {is: 'step'}>;

/** What is looked for, and in words. */
type Sought = {readonly has: (entry: StepEntry) => boolean; readonly what: string};

/** From the step on the card on, or back, and around. */
function findStep(site: Site, go: Find['go'], {has, what}: Sought): void {
	const {state, offer} = site.frame();
	const entries = outlineEntries(state);
	const from = rowOf(state, offer.shown);
	const around = [...entries.slice(from + 1), ...entries.slice(0, from + 1)];
	const ordered = go === 'last' ? [...entries.slice(from), ...entries.slice(0, from)].reverse() : around;
	const found = ordered.find(entry => entry.is === 'step' && has(entry));
	site.desk = found?.is === 'step' ? lookAt(site.desk, found.step.id) : notFound(site.desk, what);
}

function wordsOf({step}: StepEntry): string {
	return [step.title, 'run' in step ? (step.run?.script ?? '') : ''].join('\n').toLowerCase();
}

function plain(line: string): string {
	return line.replaceAll(/\u001B\[[0-9;]*m/g, '').toLowerCase();
}

function hear(site: Site, hit: Promise<boolean>, what: string): void {
	hit.then(
		isFound => {
			site.desk = isFound ? {...site.desk, focus: 'output'} : notFound(site.desk, what);
			site.changed();
		},
		error => site.options.terminal.fail(error),
	);
}

function notFound(desk: Desk, what: string): Desk {
	return {...desk, notice: `${what} was not found`};
}
