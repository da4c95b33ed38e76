import {progressOf} from '../../engine/draft.ts';
import {resolvedText, workOf} from '../../engine/order.ts';
import type {Attempt, RunState, StepProgress} from '../../engine/state.ts';
import type {Danger, Note, Runbook, Step, StepId} from '../../runbook/model.ts';
import {formatDuration} from '../../text/duration.ts';
import {dangerMarks, type Mark, marks, type Standing, type Tone} from '../theme.ts';
import {standing} from './outline.ts';
import {counted, saidLine, saidText, saidTime} from './said.ts';

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
	/** What will run, or what to type: resolved, secrets left out. */
	readonly command?: {readonly label: string; readonly where: string; readonly text: string};
	/** Text to put somewhere, and what it is. */
	readonly content?: {readonly label: string; readonly text: string};
	/** What happened so far, oldest first. */
	readonly history: readonly {readonly mark: Mark; readonly text: string}[];
};

/** Milliseconds a step usually takes, from earlier records; undefined when there are none. */
export type UsualMs = (step: StepId) => number | undefined;

export function cardView(state: RunState, step: Step, usualMs: UsualMs): CardView {
	const progress = progressOf(state, step.id);
	const now = standing(state, step);
	const command = commandOf(state, step, progress);
	const content = contentOf(step);
	return {
		id: step.id,
		title: saidLine(step.title),
		place: placeOf(state, step),
		standing: now,
		mark: marks[now],
		...dangerOf(step.danger),
		badges: badgesOf(step),
		explanation: saidText(step.prose.explanation ?? ''),
		parts: partsOf(step, usualMs(step.id)),
		notes: (step.prose.notes ?? []).map(note => ({level: note.level, text: saidText(note.text)})),
		points: step.kind === 'check' || step.kind === 'manual' ? step.points.map(saidText) : [],
		...(command === undefined ? {} : {command}),
		...(content === undefined ? {} : {content}),
		history: historyOf(state, progress),
	};
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
	const places = lists.flatMap(steps => steps.map((step, at) => [step.id, `${at + 1} of ${steps.length} · ${titles.get(step.section) ?? ''}`] as const));
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
	const usually = usualMs === undefined ? prose.takes : `about ${formatDuration(usualMs)} in earlier runs`;
	const parts: readonly (readonly [string, string | undefined, Tone])[] = [
		['Why', prose.why, 'plain'],
		['Expect', prose.expect ?? expectedOutput(step), 'plain'],
		['If not', prose.ifNot, 'plain'],
		['Undo', prose.undo ?? undoScript(step), 'plain'],
		['Could hit', prose.blast, 'warn'],
		['Danger', prose.danger, 'bad'],
		['Usually', usually, 'plain'],
		['When', step.when, 'quiet'],
		['See', step.see, 'quiet'],
	];
	return parts.flatMap(([label, text, tone]) => (text === undefined || text.trim() === '' ? [] : [{label, text: saidText(text), tone}]));
}

function expectedOutput(step: Step): string | undefined {
	const expected = workOf(step)?.expected;
	return expected === undefined ? undefined : `\`\`\`\n${expected}\n\`\`\``;
}

function undoScript(step: Step): string | undefined {
	const undo = workOf(step)?.undo;
	return undo === undefined ? undefined : `\`\`\`\n${undo}\n\`\`\``;
}

function commandOf(state: RunState, step: Step, progress: StepProgress): CardView['command'] {
	const attempt = progress.attempts.at(-1);
	const text = attempt?.edited ?? attempt?.resolved ?? resolvedText(state, step, {part: 'whole'}) ?? byHand(step);
	if (text === undefined || text.trim() === '') {
		return undefined;
	}
	const label = {whole: attempt?.edited === undefined ? labelOf(step) : 'edited command', verify: 'its own check', undo: 'its way back'}[attempt?.part ?? 'whole'];
	return {label, where: whereOf(step), text: saidText(text)};
}

function byHand(step: Step): string | undefined {
	if (step.kind === 'manual') {
		return step.statements.length > 0 ? step.statements.join('\n') : suggestion(step.suggested);
	}
	return step.kind === 'check' ? suggestion(step.suggested) : undefined;
}

function suggestion(commands: readonly {readonly text: string}[]): string | undefined {
	return commands.length === 0 ? undefined : commands.map(command => command.text).join('\n');
}

function labelOf(step: Step): string {
	switch (step.kind) {
		case 'command':
			return 'command';
		case 'probe':
			return `${step.work.probe} probe`;
		case 'manual':
			return 'to type yourself';
		case 'check':
			return step.run === undefined ? 'to help you look' : 'command';
		default:
			return step.kind;
	}
}

