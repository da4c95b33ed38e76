import type {RunState} from '../../engine/state.ts';
import {branchSteps, isGroup} from '../../engine/walk.ts';
import type {Danger, Step} from '../../runbook/step-model.ts';
import {formatDuration} from '../../text/duration.ts';
import {dangerMarks, type Mark} from '../theme.ts';
import type {UsualMs} from './card.ts';
import {leftOverFacts, mustHoldFacts} from './must-hold.ts';
import {outlineEntries} from './outline.ts';
import {redlineWords} from './redlines.ts';
import {counted, saidLine, saidText} from './said.ts';

/** What a crew reads together before the first step. */
export type BriefingView = {
	readonly title: string;
	/** Markdown. */
	readonly purpose: string;
	readonly facts: readonly {readonly label: string; readonly text: string}[];
	readonly phases: readonly {
		readonly title: string;
		readonly steps: number;
		readonly usually: string;
		readonly danger?: Mark;
	}[];
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
		facts: factsOf(state),
		phases: outlineEntries(state).flatMap(entry =>
			entry.is === 'section' ? [phaseOf(entry.title, entry.steps, usualMs)] : [],
		),
		stops: runbook.stops.map(stop => saidText(stop.text)),
	};
}

function factsOf(state: RunState): BriefingView['facts'] {
	const steps = branchSteps(state).filter(step => !isGroup(step));
	const {runbook} = state;
	const noReturn = steps.find(step => step.noReturn);
	const gates = steps.filter(step => step.kind === 'gate');
	const changing = steps.filter(step => step.mutates).length;
	const facts: readonly (readonly [string, string | undefined])[] = [
		['Steps', `${steps.length}, ${changing} of them change things`],
		['Gates', gates.length === 0 ? 'none' : gates.map(gate => saidLine(gate.title)).join(' · ')],
		['No way back after', noReturn === undefined ? undefined : saidLine(noReturn.title)],
		[
			'Way back',
			runbook.rollback.length === 0
				? 'none is written in this runbook'
				: `${counted(runbook.rollback.length, 'step')}, on ctrl-r at any time`,
		],
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

const rising: readonly Danger[] = ['none', 'caution', 'prod', 'data', 'irreversible'];

function phaseOf(title: string, steps: readonly Step[], usualMs: UsualMs): BriefingView['phases'][number] {
	const walkedSteps = steps.filter(step => !isGroup(step));
	const times = walkedSteps.map(step => usualMs(step.id));
	const known = times.filter(time => time !== undefined);
	const worst = rising[Math.max(0, ...walkedSteps.map(step => rising.indexOf(step.danger)))] ?? 'none';
	return {
		title,
		steps: walkedSteps.length,
		usually: known.length === 0 ? '' : `about ${formatDuration(known.reduce((sum, time) => sum + time, 0))}`,
		...(worst === 'none' ? {} : {danger: dangerMarks[worst]}),
	};
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
