import type {StepState} from '../engine/record-steps.ts';
import type {Answer, Attempt, Decision, GateAnswer, RunState, StepProgress} from '../engine/state.ts';
import {isGroup, isGuard} from '../engine/walk.ts';
import type {Step} from '../runbook/step-model.ts';
import {formatBytes} from '../text/bytes.ts';
import {formatDuration} from '../text/duration.ts';
import {codeLines, timeOfDay, words} from './markdown-text.ts';
import type {RunMdParts} from './run-md-parts.ts';
import {stateOf} from './step-records.ts';

const glyphs: Readonly<Record<StepState, string>> = {
	pending: '·',
	passed: '✔',
	warned: '⚠',
	failed: '✖',
	unknown: '?',
	'no-go': '✖',
	overridden: '⤳',
	skipped: '–',
	deferred: '…',
	'not-applicable': '∅',
	resolved: '✔',
};

/** `✔ passed` */
function stateWord(state: StepState): string {
	return `${glyphs[state]} ${state === 'resolved' ? 'resolved by hand' : state.replace('-', ' ')}`;
}

/** A box is ticked for what was done and found good; everything else stays open and says why below. */
export function isTicked(state: RunState, step: Step): boolean {
	const word = stateOf(state, step);
	return word === 'passed' || word === 'warned' || word === 'resolved';
}

/** What is said under a step: nothing for a group and for a step that was not reached. */
export function stepLines(parts: RunMdParts, step: Step): string[] {
	if (isGuard(step)) {
		return guardLines(parts, step);
	}
	const progress = parts.state.progress.get(step.id);
	if (progress === undefined || isGroup(step)) {
		return [];
	}
	const said = told(parts, step, progress);
	const head = `**${stateWord(stateOf(parts.state, step))}**${whyUnless(said, progress)}`;
	return said.length === 1 && progress.attempts.length === 0
		? [`> ${head} · ${said[0]}`]
		: quote([head, ...said.map(asItem)]);
}

/** What a guard went through; one that never began to watch says nothing. */
function guardLines({state, entries}: RunMdParts, step: Step): string[] {
	const changes = entries.flatMap(({at, event}) =>
		event.type === 'guard.changed' && event.step === step.id
			? [
					[
						`${timeOfDay(at)} · ${words(event.from)} → **${words(event.to)}**`,
						...(event.value === undefined ? [] : [`at ${event.value}`]),
						...optional(event.why),
					].join(' · '),
				]
			: [],
	);
	const head = `**${stateWord(stateOf(state, step))}** · watched in the background`;
	return changes.length === 0 ? [] : quote([head, ...changes.map(asItem)]);
}

/** In the order it happened, whoever did it. */
function told(parts: RunMdParts, step: Step, {attempts, answer, gate, decisions}: StepProgress): string[] {
	const said: {readonly at: string; readonly said: string}[] = [
		...attempts.map(attempt => ({at: attempt.startedAt, said: attemptText(parts, step, attempt)})),
		...(answer === undefined ? [] : [{at: answer.at, said: answerLine(answer)}]),
		...gate.map(given => ({at: given.at, said: gateLine(given)})),
		...decisions.map(decision => ({at: decision.at, said: decisionLine(decision)})),
	];
	return said.toSorted((a, b) => a.at.localeCompare(b.at)).map(one => one.said);
}

/** The reason stands in the head only where nothing below it says it already. */
function whyUnless(said: readonly string[], {now}: StepProgress): string {
	const why = now.is === 'failed' || now.is === 'unknown' ? words(now.why) : '';
	return why === '' || said.some(one => one.includes(why)) ? '' : ` · ${why}`;
}

function quote(lines: readonly string[]): string[] {
	return lines.flatMap(line => line.split('\n')).map(line => `> ${line}`.trimEnd());
}

/** Sentences become items of one list; code stays inside the item it belongs to. */
function asItem(said: string): string {
	const [first = '', ...rest] = said.split('\n');
	return [`- ${first}`, ...rest.map(line => `  ${line}`.trimEnd())].join('\n');
}

function attemptText(parts: RunMdParts, step: Step, attempt: Attempt): string {
	return [attemptLine(attempt), ...commandLines(step, attempt), ...outputLines(parts, step, attempt)].join(
		'\n',
	);
}

