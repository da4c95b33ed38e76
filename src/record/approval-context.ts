import type {InputValue} from '../engine/event.ts';
import {probesAtGate} from '../engine/gate-probes.ts';
import type {Artifact} from '../engine/record.ts';
import type {RunState} from '../engine/state.ts';
import type {StepId} from '../runbook/work-model.ts';
import {sha256Hex} from '../text/digest.ts';
import type {ApprovalContext} from './approval.ts';
import {artifactsOf} from './artifacts.ts';
import {policyFor, type Trust} from './trust.ts';

/**
What an approval of this gate is bound to as things stand. Made by the approver's gonogo and again by the driver's when
the answer comes in; guards' samples are not in it, so that watching voids nothing. The same for a state that was lived
and one that was read back.

@returns undefined while the gate is not open.
*/
export function approvalContext(
	state: RunState,
	gate: StepId,
	trust: Trust | undefined,
): ApprovalContext | undefined {
	const step = state.stepsById.get(gate);
	const now = state.progress.get(gate)?.now;
	if (step?.kind !== 'gate' || now?.is !== 'open') {
		return undefined;
	}
	const {run, runbook, environment} = state.opened;
	return {
		run,
		nonce: now.nonce,
		gate,
		question: sha256Hex(step.question),
		runbook: runbook.sha256,
		environment,
		inputs: inputsDigest([...state.inputs]),
		artifacts: artifactsDigest(artifactsOf(state)),
		evidence: evidenceDigest(state, gate),
		policy: policyDigest(trust, environment),
		head: now.head,
	};
}

type Inputs = readonly (readonly [string, InputValue])[];

/** Every value that was given, by name. */
function inputsDigest(inputs: Inputs): string {
	return digest(inputs.toSorted(byName));
}

function artifactsDigest(artifacts: readonly Artifact[]): string {
	return digest(inNameOrder(artifacts));
}

/** Whether a context is bound to these; the first approvals had their fields in the order they were told. */
export function isBoundTo(
	context: Pick<ApprovalContext, 'inputs' | 'artifacts'>,
	{inputs, artifacts}: {readonly inputs: Inputs; readonly artifacts: readonly Artifact[]},
): {readonly inputs: boolean; readonly artifacts: boolean} {
	const first = (value: unknown): string => sha256Hex(JSON.stringify(value));
	return {
		inputs: [inputsDigest(inputs), first(inputs.toSorted(byName))].includes(context.inputs),
		artifacts: [artifactsDigest(artifacts), first(inNameOrder(artifacts).map(asFirstTold))].includes(
			context.artifacts,
		),
	};
}

function asFirstTold({name, role, value, ...rest}: Artifact): Artifact {
	return {name, role, value, ...rest};
}

function inNameOrder(artifacts: readonly Artifact[]): readonly Artifact[] {
	return artifacts.toSorted((a, b) => a.name.localeCompare(b.name));
}

/** SHA-256 of all that decides who may approve there. */
export function policyDigest(trust: Trust | undefined, environment: string): string {
	return digest(
		trust === undefined
			? 'no trust file'
			: [policyFor(trust, environment), trust.roles, trust['may-not-approve']],
	);
}

/** Where every other step stands, what was answered and measured, the deviations and the guards' states. */
function evidenceDigest(state: RunState, gate: StepId): string {
	const steps = [...state.progress]
		.filter(([id]) => id !== gate)
		.toSorted(byName)
		.map(([id, {now, attempts, answer}]) => [
			id,
			now.is,
			answer?.answer,
			answer?.value,
			attempts.map(({end}) => end),
		]);
	const deviations = state.deviations.map(({at, by, step, what, why}) => [at, by, step, what, why]);
	const guards = [...state.guards].toSorted(byName).map(([id, guard]) => [id, guard.state]);
	const again = changedProbes(state, gate);
	return digest([steps, deviations, guards, ...(again.length === 0 ? [] : [again])]);
}

/** Probes that say otherwise since the gate waits. */
function changedProbes(state: RunState, gate: StepId): readonly (readonly [StepId, string])[] {
	const step = state.stepsById.get(gate);
	return step?.kind === 'gate'
		? probesAtGate(state, step).flatMap(({step: {id}, result, changed}) =>
				changed ? [[id, result] as const] : [],
			)
		: [];
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
	return a < b ? -1 : 1;
}

function digest(value: unknown): string {
	return sha256Hex(JSON.stringify(value, inOrder));
}

/** Fields stand in the order of their names: how an object was put together says nothing. */
function inOrder(_: string, value: unknown): unknown {
	const isRecord = typeof value === 'object' && value !== null && !Array.isArray(value);
	return isRecord ? Object.fromEntries(Object.entries(value).toSorted(byName)) : value;
}
