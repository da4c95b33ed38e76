import type {GateStep, ProbeStep} from '../runbook/step-model.ts';
import {progressOf} from './draft.ts';
import type {Outcome} from './event.ts';
import type {RunState} from './state.ts';
import {applies} from './walk.ts';

/** What is known of a probe that a gate relies on. */
export type ProbeAtGate = {
	readonly step: ProbeStep;
	/** When it was measured last; absent: never. */
	readonly at?: string;
	readonly result: Outcome['result'];
	readonly why?: string;
	/** It was measured again while the gate waited, and says otherwise than in the walk. */
	readonly changed: boolean;
};

/**
The probes of a gate with what they said last, in the walk or since. One that a person decided to go without is left
out, and so are all of them where nothing is executed.
*/
export function probesAtGate(state: RunState, gate: GateStep): readonly ProbeAtGate[] {
	if (state.opened.mode === 'instructions') {
		return [];
	}
	return gate.probes.flatMap(id => {
		const step = state.stepsById.get(id);
		return step?.kind === 'probe' && applies(state, step) && !isDecided(state, id)
			? [latest(state, step)]
			: [];
	});
}

/** Probes whose measurement is older than they may be. @param nowMs milliseconds since the epoch. */
export function staleProbes(state: RunState, gate: GateStep, nowMs: number): readonly ProbeStep[] {
	return probesAtGate(state, gate)
		.filter(({at, step}) => at === undefined || nowMs - Date.parse(at) > step.freshForMs)
		.map(({step}) => step);
}

/** Probes that don't say now what a GO relies on. */
export function badProbes(state: RunState, gate: GateStep): readonly ProbeAtGate[] {
	return probesAtGate(state, gate).filter(({result}) => result === 'failed' || result === 'unknown');
}

/** Why no GO can count now, or undefined: what it relies on is old, or does not hold and nobody said why to go on. */
export function whyNotOnProbes(
	state: RunState,
	gate: GateStep,
	{nowMs, reason}: {readonly nowMs: number; readonly reason: string | undefined},
): string | undefined {
	const [stale] = staleProbes(state, gate, nowMs);
	if (stale !== undefined) {
		return `“${stale.title}” is being measured again; one moment`;
	}
	const [bad] = (reason ?? '').trim() === '' ? badProbes(state, gate) : [];
	return bad === undefined
		? undefined
		: `“${bad.step.title}” is ${bad.result} now${bad.why === undefined ? '' : `: ${bad.why}`}; GO needs a reason`;
}

function isDecided(state: RunState, id: string): boolean {
	return ['overridden', 'skipped', 'deferred', 'not-applicable', 'resolved'].includes(
		progressOf(state, id).now.is,
	);
}

function latest(state: RunState, step: ProbeStep): ProbeAtGate {
	const end = progressOf(state, step.id).attempts.at(-1)?.end;
	const walked =
		end?.is === 'ended'
			? {at: end.at, result: end.outcome.result, why: end.outcome.why ?? end.outcome.summary}
			: undefined;
	const again = state.remeasured.get(step.id);
	const {at, result, why} =
		again !== undefined && (walked === undefined || again.at >= walked.at)
			? again
			: (walked ?? {at: undefined, result: 'unknown' as const, why: 'it was never measured'});
	return {
		step,
		result,
		...(at === undefined ? {} : {at}),
		...(why === undefined ? {} : {why}),
		changed: again !== undefined && result !== walked?.result,
	};
}
