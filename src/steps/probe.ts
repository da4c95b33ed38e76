import {unreachable} from '../fault.ts';
import type {ProbeStep} from '../runbook/step-model.ts';
import type {CommandWork, ProbeWork} from '../runbook/work-model.ts';
import {formatDuration} from '../text/duration.ts';
import {type Asking, type Attempt, type Finding, failed, stoppedBy, unknown} from './finding.ts';
import {pollUntil} from './poll.ts';
import {withTimeLimit} from './time-limit.ts';

/** A question asked just before the deadline still gets this long, or its answer would always be “not in time”. */
const lastAskMsMin = 1000;

/** Asks once, or until the answer is good or the time is up. Only reads; whatever answers, there is a verdict. */
export async function performProbe(attempt: Attempt, step: ProbeStep): Promise<Finding> {
	const {tools} = attempt;
	if (step.poll === undefined) {
		const finding = await askOnce(attempt, step.work, step.timeoutMs);
		return tools.signal.aborted ? stopped(finding, tools.signal) : finding;
	}
	const {everyMs, withinMs, successes} = step.poll;
	let isKnownBad = false;
	const polled = await pollUntil(
		async remainingMs => {
			const answer = await askOnce(
				attempt,
				step.work,
				Math.min(step.timeoutMs, Math.max(remainingMs, lastAskMsMin)),
			);
			isKnownBad ||= answer.result === 'failed';
			return {isGood: isGood(answer), answer, words: answer.why ?? answer.summary ?? ''};
		},
		{everyMs, withinMs, successes, signal: tools.signal, report: tools.report},
	);
	switch (polled.is) {
		case 'good':
			return {
				...polled.answer,
				summary: `${polled.answer.summary ?? ''} (${askedWords(polled.asked)})`,
				facts: {...polled.answer.facts, asked: polled.asked},
			};
		case 'late': {
			const last = polled.answer.why ?? polled.answer.summary ?? '';
			// The deadline is the verdict: it was asked to be good by then, and was seen not to be. Only where no question
			// was ever answered is it not known.
			const result = polled.answer.result === 'unknown' && !isKnownBad ? 'unknown' : 'failed';
			return {
				...polled.answer,
				result,
				why: `Not good within ${formatDuration(withinMs)} (${askedWords(polled.asked)}): ${last}`,
				facts: {...polled.answer.facts, asked: polled.asked},
				stopped: 'timeout',
			};
		}
		case 'stopped':
			return stopped(unknown('', {facts: {asked: polled.asked}}), tools.signal);
		default:
			return unreachable(polled);
	}
}

/** Asks once within a time limit; never later than that, never by throwing. */
export async function askOnce(attempt: Attempt, work: ProbeWork, timeoutMs: number): Promise<Finding> {
	return withTimeLimit(attempt.tools.signal, timeoutMs, signal => ask({attempt, signal, timeoutMs}, work));
}

async function ask(asking: Asking, work: ProbeWork): Promise<Finding> {
	switch (work.probe) {
		case 'http':
			return (await import('./http/http.ts')).askHttp(asking, work);
		case 'sql':
			return (await import('./sql/probe.ts')).askSql(asking, work);
		case 'tcp':
			return (await import('./probes/tcp.ts')).askTcp(asking, work);
		case 'tls':
			return (await import('./probes/tls.ts')).askTls(asking, work);
		case 'disk':
			return (await import('./probes/disk.ts')).askDisk(asking, work);
		case 'file':
			return (await import('./probes/file.ts')).askFile(asking, work);
		case 'tool':
			return (await import('./probes/tool.ts')).askTool(asking, work);
		case 'command':
			return askCommand(asking, work.run);
		default:
			return unreachable(work);
	}
}

/** A command that looks; what it leaves in its shell is not handed on, since it may be asked many times. */
async function askCommand({attempt, signal, timeoutMs}: Asking, run: CommandWork): Promise<Finding> {
	const {performCommand} = await import('./command.ts');
	const {shell: _, ...finding} = await performCommand(
		{...attempt, tools: {...attempt.tools, signal}},
		{timeoutMs, ...run},
	);
	return finding;
}

function isGood({result}: Finding): boolean {
	return result === 'passed' || result === 'warned';
}

function stopped(finding: Finding, signal: AbortSignal): Finding {
	const by = stoppedBy(signal);
	return {
		...(finding.facts === undefined ? {} : {facts: finding.facts}),
		...failed(
			`It was stopped${by === 'guard' ? ' by a guard that tripped' : ''} before there was a good answer.`,
		),
		stopped: by,
	};
}

function askedWords(times: number): string {
	return times === 1 ? 'asked once' : `asked ${times} times`;
}
