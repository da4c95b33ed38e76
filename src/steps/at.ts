import {rmSync} from 'node:fs';
import {setTimeout as pause} from 'node:timers/promises';
import type {CommandWork} from '../runbook/work-model.ts';
import {formatDuration} from '../text/duration.ts';
import {fillPlain} from './fill.ts';
import {type Attempt, type Finding, failed} from './finding.ts';
import {isState, stateBefore, statePath, textToKeep, writeState} from './shell/carry.ts';
import type {Script, ScriptEnd} from './shell/local.ts';
import {verdictOn} from './verdict.ts';

/** Runs a script somewhere. */
export type Place = {
	/** `` is this machine. */
	readonly host: string;
	run(run: CommandWork, script: Script): Promise<ScriptEnd>;
};

/** A shell block in one place. */
export type At = {
	readonly attempt: Attempt;
	readonly run: CommandWork;
	readonly place: Place;
	readonly variables: Readonly<Record<string, string>>;
};

/** The parts of a shell block in one place. */
export async function performAt(at: At): Promise<Finding> {
	const {attempt, run} = at;
	const {order} = attempt;
	const script = scriptAt(at);
	if (!('text' in script)) {
		return script;
	}
	if (order.part !== 'whole') {
		return performPart(at, script);
	}
	if (run.precheck === undefined) {
		return withRetries(at, script);
	}
	attempt.log.note('── precheck ──');
	const checked = await performPart(at, {...script, text: run.precheck});
	if (checked.result !== 'passed') {
		return {...checked, why: `The check before it did not pass, so nothing was run: ${checked.why ?? ''}`};
	}
	attempt.log.note('── script ──');
	return withRetries(at, script);
}

/** The script that is to run there, with the state to start from; or why it can't. */
export function scriptAt({attempt, run, place, variables}: At): Script | Finding {
	const {order, tools} = attempt;
	const before = stateBefore(tools.directory, order.shell, place.host);
	if (before.isGone) {
		return failed(
			'The variables and the directory that the step before left are gone from the run’s directory, so this step might run in the wrong place.',
		);
	}
	return {
		text: order.script ?? run.script,
		variables,
		...(before.path === undefined ? {} : {before: before.path}),
		...(run.timeoutMs === undefined ? {} : {timeoutMs: run.timeoutMs}),
		...(run.cwd === undefined ? {} : {cwd: fillPlain(run.cwd, order.values)}),
	};
}

/** A precheck, verify or undo: strict like the script, good when it exits with 0, and it leaves nothing to the next step. */
async function performPart(at: At, script: Script): Promise<Finding> {
	const {failOn: _, expectOutput: __, ...plain} = at.run;
	const run: CommandWork = {...plain, okExit: [0], capture: {}};
	return verdictOn(at.attempt, run, await at.place.run(run, script));
}

/** What is not there after five minutes is not brought by waiting longer; an author who wants more says so. */
const backOffMsMax = 300_000;

/** A script that may be run twice is tried as often as the author allows; every try starts from the state before the first. */
async function withRetries(at: At, script: Script): Promise<Finding> {
	const {run, attempt} = at;
	const triesMax = run.idempotent ? Math.max(1, run.retry.attempts) : 1;
	for (let tried = 1; ; tried += 1) {
		const finding = await performOnce(at, script);
		const isOver = finding.result !== 'failed' || finding.stopped === 'operator' || tried >= triesMax;
		if (isOver) {
			return triesMax === 1 ? finding : {...finding, facts: {...finding.facts, tries: tried}};
		}
		const inMs = Math.min(run.retry.delayMs * 2 ** (tried - 1), Math.max(run.retry.delayMs, backOffMsMax));
		const words = `it did not pass (${finding.why ?? ''}); trying again in ${formatDuration(inMs)} (${tried + 1} of ${triesMax})`;
		attempt.log.note(`── ${words} ──`);
		attempt.tools.report(words);
		await pause(inMs, undefined, {signal: attempt.tools.signal}).catch(() => {});
	}
}

async function performOnce(at: At, script: Script): Promise<Finding> {
	const {attempt, place, run} = at;
	const end = await place.run(run, script);
	const finding = await verdictOn(attempt, run, end);
	if (finding.result !== 'passed' || run.verify === undefined) {
		return finding.result === 'passed'
			? {...finding, ...keptName(attempt, keepState(at, end, script.before))}
			: finding;
	}
	const kept = keepState(at, end, script.before);
	attempt.log.note('── verify ──');
	const checked = await performPart(at, {
		...script,
		text: run.verify,
		...(kept === undefined ? {} : {before: kept}),
	});
	if (checked.result === 'passed') {
		return {...finding, ...keptName(attempt, kept)};
	}
	if (kept !== undefined) {
		rmSync(kept, {force: true});
	}
	return {...checked, why: `It ran, and its check afterwards did not pass: ${checked.why ?? ''}`};
}

/**
@param before what it started from; on this machine that stays as it is when nothing has become of it.
@returns the file with what the next shell step starts from, or undefined where the shell told nothing new.
*/
function keepState({attempt, place}: At, end: ScriptEnd, before: string | undefined): string | undefined {
	const {order, tools} = attempt;
	const {start, end: last} = end.told;
	if (start === undefined || last === undefined) {
		return undefined;
	}
	const text = textToKeep({start, end: last}, {names: order.secrets, values: tools.masked});
	if (text === undefined) {
		attempt.log.note('(its variables are too many to be handed on to the next step)');
		return undefined;
	}
	if (place.host === '' && before !== undefined && isState(before, text)) {
		return undefined;
	}
	const file = statePath(tools.directory, `${order.step.id}.${order.attempt}`, place.host);
	writeState(file, text);
	return file;
}

function keptName({order}: Attempt, file: string | undefined): {shell?: string} {
	return file === undefined ? {} : {shell: `${order.step.id}.${order.attempt}`};
}
