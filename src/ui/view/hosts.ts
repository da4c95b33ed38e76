import {progressOf} from '../../engine/draft.ts';
import type {HostNow} from '../../engine/live.ts';
import {workOf} from '../../engine/order.ts';
import type {RunState} from '../../engine/state.ts';
import type {Step} from '../../runbook/step-model.ts';
import {type Mark, marks, type Standing} from '../theme.ts';
import {saidClock, saidLine} from './said.ts';

/** One host of a step that runs on several. */
export type HostView = {
	/** As the runbook names it; the name of its log. */
	readonly host: string;
	readonly name: string;
	readonly mark: Mark;
	/** How long it has run, or took; empty where that is not known. */
	readonly took: string;
};

/** What is known of one attempt's hosts. */
export type HostsKnown = {
	readonly attempt: number;
	/** Those that were begun, where the step is performed from here. */
	readonly heard: readonly HostNow[] | undefined;
	/** Milliseconds since the epoch. */
	readonly now: number;
};

/** The hosts of a step that runs on more than one, as the runbook names them; else none. */
export function hostsOf(step: Step | undefined): readonly string[] {
	const hosts = step === undefined ? [] : (workOf(step)?.on ?? []);
	return hosts.length > 1 ? hosts : [];
}

/** In the order of the runbook. */
export function hostViews(state: RunState, step: Step, known: HostsKnown): readonly HostView[] {
	const attempt = progressOf(state, step.id).attempts.find(one => one.number === known.attempt);
	const facts = attempt?.end.is === 'ended' ? (attempt.end.outcome.facts ?? {}) : undefined;
	return hostsOf(step).map(host => {
		const now = known.heard?.find(one => one.host === host);
		const standing = facts === undefined ? (now?.is ?? 'waiting') : String(facts[host] ?? 'unknown');
		const is = standing in standings ? standings[standing as keyof typeof standings] : marks.unknown;
		return {host, name: saidLine(host), mark: is, took: tookWords(now, known.now)};
	});
}

/** `3 passed · 1 failed · 2 to do`, the worst first. */
export function hostCounts(
	hosts: readonly HostView[],
): readonly {readonly mark: Mark; readonly count: number}[] {
	return fromWorst.flatMap(standing => {
		const mark = marks[standing];
		const count = hosts.filter(host => host.mark.word === mark.word).length;
		return count === 0 ? [] : [{mark, count}];
	});
}

/** Those of one standing stay in the order of the runbook. */
export function worstFirst(hosts: readonly HostView[]): readonly HostView[] {
	return fromWorst.flatMap(standing => hosts.filter(host => host.mark.word === marks[standing].word));
}

const fromWorst: readonly Standing[] = ['failed', 'unknown', 'warned', 'running', 'pending', 'passed'];

/** As a host stands, and as an outcome has it written down. */
const standings = {
	waiting: marks.pending,
	'not started': marks.pending,
	running: marks.running,
	passed: marks.passed,
	warned: marks.warned,
	failed: marks.failed,
	unknown: marks.unknown,
};

function tookWords(known: HostNow | undefined, now: number): string {
	if (known?.startedAt === undefined) {
		return '';
	}
	return saidClock(known.durationMs ?? now - Date.parse(known.startedAt));
}
