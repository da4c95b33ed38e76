import type {Runbook} from '../runbook/model.ts';
import type {GateStep, Step} from '../runbook/step-model.ts';
import type {EventOf} from './event.ts';

/**
The runbook as this run is held to it: its own policy laid over its gates. It can only tighten: a gate that asks for more
people keeps asking for them. In an emergency the policy for emergencies stands in place of the one for gates, and the
runbook's section for emergencies is walked first.
*/
export function tightened(read: Runbook, {emergency}: Pick<EventOf<'run.opened'>, 'emergency'>): Runbook {
	const runbook =
		emergency === undefined ? read : {...read, walk: [...read.emergency, ...read.walk], emergency: []};
	const {policy} = runbook.meta;
	const asked = emergency === undefined ? policy?.gates : (policy?.emergency ?? policy?.gates);
	if (asked === undefined || (asked.approvals === undefined && asked.roles.length === 0)) {
		return runbook;
	}
	const over = (steps: readonly Step[]) =>
		steps.map(step => (step.kind === 'gate' ? tightenedGate(step, asked) : step));
	return {
		...runbook,
		walk: over(runbook.walk),
		rollback: over(runbook.rollback),
		emergency: over(runbook.emergency),
	};
}

function tightenedGate(
	gate: GateStep,
	{approvals = 1, roles}: {readonly approvals?: number; readonly roles: readonly string[]},
): GateStep {
	return {
		...gate,
		approvals: Math.max(gate.approvals, approvals),
		...(gate.roles.length === 0 && gate.gate !== 'poll' ? {roles} : {}),
	};
}