function whereOf(step: Step): string {
	const run = workOf(step);
	if (run === undefined) {
		return 'connection' in step ? saidLine(String(step.connection)) : '';
	}
	const where = run.on.length === 0 ? 'this computer' : run.on.map(saidLine).join(', ');
	const limit = run.timeoutMs === undefined ? [] : [`at most ${formatDuration(run.timeoutMs)}`];
	const place = run.cwd === undefined ? [] : [`in ${saidLine(run.cwd)}`];
	return [`${saidLine(run.interpreter)} on ${where}`, ...place, ...limit, ...(run.interactive ? ['takes the terminal'] : [])].join(' · ');
}

function contentOf(step: Step): CardView['content'] {
	if (step.kind === 'manual' && step.content !== undefined) {
		return {label: saidLine(step.content.language), text: saidText(step.content.text)};
	}
	return step.kind === 'notify' && step.work.text !== undefined ? {label: `message to ${saidLine(step.work.channel)}`, text: saidText(step.work.text)} : undefined;
}

function historyOf(state: RunState, progress: StepProgress): CardView['history'] {
	const zone = state.opened.timeZone;
	const attempts = progress.attempts.map(attempt => ({at: attempt.startedAt, ...attemptWords(attempt, zone)}));
	const decisions = progress.decisions.map(({at, by, disposition, reason, owner}) => ({
		at,
		mark: decisionMark(disposition),
		text: `${saidLine(by)} at ${saidTime(at, zone)}: ${[disposition.replaceAll('-', ' '), reason, owner].filter(part => part !== undefined && part !== '').map(part => saidLine(part ?? '')).join(' · ')}`,
	}));
	const answers = [progress.answer, ...progress.gate].flatMap(answer => {
		if (answer === undefined) {
			return [];
		}
		const said = 'value' in answer ? [answer.value, answer.note] : 'choice' in answer ? [answer.role, answer.choice, answer.reason] : [];
		const words = [answer.answer, ...said].filter(word => word !== undefined && word !== '').map(word => saidLine(word ?? ''));
		return [{at: answer.at, mark: answer.answer === 'yes' || answer.answer === 'go' ? marks.passed : marks.failed, text: `${saidLine(answer.by)} at ${saidTime(answer.at, zone)}: ${words.join(' · ')}`}];
	});
	const notes = state.notes.filter(note => note.step !== undefined && state.progress.get(note.step) === progress);
	const noted = notes.map(note => ({at: note.at, mark: noteMark, text: `${saidLine(note.by)} at ${saidTime(note.at, zone)}: ${saidLine(note.text)}`}));
	return [...attempts, ...decisions, ...answers, ...noted].sort((a, b) => a.at.localeCompare(b.at));
}

const noteMark: Mark = {glyph: '✎', word: 'note', tone: 'quiet'};

function decisionMark(disposition: StepProgress['decisions'][number]['disposition']): Mark {
	switch (disposition) {
		case 'override':
			return marks.overridden;
		case 'skip':
			return marks.skipped;
		case 'defer':
			return marks.deferred;
		case 'not-applicable':
			return marks['not-applicable'];
		case 'fixed-by-hand':
			return marks.resolved;
		default:
			return marks.pending;
	}
}

function attemptWords(attempt: Attempt, zone: string): {mark: Mark; text: string} {
	const name = `${{whole: 'attempt', verify: 'check', undo: 'undo'}[attempt.part]} ${attempt.number}`;
	const who = `${name} by ${saidLine(attempt.by)} at ${saidTime(attempt.startedAt, zone)}`;
	const {end} = attempt;
	switch (end.is) {
		case 'open':
			return {mark: marks.running, text: who};
		case 'interrupted':
			return {mark: marks.unknown, text: `${who}: its end was not seen`};
		case 'ended':
			return {mark: marks[end.outcome.result], text: `${who}: ${outcomeWords(end.outcome)}`};
	}
}

type Outcome = Extract<Attempt['end'], {is: 'ended'}>['outcome'];

/** `passed in 12 s, exit 0` */
export function endWords(outcome: Outcome): string {
	const exit = outcome.exit === undefined ? '' : `, exit ${outcome.exit}`;
	return `${outcome.result} in ${formatDuration(outcome.durationMs)}${exit}`;
}

function outcomeWords(outcome: Outcome): string {
	const kept = Object.keys(outcome.captured ?? {}).length;
	const said = [outcome.summary, outcome.why, kept === 0 ? undefined : `${counted(kept, 'value')} kept`];
	return [endWords(outcome), ...said.flatMap(text => (text === undefined ? [] : [saidLine(text)]))].join(', ');
}
