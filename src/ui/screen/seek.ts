import {type OutlineEntry, outlineEntries, rowOf, standing} from '../view/outline.ts';
import {lookAt} from './act.ts';
import type {Desk} from './desk.ts';
import type {Effect} from './effect.ts';
import {tellsError} from './error-line.ts';
import {withoutColours} from './line-seek.ts';
import {outputRows, type Site} from './site.ts';

type FindTrouble = Extract<Effect, {is: 'find-trouble'}>;

/** Goes to the next failure or gate, or to the next line of output that tells of an error. */
export function findTrouble(site: Site, {where, go}: FindTrouble): void {
	if (where === 'output') {
		hear(
			site,
			site.log.seek(line => tellsError(withoutColours(line)), go, outputRows(site)),
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
function findStep(site: Site, go: FindTrouble['go'], {has, what}: Sought): void {
	const {state, offer} = site.frame();
	const entries = outlineEntries(state);
	const from = rowOf(state, offer.shown);
	const around = [...entries.slice(from + 1), ...entries.slice(0, from + 1)];
	const ordered = go === 'last' ? [...entries.slice(from), ...entries.slice(0, from)].reverse() : around;
	const found = ordered.find(entry => entry.is === 'step' && has(entry));
	site.desk = found?.is === 'step' ? lookAt(site.desk, found.step.id) : notFound(site.desk, what);
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
