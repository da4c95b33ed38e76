import type {DeploymentRecord} from '../engine/record.ts';
import type {ApprovalRecord} from '../engine/record-steps.ts';
import type {AllowedSigner} from './allowed-signers.ts';
import {type VerifiedApproval, verifyApproval} from './approval.ts';
import {policyFor, rolesOf, type Trust} from './trust.ts';
import {failed, notChecked, passed, type VerificationCheck} from './verification.ts';

export type GateLook = {
	readonly allowedSigners?: readonly AllowedSigner[] | undefined;
	readonly trust?: Trust | undefined;
};

export type GateChecks = {readonly checks: readonly VerificationCheck[]; readonly allMet: boolean};

/** Whether every gate that was passed was passed by signed approvals of enough people who may approve. */
export function checkGates(record: DeploymentRecord, {allowedSigners, trust}: GateLook): GateChecks {
	const {approvals, environment, run} = record;
	if (approvals.length === 0) {
		return noGates(record, trust);
	}
	if (run.flags.includes('rehearsal')) {
		return {checks: [notChecked('gates', 'gates', 'A rehearsal answers its gates itself.')], allMet: false};
	}
	if (trust === undefined || allowedSigners === undefined) {
		const why = `No trust file${allowedSigners === undefined ? ' and no allowed signers were' : ' was'} given: who may approve is not known.`;
		return {checks: [notChecked('gates', 'gates', why), ...nobodyElse(record)], allMet: false};
	}
	const latest = [...new Map(approvals.map(approval => [approval.step, approval])).values()];
	const policy = policyFor(trust, environment.name);
	const met = latest.map(approval => checkGate(approval, {record, allowedSigners, trust, policy}));
	const checks = [...met, ...passedBy(record)];
	return {checks: [...checks, ...nobodyElse(record)], allMet: checks.every(({result}) => result === 'PASS')};
}

function noGates({environment}: DeploymentRecord, trust: Trust | undefined): GateChecks {
	if (trust === undefined) {
		return {
			checks: [
				notChecked('gates', 'gates', 'The run had none, and no trust file says whether it should have.'),
			],
			allMet: false,
		};
	}
	const {approvals} = policyFor(trust, environment.name);
	return approvals === 0
		? {
				checks: [passed('gates', 'gates', `The run had none, and ${environment.name} asks for none.`)],
				allMet: true,
			}
		: {
				checks: [failed('gates', 'gates', `The run had none; ${environment.name} asks for ${approvals}.`)],
				allMet: false,
			};
}

function nobodyElse({run}: DeploymentRecord): VerificationCheck[] {
	const alone = run.flags.includes('single-operator');
	return alone
		? [
				notChecked(
					'gates',
					'segregation of duties',
					'Single operator, no segregation of duties: one person drove and answered.',
				),
			]
		: [];
}

type Judging = {
	readonly record: DeploymentRecord;
	readonly allowedSigners: readonly AllowedSigner[];
	readonly trust: Trust;
	readonly policy: ReturnType<typeof policyFor>;
};

function checkGate(approval: ApprovalRecord, judging: Judging): VerificationCheck {
	const name = `gate ${approval.step}`;
	const stopped = approval.answers.find(({answer}) => answer === 'no-go');
	if (stopped !== undefined) {
		return passed('gates', name, `NO-GO by ${stopped.by}; it was not passed.`);
	}
	const judged = approval.answers.map(answer => judge(approval, answer, judging));
	const bad = judged.find(one => 'why' in one);
	if (bad !== undefined && 'why' in bad) {
		return failed('gates', name, bad.why);
	}
	return count(
		approval,
		judged.flatMap(one => ('person' in one ? [one] : [])),
		judging,
	);
}

/** Distinct people and distinct keys, and in a poll every role that was asked. */
function count(approval: ApprovalRecord, good: readonly Approved[], {policy}: Judging): VerificationCheck {
	const name = `gate ${approval.step}`;
	const people = [...new Set(good.map(one => one.person))];
	const counted = Math.min(people.length, new Set(good.map(one => one.fingerprint)).size);
	const needed = Math.max(approval.approvals, policy.approvals);
	const silent = approval.roles.filter(role => !good.some(one => one.role === role));
	const said = `${counted} of ${needed} signed approvals${people.length === 0 ? '' : ` (${people.join(', ')})`}`;
	if (counted >= needed && silent.length === 0) {
		return passed('gates', name, `${said}.`);
	}
	const roles = silent.length === 0 ? '' : `, none for ${silent.join(', ')}`;
	return notChecked('gates', name, `${said}${roles}; other answers were typed at the driver's terminal.`);
}

type Approved = {readonly person: string; readonly fingerprint: string; readonly role: string | undefined};
type Judged = Approved | {readonly why: string} | {readonly unsigned: true};

/** An unsigned answer counts for nothing here; a signed one that does not hold is worse than none. */
function judge(
	approval: ApprovalRecord,
	answer: ApprovalRecord['answers'][number],
	judging: Judging,
): Judged {
	if (answer.signed === undefined) {
		return {unsigned: true};
	}
	const {record, allowedSigners} = judging;
	const expected = {
		run: record.run.id,
		nonce: approval.nonce,
		gate: approval.step,
		question: approval.questionSha256,
		runbook: record.runbook.sha256,
		environment: record.environment.name,
		head: approval.head,
	};
	const verified = verifyApproval(answer.signed, {allowedSigners, expected, atMs: Date.parse(answer.at)});
	if (!verified.ok) {
		return {why: `The approval by ${answer.by}: ${verified.why}.`};
	}
	const why = whyNot(verified.value, answer, judging);
	const {by: person, fingerprint, role} = verified.value;
	return why === undefined ? {person, fingerprint, role} : {why};
}

function whyNot(
	approval: VerifiedApproval,
	answer: ApprovalRecord['answers'][number],
	judging: Judging,
): string | undefined {
	const {by, fingerprint} = approval;
	const {record, trust, policy} = judging;
	if (by !== answer.by || approval.answer !== answer.answer || approval.role !== answer.role) {
		return `The journal says ${answer.answer} by ${answer.by}, the signed approval ${approval.answer} by ${by}.`;
	}
	if (trust['may-not-approve'].includes(by)) {
		return `${by} may not approve.`;
	}
	if (isDriver(record, {by, fingerprint}) && !policy['driver-may-approve']) {
		return `${by} drove and may not approve the same run.`;
	}
	const inRole = policy.roles.length === 0 || rolesOf(trust, by).some(role => policy.roles.includes(role));
	return inRole ? undefined : `${by} has none of the roles that may approve: ${policy.roles.join(', ')}.`;
}

/** By name and by key: another name for the same key is the same person. */
function isDriver(
	{people, signing}: DeploymentRecord,
	{by, fingerprint}: {by: string; fingerprint: string},
): boolean {
	const drove = people.some(({name, drove: times}) => name === by && times.length > 0);
	return drove || ('keyid' in signing.person && signing.person.keyid === fingerprint);
}

/** A gate that was decided past instead of answered. */
function passedBy({steps}: DeploymentRecord): VerificationCheck[] {
	return steps
		.filter(
			({kind, state}) =>
				kind === 'gate' &&
				(state === 'overridden' || state === 'skipped' || state === 'deferred' || state === 'resolved'),
		)
		.map(({id, state}) => notChecked('gates', `gate ${id}`, `It was ${state} and never met.`));
}
