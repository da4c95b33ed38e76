import type {RunState} from '../engine/state.ts';
import type {StepId} from '../runbook/work-model.ts';
import {type Approval, exportApproval, importApproval} from './approval.ts';
import {approvalContext, policyDigest} from './approval-context.ts';
import {approvalWords} from './approval-words.ts';
import type {Attempted} from './refused.ts';
import {personSigner} from './sign.ts';
import type {PersonKey} from './ssh-key.ts';
import {namespaces} from './sshsig.ts';
import type {Trust} from './trust.ts';

/** What a person says at a gate. */
export type Said = Pick<Approval, 'answer' | 'reason' | 'role' | 'choice' | 'by'>;

export type Making = {
	readonly state: RunState;
	readonly gate: StepId;
	readonly said: Said;
	/** The approver's own trust file. Without one the driver's policy is taken as the journal tells it. */
	readonly trust?: Trust | undefined;
	readonly now: Date;
	/** How long the approval may be handed in. Milliseconds. */
	readonly validMs: number;
};

/**
Puts an approval together, ready to be signed: bound to the run as it stands in this state.

@returns why there is nothing to approve: no such gate is open, or the two trust files ask for different things.
*/
export function makeApproval({state, gate, said, trust, now, validMs}: Making): Attempted<Approval> {
	const context = approvalContext(state, gate, trust);
	const open = state.progress.get(gate)?.now;
	const step = state.stepsById.get(gate);
	if (context === undefined || open?.is !== 'open' || step?.kind !== 'gate') {
		return {ok: false, why: `the gate ${gate} is not open`};
	}
	const asked = open.policy?.digest ?? policyDigest(undefined, state.opened.environment);
	if (trust !== undefined && context.policy !== asked) {
		return {
			ok: false,
			why: `your trust.yaml and the driver’s ask for different things in ${state.opened.environment}`,
		};
	}
	const expires = new Date(now.getTime() + validMs);
	return {
		ok: true,
		value: {
			reads: approvalWords(state, gate, said),
			question: step.question,
			...said,
			madeAt: now.toISOString(),
			expiresAt: expires.toISOString(),
			context: {...context, policy: asked},
		},
	};
}

/** Signs an approval as a person. @returns the envelope as text, for the driver. */
export async function signApproval(
	approval: Approval,
	key: PersonKey,
	env: Readonly<Record<string, string | undefined>>,
): Promise<Attempted<string>> {
	const file = exportApproval(approval);
	const signed = await personSigner(key, env, namespaces.approval).sign(file);
	return signed.ok ? importApproval(file, Buffer.from(signed.value).toString('utf8')) : signed;
}
