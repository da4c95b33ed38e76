import type {RunState} from '../../engine/state.ts';
import {branchSteps, isGroup, isGuard} from '../../engine/walk.ts';
import type {Step} from '../../runbook/step-model.ts';
import type {Span} from '../line.ts';
import type {Mark} from '../theme.ts';
import type {UsualMs} from './card.ts';
import {dangerMap, dangersOf} from './danger-map.ts';
import {leftOverFacts, mustHoldFacts} from './must-hold.ts';
import {outlineEntries} from './outline.ts';
import {redlineWords} from './redlines.ts';
import {counted, saidLine, saidText} from './said.ts';
import {timeWords} from './times.ts';

/** What a crew reads together before the first step. */
export type BriefingView = {
	readonly title: string;
	/** Markdown. */
	readonly purpose: string;
	readonly facts: readonly {readonly label: string; readonly text: string}[];
	readonly phases: readonly {
		readonly title: string;
		readonly steps: number;
		/** How long it takes, and by whose word; empty where nobody knows. */
		readonly usually: string;
		readonly dangers: readonly {readonly mark: Mark; readonly count: number}[];
	}[];
	/** One glyph a step. */
	readonly map: readonly Span[];
	/** Reasons not to start, written by the author. */
	readonly stops: readonly string[];
};

export function briefingView(state: RunState, usualMs: UsualMs): BriefingView {
	const {runbook} = state;
	return {
		title: saidLine(runbook.title),
		purpose: saidText(
			[runbook.meta.about, runbook.briefing].filter(text => text !== undefined && text !== '').join('\n\n'),
		),
		facts: factsOf(state, usualMs),
		map: dangerMap(walkedSteps(state)),
		phases: outlineEntries(state).flatMap(entry =>
			entry.is === 'section' ? [phaseOf(entry.title, entry.steps, usualMs)] : [],
		),
		stops: runbook.stops.map(stop => saidText(stop.text)),
	};
}

function walkedSteps(state: RunState): readonly Step[] {
	return branchSteps(state).filter(step => !isGroup(step) && !isGuard(step));
}

function factsOf(state: RunState, usualMs: UsualMs): BriefingView['facts'] {
	const steps = walkedSteps(state);
	const {runbook} = state;
	const noReturn = steps.find(step => step.noReturn);
	const gates = steps.filter(step => step.kind === 'gate');
	const guards = branchSteps(state).filter(isGuard);
	const changing = steps.filter(step => step.mutates).length;
	const facts: readonly (readonly [string, string | undefined])[] = [
		['Steps', `${steps.length}, ${changingWords(changing)}`],
		['Guards', guards.length === 0 ? undefined : guards.map(guard => saidLine(guard.title)).join(' · ')],
		['Gates', gates.length === 0 ? 'none' : gates.map(gate => saidLine(gate.title)).join(' · ')],
		['Takes', timeWords(steps, usualMs)],
		['Who approves', approvalWords(state, gates)],
		['No way back after', noReturn === undefined ? undefined : saidLine(noReturn.title)],
		[
			'Way back',
			runbook.rollback.length === 0
				? 'none is written in this runbook'
				: `${counted(runbook.rollback.length, 'step')}, on ctrl-r at any time`,
		],
		['Strategy', strategyWords(state)],
		['Redlines', redlineWords(state)],
		['Emergency', emergencyWords(state)],
		...mustHoldFacts(state),
		...leftOverFacts(state),
		['Owner', runbook.meta.owner],
		['Review by', reviewWords(runbook.meta.reviewBy, state.openedAt)],
		['Runbook', `${state.opened.runbook.path} · sha256 ${state.opened.runbook.sha256.slice(0, 12)}`],
		...Object.entries(runbook.meta.shown),
	];
	return facts.flatMap(([label, text]) =>
		text === undefined || text === '' ? [] : [{label: saidLine(label), text: saidLine(text)}],
	);
}

function phaseOf(title: string, steps: readonly Step[], usualMs: UsualMs): BriefingView['phases'][number] {
	const own = steps.filter(step => !isGroup(step) && !isGuard(step));
	return {title, steps: own.length, usually: timeWords(own, usualMs), dangers: dangersOf(own)};
}

/** A release that takes the service away belongs into a change window: that none is declared is said before it begins. */
function strategyWords({runbook, inputs}: RunState): string | undefined {
	const chosen = inputs.get('strategy');
	const strategy = chosen?.is === 'value' ? chosen.value : runbook.meta.strategy;
	if (strategy !== 'recreate') {
		return strategy;
	}
	const isWindowed = (runbook.meta.windows?.change.length ?? 0) > 0;
	const window = isWindowed ? '' : '; no change window is declared for that';
	return `recreate: the service is away while it is replaced${window}`;
}

function changingWords(count: number): string {
	const who = count === 0 ? 'none' : String(count);
	return `${who} of them ${count <= 1 ? 'changes' : 'change'} things`;
}

/** What the runbook itself asks of its gates; a trust file can only ask for more, and the gate says so when it opens. */
function approvalWords({opened}: RunState, gates: readonly Step[]): string | undefined {
	const words = gates.flatMap(gate => {
		if (gate.kind !== 'gate') {
			return [];
		}
		const who =
			gate.gate === 'poll' && gate.roles.length > 0
				? `one by one: ${gate.roles.join(', ')}`
				: counted(Math.max(1, gate.approvals), 'person', 'people');
		return [`${saidLine(gate.title)} ${saidLine(who)}`];
	});
	const typed = opened.production ? ['; GO is typed in full, because this is production'] : [];
	return words.length === 0 ? undefined : `${words.join(' · ')}${typed.join('')}`;
}

function emergencyWords({opened: {emergency}}: RunState): string | undefined {
	const incident = emergency?.incident === undefined ? '' : ` (${emergency.incident})`;
	return emergency === undefined ? undefined : `${emergency.reason}${incident}`;
}

/** A runbook whose review is overdue says so where the run begins (both are ISO 8601). */
function reviewWords(reviewBy: string | undefined, openedAt: string): string | undefined {
	const isOverdue = reviewBy !== undefined && reviewBy < openedAt.slice(0, 10);
	return isOverdue ? `${reviewBy}: overdue, this runbook may be stale` : reviewBy;
}
