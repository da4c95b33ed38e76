import type {RunState} from '../../engine/state.ts';
import type {Step} from '../../runbook/step-model.ts';
import {lineText} from '../line.ts';
import {proseLines} from '../markdown/lines.ts';
import type {Asking} from '../view/asking.ts';
import {briefingView} from '../view/briefing.ts';
import {type CardView, cardView} from '../view/card.ts';
import {walked} from '../view/outline.ts';
import {saidLine} from '../view/said.ts';
import {soFarView} from '../view/so-far.ts';
import {standingWords, summaryView} from '../view/summary.ts';
import {troubleView} from '../view/trouble.ts';
import {scriptedMark} from './scripted.ts';

/** Times of earlier runs are for screens that have room for them. */
const noTimes = (): undefined => undefined;

/** What is said once, before the first step. */
export function openingLines(state: RunState): readonly string[] {
	const {opened} = state;
	const view = briefingView(state, noTimes);
	const {done, total} = walked(state);
	const kind = [
		opened.production ? 'production' : 'not production',
		opened.practice ? 'practice' : '',
		opened.mode === 'walk' ? '' : opened.mode,
		opened.emergency === undefined ? '' : 'EMERGENCY',
	];
	return [
		view.title,
		`Run ${saidLine(opened.run)} on ${saidLine([opened.service, opened.environment].filter(word => word !== undefined).join(' · '))} (${kind.filter(word => word !== '').join(', ')}), driven by ${saidLine(state.operator)}`,
		...(state.attended
			? []
			: [
					state.screen === 'scripted'
						? `A scripted operator answers; its lines are marked ${scriptedMark}.`
						: 'Nobody is at a terminal: answers are recorded as unattended.',
				]),
		...(done > 0 ? [`${done} of ${total} steps are settled already.`] : []),
		...(view.purpose === '' ? [] : ['', ...said(view.purpose, '')]),
		...(view.facts.length === 0
			? []
			: ['', ...view.facts.map(fact => `${fact.label}: ${withoutKeys(fact.text)}`)]),
		...view.stops.map(stop => `STOP: ${stop}`),
	];
}

/** Lines have words where the screen has keys. */
function withoutKeys(text: string): string {
	return text.replace('on ctrl-r at any time', 'with “roll back WHY” at any question');
}

/** A step as a person reads it before doing it. */
export function cardLines(state: RunState, step: Step, depth: 'newcomer' | 'expert'): readonly string[] {
	const card = cardView(state, step, noTimes);
	const asides = [card.danger?.word, ...card.badges].filter(word => word !== undefined);
	return [
		'',
		`${placeMark(card)}${card.title}${asides.length === 0 ? '' : ` (${asides.join(', ')})`}`,
		...(depth === 'newcomer' ? wordsOf(card) : []),
		...card.points.flatMap(point => said(`- ${point}`)),
		...commandLines(card),
		...(card.content === undefined
			? []
			: [`  ${card.content.label}:`, ...indented(card.content.text, '    ')]),
	];
}

/** What stands beside the walk has no place in it. */
function placeMark({place}: CardView): string {
	const [first = ''] = place.split(' · ');
	return first === '' ? '' : `[${first}] `;
}

function wordsOf(card: CardView): readonly string[] {
	return [
		...said(card.explanation),
		...card.parts.flatMap(part => labelled(part.label, part.text)),
		...card.notes.flatMap(note => labelled(note.level.toUpperCase(), note.text)),
		...card.terms.flatMap(({word, meaning}) => labelled(`“${word}” means`, meaning)),
	];
}

/** Markdown as plain rows, for terminals of eighty columns. */
function said(markdown: string, indent = '  '): readonly string[] {
	return markdown.trim() === ''
		? []
		: proseLines(markdown, proseColumns).map(row => `${indent}${lineText(row)}`.trimEnd());
}

const proseColumns = 74;

function labelled(label: string, markdown: string): readonly string[] {
	const [only = '', ...more] = said(markdown, '');
	return more.length === 0 && only.length + label.length < proseColumns
		? [`  ${label}: ${only}`]
		: [`  ${label}:`, ...said(markdown, '    ')];
}

export function commandLines({command}: Pick<CardView, 'command'>): readonly string[] {
	if (command === undefined) {
		return [];
	}
	const about = [command.where, command.effect].filter(word => word !== '').join('; ');
	const text =
		command.diff === undefined
			? command.text.split('\n')
			: command.diff.map(row => `${{same: ' ', new: '+', gone: '-'}[row.is]} ${row.text}`);
	return [`  ${command.label}${about === '' ? '' : ` (${about})`}:`, ...text.map(row => `    ${row}`)];
}

/** What stands above a question: why it is asked and what to weigh. */
export function questionLines(state: RunState, asking: Asking, output: readonly string[]): readonly string[] {
	const step = asking.step === undefined ? undefined : state.stepsById.get(asking.step);
	const head = `${asking.badge} ${asking.title}`;
	const about = asking.about.flatMap(text => indented(text));
	if (step === undefined) {
		return ['', head, ...about];
	}
	if (asking.is === 'gate' && step.kind === 'gate') {
		return ['', head, ...soFarLines(state, step), ...about];
	}
	const isTrouble =
		asking.is === 'failed' || asking.is === 'unknown' || asking.is === 'no-go' || asking.is === 'blocked';
	return ['', head, ...(isTrouble ? troubleLines(state, step, output) : []), ...about];
}

function troubleLines(state: RunState, step: Step, output: readonly string[]): readonly string[] {
	const view = troubleView(state, step, output);
	return [
		...(view.what === '' ? [] : [`  ${view.what}`]),
		...(view.why === '' ? [] : indented(`Why: ${view.why}`)),
		...(view.ifNot === undefined ? [] : labelled('If not', view.ifNot)),
		...(view.undo === undefined ? [] : labelled('Undo', view.undo)),
		...view.troubles.flatMap(trouble => [
			`  Known trouble: ${trouble.title}`,
			...said(trouble.advice, '    '),
		]),
		...view.standing.map(text => `  ${text}`),
	];
}

function soFarLines(state: RunState, gate: Extract<Step, {kind: 'gate'}>): readonly string[] {
	const view = soFarView(state, gate, Date.parse(state.lastAt));
	return [
		...view.facts.map(fact => `  ${fact.label}: ${fact.text}`),
		...view.deviations.map(text => `  Deviation: ${text}`),
		...view.unusual.map(row => `  ${row.sign}: ${row.title}${row.why === '' ? '' : ` – ${row.why}`}`),
		...view.answers.map(answer => `  ${answer.sign} ${answer.text}`),
	];
}

/** How the run went. @param now milliseconds since 1970. */
export function summaryLines(state: RunState, now: number, directory: string): readonly string[] {
	const view = summaryView(state, now, directory);
	return [
		'',
		`${view.title}: ${view.verdict}`,
		...view.facts.map(fact => `  ${fact.label}: ${fact.text}`),
		...view.unusual.map(
			row => `  ${standingWords(row.standing)}: ${row.title}${row.why === '' ? '' : ` – ${row.why}`}`,
		),
		...view.deviations.map(text => `  Deviation: ${text}`),
		...view.criteria.map(
			({glyph, text, why}) => `  Criterion: ${glyph} ${text}${why === '' ? '' : ` – ${why}`}`,
		),
		...view.notes.map(text => `  Note: ${text}`),
	];
}

export function indented(text: string, indent = '  '): readonly string[] {
	return text.trim() === '' ? [] : text.split('\n').map(row => (row === '' ? '' : indent + row));
}