const partWords = {whole: 'Attempt', verify: 'Verification', undo: 'Undo'} as const;

function attemptLine({number, part, by, startedAt, auto, choice, end}: Attempt): string {
	const who = auto ? `${words(by)} (automatic)` : words(by);
	return [
		`${partWords[part]} ${number}`,
		who,
		timeOfDay(startedAt),
		...(choice === undefined ? [] : [words(choice)]),
		...endWords(end),
	].join(' · ');
}

function endWords(end: Attempt['end']): string[] {
	if (end.is !== 'ended') {
		return [end.is === 'open' ? 'no end was written' : 'interrupted: what it did is unknown'];
	}
	const {result, durationMs, exit, signal, stopped, why, summary} = end.outcome;
	const facts = [
		result,
		formatDuration(durationMs),
		exit === undefined ? '' : `exit ${exit}`,
		signal === undefined ? '' : words(signal),
		stopped === undefined ? '' : `stopped: ${stopped}`,
		summary === undefined ? '' : words(summary),
		why === undefined ? '' : words(why),
	];
	return [...new Set(facts)].filter(fact => fact !== '');
}

/** The command is shown where it is not word for word what the runbook says. */
function commandLines(step: Step, {resolved, edited}: Attempt): string[] {
	const written = step.kind === 'command' ? step.run.script : '';
	if (edited !== undefined) {
		return ['Edited for this attempt:', ...codeLines(resolved ?? edited, 'sh')];
	}
	return resolved === undefined || resolved.trim() === written.trim()
		? []
		: ['Ran as:', ...codeLines(resolved, step.kind === 'command' ? 'sh' : 'text')];
}

/** Enough to recognise what happened; the whole output lies in the run's directory. */
const excerptLinesMax = 20;

function outputLines({outputs}: RunMdParts, step: Step, {number, end}: Attempt): string[] {
	const tail = outputs.get(`${step.id}.${number}`)?.trimEnd();
	if (tail === undefined || tail === '') {
		return [];
	}
	const lines = tail.split('\n').slice(-excerptLinesMax);
	const output = end.is === 'ended' ? end.outcome.output : undefined;
	const whole =
		output === undefined ? '' : ` (${formatBytes(output.bytes)}, sha256 ${output.sha256.slice(0, 12)}…)`;
	const head = `Output${whole}, its last ${lines.length === 1 ? 'line' : `${lines.length} lines`}`;
	const code = codeLines(lines.join('\n'), 'text');
	const isDull = end.is === 'ended' && end.outcome.result === 'passed' && lines.length > foldedFrom;
	return isDull ? folded(head, code) : [`${head}:`, ...code];
}

/** A longer output of what went well is folded away, where the reader of Markdown can fold. */
const foldedFrom = 3;

function folded(head: string, code: readonly string[]): string[] {
	return [`<details><summary>${head}</summary>`, '', ...code, '', '</details>'];
}

function answerLine({answer, by, at, value, note}: Answer): string {
	return [answer.replace('-', ' '), words(by), timeOfDay(at), ...optional(value), ...optional(note)].join(
		' · ',
	);
}

function gateLine({answer, by, at, role, choice, reason, simulated, key, voided}: GateAnswer): string {
	const word = simulated === true ? `${answer.toUpperCase()} (simulated)` : answer.toUpperCase();
	return [
		`**${word}**`,
		words(by),
		...optional(role),
		timeOfDay(at),
		...optional(choice),
		...optional(reason),
		...(key === undefined ? [] : [`signed with ${words(key)}`]),
		...(voided === undefined ? [] : [`counted no more: ${words(voided)}`]),
	].join(' · ');
}

function decisionLine({disposition, by, at, reason, owner, due}: Decision): string {
	const until = due === undefined ? [] : [`due ${words(due)}`];
	return [
		`Decided: ${disposition.replaceAll('-', ' ')}`,
		words(by),
		timeOfDay(at),
		...optional(reason),
		...optional(owner),
		...until,
	].join(' · ');
}

function optional(text: string | undefined): string[] {
	return text === undefined || text.trim() === '' ? [] : [words(text)];
}
