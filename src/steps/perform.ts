import type {Order} from '../engine/order.ts';
import {unreachable} from '../fault.ts';
import {splitCommands} from '../runbook/shell/split.ts';
import type {Step} from '../runbook/step-model.ts';
import {plainWork} from '../runbook/work.ts';
import {maskText} from '../text/mask.ts';
import {sanitiseLine} from '../text/sanitise.ts';
import {type Attempt, type Finding, failed, unknown, wordsOf} from './finding.ts';
import {digestLog, openLog, type StepLog} from './log.ts';
import type {Perform, Tools} from './performer.ts';

/** Performs one attempt at a step, whatever its kind. */
export const perform: Perform = async (order, tools) => {
	const startedAt = performance.now();
	const log = logFor(order, tools);
	if (log === undefined) {
		return {
			result: 'failed',
			durationMs: 0,
			why: `Its log can't be written to ${tools.directory}/output, so nothing was started.`,
		};
	}
	try {
		const report = (line: string) => tools.report(sanitiseLine(maskText(line, tools.masked), reportCharsMax));
		const finding = await performKind({order, tools: {...tools, report}, log});
		const durationMs = Math.round(performance.now() - startedAt);
		return {...fitForJournal(finding, tools.masked), durationMs, output: await digestLog(log)};
	} finally {
		log.close();
	}
};

/** The one switch over step kinds: a new kind is one case here and one performer. Performers are loaded when they are needed. */
async function performKind(attempt: Attempt): Promise<Finding> {
	const {step, part} = attempt.order;
	if (part !== 'whole' && hasNoParts.has(step.kind)) {
		return unknown(
			`Nothing is written down that would ${part === 'undo' ? 'undo' : 'check'} this step by itself; nothing was done.`,
		);
	}
	switch (step.kind) {
		case 'check':
			return step.run === undefined
				? performSuggested(attempt)
				: (await import('./command.ts')).performCommand(attempt, step.run);
		case 'command':
			return (await import('./command.ts')).performCommand(attempt, step.run);
		case 'probe':
			return (await import('./probe.ts')).performProbe(attempt, step);
		case 'metric':
			return (await import('./metric.ts')).performMetric(attempt, step);
		case 'backup':
			return (await import('./backup.ts')).performBackup(attempt, step);
		case 'restore':
			return (await import('./restore.ts')).performRestore(attempt, step);
		case 'migration':
			return (await import('./migration.ts')).performMigration(attempt, step);
		case 'notify':
			return (await import('./notify.ts')).performNotify(attempt, step);
		case 'wait':
			return (await import('./wait.ts')).performWait(attempt, step);
		case 'manual':
			return performSuggested(attempt);
		case 'gate':
			return unknown('This is a bug: a person answers this, it is not run.');
		default:
			return unreachable(step);
	}
}

/** A command that the words of a check or a manual step suggest, run because a person asked for it. */
async function performSuggested(attempt: Attempt): Promise<Finding> {
	const {script} = attempt.order;
	if (script === undefined) {
		return unknown('This is a bug: a person does or answers this, it is not run.');
	}
	const work = plainWork({interpreter: 'bash', script, commands: splitCommands(script, 1)});
	return (await import('./command.ts')).performCommand(attempt, work);
}

/** Kinds that are performed whole or not at all: to do one again as its own check would change the world twice. */
const hasNoParts: ReadonlySet<Step['kind']> = new Set(['backup', 'restore', 'migration', 'notify', 'wait']);

/** What a step says of itself while it runs fits on one line. UTF-16 units. */
const reportCharsMax = 300;

function logFor(order: Order, tools: Tools): StepLog | undefined {
	try {
		return openLog(tools.directory, `${order.step.id}.${order.attempt}`, tools.masked);
	} catch (error) {
		tools.report(`The log of this step can't be written: ${wordsOf(error)}`);
		return undefined;
	}
}

/** A sentence for the outline, the card and the record. UTF-16 units. */
const sentenceCharsMax = 500;
/** An entry of the journal holds 64 KiB; these leave room for the rest of it. UTF-16 units. */
const capturedCharsMax = 32_768;

/** Outside text in an outcome goes to the journal, the record and every screen: without secrets, control characters and excess. */
function fitForJournal(finding: Finding, masked: readonly string[]): Finding {
	const sentence = (text: string) => sanitiseLine(maskText(text, masked), sentenceCharsMax);
	const facts = Object.entries(finding.facts ?? {}).map(([name, value]) => [
		name,
		typeof value === 'string' ? sentence(value) : finite(value),
	]);
	const fit: Finding = {
		...finding,
		...(finding.why === undefined ? {} : {why: sentence(finding.why)}),
		...(finding.summary === undefined ? {} : {summary: sentence(finding.summary)}),
		...(finding.facts === undefined ? {} : {facts: Object.fromEntries(facts)}),
	};
	return withoutSecretValues(fit, masked);
}

function finite(value: number | boolean): number | boolean | string {
	return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
}

/** A captured value that holds a secret would be journalled: it is left out, and the step says so. */
function withoutSecretValues(finding: Finding, masked: readonly string[]): Finding {
	const {captured, ...rest} = finding;
	if (captured === undefined) {
		return finding;
	}
	const secret = Object.keys(captured).filter(
		name =>
			maskText(captured[name] ?? '', masked) !== captured[name] ||
			captured[name]?.includes('[masked]') === true,
	);
	if (secret.length > 0) {
		return {
			...rest,
			...(rest.result === 'passed'
				? failed(`What it gave for ${secret.join(', ')} holds a secret, which is never kept.`)
				: {}),
		};
	}
	const chars = Object.values(captured).reduce((sum, value) => sum + value.length, 0);
	return chars <= capturedCharsMax
		? finding
		: {
				...rest,
				...failed(
					`The values taken from its output are ${chars} characters together, more than can be kept.`,
				),
			};
}
