import type {DeploymentRecord} from '../engine/record.ts';
import type {ApprovalRecord} from '../engine/record-steps.ts';
import type {StepId} from '../runbook/work-model.ts';
import {sha256Hex} from '../text/digest.ts';
import type {AllowedSigner} from './allowed-signers.ts';
import {type VerifiedApproval, verifyApproval} from './approval.ts';
import {approvedOtherwise} from './approved-with.ts';
import {policyFor, type Trust} from './trust.ts';
import {failed, notChecked, passed, type VerificationCheck} from './verification.ts';
import {allNamesOf, namesOf, whyNotApprover} from './who-may.ts';

export type GateLook = {
	readonly allowedSigners?: readonly AllowedSigner[] | undefined;
	readonly trust?: Trust | undefined;
};

export type GateChecks = {readonly checks: readonly VerificationCheck[]; readonly allMet: boolean};

/** Whether every gate that was passed was passed by signed approvals of enough people who may approve. */
export function checkGates(record: DeploymentRecord, {allowedSigners, trust}: GateLook): GateChecks {
	const {approvals, environment, run} = record;
	const untold = [...passedUntold(record), ...brokenGlass(record)];
	if (untold.length > 0) {
		return {checks: untold, allMet: false};
	}
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
	if (sha256Hex(approval.question) !== approval.questionSha256) {
		return failed('gates', name, 'The question the record tells is not the one that was asked.');
	}
	if (stopped !== undefined) {
		return checkStopped(approval.step, stopped.by, judging.record);
	}
	const standing = approval.answers.filter(({voided}) => voided === undefined);
	const judged = standing.map(answer => judge(approval, answer, judging));
	const bad = judged.find(one => 'why' in one);
	if (bad !== undefined && 'why' in bad) {
		return failed('gates', name, bad.why);
	}
	return count(approval, judged, judging);
}

/** A NO-GO needs no signature to count; that the run went on past it does. */
function checkStopped(id: StepId, by: string, {steps, verdict, cut}: DeploymentRecord): VerificationCheck {
	const state = steps.find(step => step.id === id)?.state;
	if (state === 'no-go' && !verdict.is.startsWith('complete')) {
		return passed('gates', `gate ${id}`, `NO-GO by ${by}; it was not passed.`);
	}
	if (state === undefined ? cut !== undefined : state !== 'passed') {
		return notChecked('gates', `gate ${id}`, `NO-GO by ${by}; the run ended ${verdict.is} all the same.`);
	}
	return failed('gates', `gate ${id}`, `NO-GO by ${by}, and the record says that it was passed.`);
}

/** Distinct people and distinct keys, and in a poll every role that was asked. */
function count(
	approval: ApprovalRecord,
	judged: readonly Judged[],
	{policy, allowedSigners}: Judging,
): VerificationCheck {
	const name = `gate ${approval.step}`;
	const good = judged.flatMap(one => ('person' in one ? [one] : []));
	const people = [...new Set(good.map(one => one.person))];
	const distinct = new Set(people.map(name => [...allNamesOf([name], allowedSigners)].toSorted()[0]));
	const counted = Math.min(distinct.size, new Set(good.map(one => one.fingerprint)).size);
	const needed = Math.max(approval.approvals, policy.approvals);
	const silent = approval.roles.filter(role => !good.some(one => one.role === role));
	const said = `${counted} of ${needed} signed approvals${people.length === 0 ? '' : ` (${people.join(', ')})`}`;
	if (counted >= needed && silent.length === 0) {
		return passed('gates', name, `${said}.`);
	}
	const roles = silent.length === 0 ? '' : `, none for ${silent.join(', ')}`;
	const others = judged.flatMap(one => ('instead' in one ? [one.instead] : []));
	return notChecked('gates', name, [`${said}${roles}`, ...new Set(others)].join('; ').concat('.'));
}

type Approved = {readonly person: string; readonly fingerprint: string; readonly role: string | undefined};
/** `instead`: what the answer is, since it counts for nothing here. */
type Judged = Approved | {readonly why: string} | {readonly instead: string};

/** An unsigned answer counts for nothing here; a signed one that does not hold is worse than none. */
function judge(
	approval: ApprovalRecord,
	answer: ApprovalRecord['answers'][number],
	judging: Judging,
): Judged {
	if (answer.signed === undefined) {
		return {instead: "other answers were typed at the driver's terminal"};
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
	if (why !== undefined) {
		return {why};
	}
	const other = approvedOtherwise(verified.value, answer.at, record);
	if (other !== undefined) {
		return {instead: other};
	}
	const tookOver = droveAs(person, record).length > 0 && !judging.policy['driver-may-approve'];
	return tookOver
		? {instead: `${person} took the driving over later, so that their approval is nobody else's`}
		: {person, fingerprint, role};
}

function whyNot(
	approval: VerifiedApproval,
	answer: ApprovalRecord['answers'][number],
	judging: Judging,
): string | undefined {
	const {by, role} = approval;
	const {record, trust, policy} = judging;
	const isSame =
		by === answer.by &&
		approval.answer === answer.answer &&
		role === answer.role &&
		approval.choice === answer.choice;
	if (!isSame) {
		return `The journal says ${answer.answer} by ${answer.by}, the signed approval ${approval.answer} by ${by}.`;
	}
	if (hadDriven(approval, answer.at, judging) && !policy['driver-may-approve']) {
		return `${by} drove and may not approve the same run.`;
	}
	const gateRoles = record.approvals.find(({step}) => step === approval.context.gate)?.roles ?? [];
	const why = whyNotApprover(trust, record.environment.name, {by, role, gateRoles});
	return why === undefined ? undefined : `${why}.`;
}

/** By name and by key: another name for the same key is the same person. Who took over later had not driven yet. */
function hadDriven({by, fingerprint}: VerifiedApproval, at: string, judging: Judging): boolean {
	const {record, allowedSigners} = judging;
	const names = [...allNamesOf([by, ...namesOf(fingerprint, allowedSigners)], allowedSigners)];
	const {person} = record.signing;
	const isSigner = ('keyid' in person && person.keyid === fingerprint) || names.includes(person.name);
	const drove = names.flatMap(name => droveAs(name, record));
	return drove.some(({from}) => Date.parse(from) <= Date.parse(at)) || (isSigner && drove.length === 0);
}

function droveAs(person: string, {people}: DeploymentRecord): DeploymentRecord['people'][number]['drove'] {
	return people.find(({name}) => name === person)?.drove ?? [];
}

/** A gate can't be passed without having been opened: who leaves that out hides who answered. */
function passedUntold({steps, approvals}: DeploymentRecord): VerificationCheck[] {
	const opened = new Set(approvals.map(({step}) => step));
	return steps
		.filter(({id, kind, state}) => kind === 'gate' && state === 'passed' && !opened.has(id))
		.map(({id}) =>
			failed('gates', `gate ${id}`, 'It was passed, and the record does not tell who answered.'),
		);
}

/** Without the people it asks for a gate opens in an emergency alone, and then somebody has to look at it later. */
function brokenGlass({approvals, emergency, reviews}: DeploymentRecord): VerificationCheck[] {
	const broken = approvals.filter(({answers}) => answers.some(({breakGlass}) => breakGlass === true));
	return broken
		.filter(() => emergency === undefined || reviews.length === 0)
		.map(({step}) =>
			failed(
				'gates',
				`gate ${step}`,
				emergency === undefined
					? 'The glass was broken, and there was no emergency.'
					: 'The glass was broken, and no review of it is due.',
			),
		);
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
