import type {GatePolicy} from '../engine/event-people.ts';
import type {AllowedSigner} from './allowed-signers.ts';
import {policyDigest} from './approval-context.ts';
import {policyFor, rolesOf, type Trust} from './trust.ts';

/** Who signed an answer, and for what. */
export type Approver = {
	readonly by: string;
	/** For which role of a poll. */
	readonly role?: string | undefined;
	/** The roles the gate asks one by one; none for other gates. */
	readonly gateRoles: readonly string[];
};

/** Why trust.yaml does not let this person approve there, or undefined. Whether they drove is asked elsewhere. */
export function whyNotApprover(trust: Trust, environment: string, approver: Approver): string | undefined {
	const {by, role, gateRoles} = approver;
	if (trust['may-not-approve'].includes(by)) {
		return `${by} may not approve`;
	}
	const {roles} = policyFor(trust, environment);
	const own = rolesOf(trust, by);
	if (roles.length > 0 && !own.some(one => roles.includes(one))) {
		return `${by} has none of the roles that may approve: ${roles.join(', ')}`;
	}
	const answersFor = role !== undefined && gateRoles.includes(role) ? role : undefined;
	return answersFor === undefined || own.includes(answersFor)
		? undefined
		: `${by} does not have the role ${answersFor}`;
}

/** Everyone who could have signed with this key: another name for the same key is the same person. */
export function namesOf(fingerprint: string, allowedSigners: readonly AllowedSigner[]): readonly string[] {
	return allowedSigners
		.filter(({key}) => key.fingerprint === fingerprint)
		.flatMap(({principals}) => principals);
}

/**
All names of the person behind these: `bob,robert` on one line and `robert` alone on another are one person with two keys.

@param names of one person; a name that no line has stands for itself.
*/
export function allNamesOf(
	names: readonly string[],
	allowedSigners: readonly AllowedSigner[],
): ReadonlySet<string> {
	const found = new Set(names);
	for (let before = -1; before !== found.size; ) {
		before = found.size;
		const lines = allowedSigners.filter(({principals}) => principals.some(name => found.has(name)));
		for (const name of lines.flatMap(({principals}) => principals)) {
			found.add(name);
		}
	}
	return found;
}

/** What an environment asks of its gates, for the entry that opens one. */
export function gatePolicyOf(trust: Trust, environment: string): GatePolicy {
	const policy = policyFor(trust, environment);
	return {
		approvals: policy.approvals,
		roles: [...policy.roles],
		driverMayApprove: policy['driver-may-approve'],
		digest: policyDigest(trust, environment),
	};
}
