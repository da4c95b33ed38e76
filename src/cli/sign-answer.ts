import type {EventOf} from '../engine/event.ts';
import type {RunState} from '../engine/state.ts';
import type {Attempted} from '../record/refused.ts';
import {makeApproval, type Said, signApproval} from '../record/sign-approval.ts';
import {findPersonKey, type PersonKey} from '../record/ssh-key.ts';
import {namesOf} from '../record/who-may.ts';
import type {StepId} from '../runbook/work-model.ts';
import type {Believed} from '../session/approvals.ts';
import {approversOf, type TrustOptions} from './approvers.ts';
import {operatorName} from './operator.ts';
import {keySearch} from './person-key.ts';
import type {Settings} from './settings.ts';

/** Someone who approves from here. */
export type Desk = {
	readonly stateDirectory: string;
	readonly settings: Settings;
	readonly options: TrustOptions & {
		/** The name to sign under, as the allowed signers have it. */
		readonly as?: string | undefined;
		/** The key to sign with. */
		readonly key?: string | undefined;
	};
	readonly opened: EventOf<'run.opened'>;
};

export type Approver = {readonly name: string; readonly key: PersonKey; readonly believed: Believed};

/** Handed in at once; long enough for a passphrase, a touch and a second thought. */
const atOnceMs = 900_000;

/** Who sits here, and their key. Their name is the one the allowed signers have for that key, unless they say otherwise. */
export async function approverAt(desk: Desk): Promise<Attempted<Approver>> {
	const believed = await approversOf(desk)();
	if (!believed.ok) {
		return believed;
	}
	const {settings, options, stateDirectory} = desk;
	const wanted = {...settings, ...(options.key === undefined ? {} : {key: options.key})};
	const found = await findPersonKey(await keySearch(stateDirectory, wanted));
	if (!found.ok) {
		return found;
	}
	const names = namesOf(found.key.publicKey.fingerprint, believed.value.allowedSigners);
	const own = await operatorName(settings);
	const name = options.as ?? (names.includes(own) ? own : (names[0] ?? own));
	return {ok: true, value: {name, key: found.key, believed: believed.value}};
}

/** Signs an answer to the gate that is open now. */
export async function signAnswer(
	{key, believed}: Approver,
	{state, gate, said}: {readonly state: RunState; readonly gate: StepId; readonly said: Said},
): Promise<Attempted<string>> {
	const made = makeApproval({
		state,
		gate,
		said,
		trust: believed.trust,
		now: new Date(),
		validMs: atOnceMs,
	});
	return made.ok ? signApproval(made.value, key, process.env) : made;
}
