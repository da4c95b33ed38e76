import {progressOf} from '../../engine/draft.ts';
import {workOf} from '../../engine/order.ts';
import type {Attempt, RunState} from '../../engine/state.ts';
import type {Runbook} from '../../runbook/model.ts';
import {conditionsOf} from '../../runbook/reading/when.ts';
import type {Danger, Note, Step} from '../../runbook/step-model.ts';
import type {StepId} from '../../runbook/work-model.ts';
import {formatDuration} from '../../text/duration.ts';
import {dangerMarks, type Mark, marks, type Standing, type Tone} from '../theme.ts';
import {explanationOf} from './explanation.ts';
import {type Term, termsIn} from './glossary.ts';
import {type HistoryView, historyView} from './history.ts';
import {isCounted, standing} from './outline.ts';
import {redlineNotes} from './redlines.ts';
import {saidLine, saidText} from './said.ts';
import {type ScriptView, scriptView} from './script.ts';

/** Everything a person should know about one step, in words; prose is Markdown source. */
export type CardView = {
	readonly id: StepId;
	readonly title: string;
	/** `7 of 22 · Migrate` */
	readonly place: string;
	readonly standing: Standing;
	readonly mark: Mark;
	readonly danger?: Mark;
	/** What is special about it: `point of no return`, `optional`, `starts by itself`. */
	readonly badges: readonly string[];
	readonly explanation: string;
	/** What, why, expect, undo, …: label and Markdown. */
	readonly parts: readonly {readonly label: string; readonly text: string; readonly tone: Tone}[];
	readonly notes: readonly Note[];
	readonly points: readonly string[];
	readonly command?: ScriptView;
	/** Text to put somewhere, and what it is. */
	readonly content?: {readonly label: string; readonly text: string};
	/** Words of the runbook's glossary that the card uses. */
	readonly terms: readonly Term[];
	/** What happened so far, oldest first. */
	readonly history: readonly HistoryView[];
};

/** Milliseconds a step usually takes, from earlier records; undefined when there are none. */
export type UsualMs = (step: StepId) => number | undefined;

export function cardView(state: RunState, step: Step, usualMs: UsualMs): CardView {
	const progress = progressOf(state, step.id);
	const now = standing(state, step);
	const command = scriptView(state, step, progress.attempts.at(-1));
	const content = contentOf(step);
	return {
		id: step.id,
		title: saidLine(step.title),
		place: placeOf(state, step),
		standing: now,
		mark: marks[now],
		...dangerOf(step.danger),
		badges: badgesOf(step),
		explanation: saidText(explanationOf(state.runbook, step)),
		parts: partsOf(step, usualMs(step.id)),
		notes: [
			...redlineNotes(state, step.id),
			...(step.prose.notes ?? []).map(note => ({level: note.level, text: saidText(note.text)})),
		],
		points: step.kind === 'check' || step.kind === 'manual' ? step.points.map(saidText) : [],
		...(command === undefined ? {} : {command}),
		...(content === undefined ? {} : {content}),
		terms: termsIn(state.runbook, [step.title, ...Object.values(step.prose)].filter(isText).join('\n')),
		history: historyView(state, step.id),
	};
}

function isText(value: unknown): value is string {
	return typeof value === 'string';
}

/** The attempt whose output belongs on the screen, if there was one. */
export function lastAttempt(state: RunState, step: StepId): Attempt | undefined {
	return progressOf(state, step).attempts.at(-1);
}

const numbers = new WeakMap<Runbook, ReadonlyMap<StepId, string>>();

function placeOf(state: RunState, step: Step): string {
	const known = numbers.get(state.runbook) ?? placesOf(state.runbook);
	numbers.set(state.runbook, known);
	return known.get(step.id) ?? '';
}

function placesOf(runbook: Runbook): ReadonlyMap<StepId, string> {
	const titles = new Map(runbook.sections.map(section => [section.id, saidLine(section.title)]));
	const lists = [runbook.walk, runbook.rollback, runbook.emergency];
	const places = lists.flatMap(steps => {
		const total = steps.filter(isCounted).length;
		let at = 0;
		return steps.map(step => {
			const title = titles.get(step.section) ?? '';
			const place = isCounted(step) ? `${++at} of ${total} · ${title}` : title;
			return [step.id, place] as const;
		});
	});
	return new Map(places);
}

function dangerOf(danger: Danger): {danger?: Mark} {
	return danger === 'none' ? {} : {danger: dangerMarks[danger]};
}

function badgesOf(step: Step): readonly string[] {
	const flags: readonly (readonly [boolean, string])[] = [
		[step.noReturn, 'point of no return'],
		[step.required, 'required'],
		[step.optional, 'optional'],
		[step.contingent, 'only if the text says so'],
		[step.forbidden, 'never run'],
		[step.auto, 'starts by itself'],
		[step.critical, 'critical'],
	];
	const role = step.role === undefined ? [] : [`for ${saidLine(step.role)}`];
	return [...flags.flatMap(([is, word]) => (is ? [word] : [])), ...role];
}

function partsOf(step: Step, usualMs: number | undefined): CardView['parts'] {
	const {prose} = step;
	const usually =
		usualMs !== undefined
			? `about ${formatDuration(usualMs)} in earlier runs`
			: prose.takes === undefined
				? undefined
				: `${prose.takes} (the author’s estimate)`;
	const parts: readonly (readonly [string, string | undefined, Tone])[] = [
		['Why', prose.why, 'plain'],
		['Expect', prose.expect ?? expectedOutput(step), 'plain'],
		['If not', prose.ifNot, 'plain'],
		['Undo', prose.undo ?? undoScript(step), 'plain'],
		['Could hit', prose.blast, 'warn'],
		['Danger', prose.danger, 'bad'],
		['Usually', usually, 'plain'],
		['When', conditionsOf(step).join(' and '), 'quiet'],
		['See', step.see, 'quiet'],
	];
	return parts.flatMap(([label, text, tone]) =>
		text === undefined || text.trim() === '' ? [] : [{label, text: saidText(text), tone}],
	);
}

function expectedOutput(step: Step): string | undefined {
	const expected = workOf(step)?.expected;
	return expected === undefined ? undefined : `\`\`\`\n${expected}\n\`\`\``;
}

function undoScript(step: Step): string | undefined {
	const undo = workOf(step)?.undo;
	return undo === undefined ? undefined : `\`\`\`\n${undo}\n\`\`\``;
}

function contentOf(step: Step): CardView['content'] {
	if (step.kind === 'manual' && step.content !== undefined) {
		return {label: saidLine(step.content.language), text: saidText(step.content.text)};
	}
	return undefined;
}
