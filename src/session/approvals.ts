import type {Command} from '../engine/command.ts';
import {optional} from '../engine/decision.ts';
import {progressOf} from '../engine/draft.ts';
import type {GatePolicy} from '../engine/event-people.ts';
import type {GateAnswer, RunState} from '../engine/state.ts';
import {currentStep} from '../engine/walk.ts';
import type {AllowedSigner} from '../record/allowed-signers.ts';
import {type VerifiedApproval, verifyApproval} from '../record/approval.ts';
import {approvalContext} from '../record/approval-context.ts';
import {approvalWords} from '../record/approval-words.ts';
import type {Attempted} from '../record/refused.ts';
import {rolesOf, type Trust} from '../record/trust.ts';
import {allNamesOf, gatePolicyOf, namesOf, whyNotApprover} from '../record/who-may.ts';
import type {GateStep} from '../runbook/step-model.ts';

/** Whom a run believes. */
export type Believed = {
	/** What trust.yaml says; absent where there is none for this environment. */
	readonly trust?: Trust;
	readonly allowedSigners: readonly AllowedSigner[];
	/** Fingerprint of the driver's own key, where there is one. */
	readonly driverKey?: string;
};

/** Reads whom to believe as it stands on disk now: a file that changes under an open gate changes what the gate asks. */
export type Approvers = () => Promise<Attempted<Believed>>;

/** A signed approval as it comes in: the envelope, and the environment's name where it was typed. */
export type SignedAnswer = {readonly signed: string; readonly typed?: string | undefined};

export type Looking = {readonly believed: Believed; readonly nowMs: number};

/** The gate that waits for answers, or undefined. */
export function openGate(state: RunState): GateStep | undefined {
	const step = currentStep(state);
	return step?.kind === 'gate' && progressOf(state, step.id).now.is === 'open' ? step : undefined;
}

/** What trust.yaml asks of a gate that opens now; nothing in a rehearsal, whose gates stand for nothing. */
export function policyNow({opened}: RunState, {trust}: Believed): GatePolicy | undefined {
	return trust === undefined || opened.mode === 'rehearse'
		? undefined
		: gatePolicyOf(trust, opened.environment);
}

/** Checks a signed answer against the run as it stands. @returns who signed, and the command it comes to. */
export function judgeAnswer(
	state: RunState,
	{signed, typed}: SignedAnswer,
	looking: Looking,
): Attempted<{readonly by: string; readonly command: Command}> {
	const gate = openGate(state);
	if (gate === undefined) {
		return {ok: false, why: 'no gate is open'};
	}
	if (looking.believed.allowedSigners.length === 0) {
		return {ok: false, why: 'no allowed signers are known where the run is driven'};
	}
	const verified = verifyNow(signed, {state, gate, looking});
	if (!verified.ok) {
		return verified;
	}
	const {by, answer, role, choice, reason, fingerprint} = verified.value;
	const why = whyNot(verified.value, {state, gate, looking});
	if (why !== undefined) {
		return {ok: false, why};
	}
	const command = {
		type: 'answer-gate' as const,
		step: gate.id,
		answer,
		verified: {key: fingerprint, signed},
		...optional({role, choice, reason, typed}),
	};
	return {ok: true, value: {by, command}};
}

/** The command that voids what no longer holds at the open gate, or undefined while everything does. */
export function voidingOf(state: RunState, looking: Looking): Command | undefined {
	const gate = openGate(state);
	const progress = gate === undefined ? undefined : progressOf(state, gate.id);
	if (gate === undefined || progress?.now.is !== 'open') {
		return undefined;
	}
	const fallen = progress.gate.flatMap(answer => {
		const why = whyFallen(answer, {state, gate, looking});
		return why === undefined ? [] : [{by: answer.by, why}];
	});
	const now = policyNow(state, looking.believed);
	const policy = now?.digest === progress.now.policy?.digest ? undefined : now;
	const [first] = fallen;
	return first === undefined && policy === undefined
		? undefined
		: {
				type: 'void-answers',
				step: gate.id,
				people: fallen.map(({by}) => by),
				why: first?.why ?? 'context differs: policy',
				...optional({policy}),
			};
}

type At = {readonly state: RunState; readonly gate: GateStep; readonly looking: Looking};

function verifyNow(signed: string, {state, gate, looking}: At): Attempted<VerifiedApproval> {
	const {trust, allowedSigners} = looking.believed;
	const governing = policyNow(state, looking.believed) === undefined ? undefined : trust;
	const expected = approvalContext(state, gate.id, governing) ?? {};
	return verifyApproval(signed, {
		allowedSigners,
		expected,
		readsNow: approval => approvalWords(state, gate.id, approval),
		atMs: looking.nowMs,
	});
}

function whyFallen({answer, signed, voided}: GateAnswer, at: At): string | undefined {
	if (answer !== 'go' || signed === undefined || voided !== undefined) {
		return undefined;
	}
	const verified = verifyNow(signed, at);
	return verified.ok ? undefined : verified.why;
}

/** What the signature alone doesn't say: whether this person may approve here. A NO-GO is taken from everyone known. */
function whyNot(approval: VerifiedApproval, {state, gate, looking}: At): string | undefined {
	const {trust} = looking.believed;
	const policy = policyNow(state, looking.believed);
	if (approval.answer === 'no-go' || trust === undefined || policy === undefined) {
		return undefined;
	}
	const {by, role, fingerprint} = approval;
	const {roles} = gate;
	const own = rolesOf(trust, by);
	if (gate.gate !== 'poll' && roles.length > 0 && !own.some(one => roles.includes(one))) {
		return `${by} has none of the roles that this gate asks for: ${roles.join(', ')}`;
	}
	return (
		whyNotApprover(trust, state.opened.environment, {by, role, gateRoles: gate.roles}) ??
		(policy.driverMayApprove ? undefined : whyDriver(state, fingerprint, looking.believed)) ??
		whyTwice(by, {state, gate, looking})
	);
}

/** One person says GO under one name, however many keys and names the allowed signers have for them. */
function whyTwice(by: string, {state, gate, looking}: At): string | undefined {
	const names = allNamesOf([by], looking.believed.allowedSigners);
	const before = progressOf(state, gate.id).gate.find(
		answer =>
			answer.answer === 'go' && answer.voided === undefined && answer.by !== by && names.has(answer.by),
	);
	return before === undefined
		? undefined
		: `${by} and ${before.by}, who has said GO, are one person among the allowed signers`;
}

/** Another name for a driver's key is the driver. */
function whyDriver(state: RunState, fingerprint: string, believed: Believed): string | undefined {
	const {driverKey, allowedSigners} = believed;
	const driver =
		[...allNamesOf(namesOf(fingerprint, allowedSigners), allowedSigners)].find(name =>
			state.drove.includes(name),
		) ?? (fingerprint === driverKey ? state.operator : undefined);
	return driver === undefined
		? undefined
		: `it is signed with the key of ${driver}, who has driven this run and may not approve it`;
}
