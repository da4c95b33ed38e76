import {progressOf} from '../../engine/draft.ts';
import type {RunState} from '../../engine/state.ts';
import {branchSteps, isGroup, isGuard} from '../../engine/walk.ts';
import type {Step} from '../../runbook/step-model.ts';
import {marks, type Standing, type Tone} from '../theme.ts';
import {type CriterionView, criteriaView} from './criteria.ts';
import {standing, walked} from './outline.ts';
import {counted, saidLine, saidSpan, saidTime} from './said.ts';
import {verdictOf} from './verdict.ts';

/** How a run went: read before it is closed, printed after the screen is gone. */
export type SummaryView = {
	readonly title: string;
	readonly verdict: string;
	readonly tone: Tone;
	readonly facts: readonly {readonly label: string; readonly text: string}[];
	/** Every step that did not simply pass. */
	readonly unusual: readonly {readonly title: string; readonly standing: Standing; readonly why: string}[];
	readonly deviations: readonly string[];
	/** Success criteria, and what came of each. */
	readonly criteria: readonly CriterionView[];
	readonly notes: readonly string[];
};

/** @param now milliseconds; the end of a run that is still open. */
export function summaryView(state: RunState, now: number, directory: string): SummaryView {
	const verdict = state.closed === undefined ? undefined : verdictOf(state.closed.verdict);
	const zone = state.opened.timeZone;
	return {
		title: saidLine(state.runbook.title),
		verdict: verdict?.words ?? 'still open',
		tone: verdict?.tone ?? 'plain',
		facts: factsOf(state, now, directory),
		unusual: unusualOf(state),
		deviations: state.deviations.map(
			({at, by, step, what, why}) =>
				`${saidTime(at, zone)} ${saidLine(by)} · ${what}${step === undefined ? '' : ` “${titleOf(state, step)}”`}: ${saidLine(why)}`,
		),
		criteria: criteriaView(state),
		notes: state.notes.map(({at, by, text}) => `${saidTime(at, zone)} ${saidLine(by)}: ${saidLine(text)}`),
	};
}

function factsOf(state: RunState, now: number, directory: string): SummaryView['facts'] {
	const {done, total} = walked(state);
	const {opened, closed, rollback} = state;
	const facts: readonly (readonly [string, string | undefined])[] = [
		['Where', [opened.service, opened.environment].filter(word => word !== undefined).join(' · ')],
		['Who', state.operator],
		['Took', saidSpan(state.openedAt, closed?.at ?? now)],
		['Steps', `${done} of ${counted(total, 'step')} settled`],
		['Rolled back', rollback === undefined ? undefined : rollback.reason],
		['Why', closed?.reason],
		['Journal', directory],
	];
	return facts.flatMap(([label, text]) =>
		text === undefined || text === '' ? [] : [{label, text: saidLine(text)}],
	);
}

function unusualOf(state: RunState): SummaryView['unusual'] {
	const usual: readonly Standing[] = ['passed', 'pending', 'ready'];
	return branchSteps(state)
		.filter(step => !isGroup(step) && !isWatching(state, step) && !usual.includes(standing(state, step)))
		.map(step => ({
			title: saidLine(step.title),
			standing: standing(state, step),
			why: whyOf(state, step.id),
		}));
}

/** A guard that measures on has nothing to tell yet. */
function isWatching(state: RunState, step: Step): boolean {
	return isGuard(step) && standing(state, step) === 'running';
}

function whyOf(state: RunState, id: string): string {
	const {now, decisions, answer} = progressOf(state, id);
	const decided = decisions.at(-1);
	const words =
		'why' in now ? now.why : now.is === 'no-go' ? now.reason : (decided?.reason ?? answer?.note ?? '');
	const owner =
		decided?.owner === undefined
			? ''
			: ` (${saidLine(decided.owner)}${decided.due === undefined ? '' : `, ${saidLine(decided.due)}`})`;
	return `${saidLine(words)}${owner}`;
}

function titleOf(state: RunState, id: string): string {
	return saidLine(state.stepsById.get(id)?.title ?? id);
}

/** The words of a standing, for lists without colours. */
export function standingWords(of: Standing): string {
	return `${marks[of].glyph} ${marks[of].word}`;
}
