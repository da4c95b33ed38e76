import type {Amendment} from '../engine/amendment.ts';
import type {DeploymentRecord} from '../engine/record.ts';

type CheckResult = 'PASS' | 'FAIL' | 'NOT CHECKED';

/** The questions in the order they are asked; a later one is only as good as those before it. */
export const checkGroups = [
	'envelope',
	'statement',
	'recorder',
	'signatures',
	'people',
	'gates',
	'journal',
	'files',
	'artifacts',
	'history',
	'amendments',
] as const;

export type CheckGroup = (typeof checkGroups)[number];

export type VerificationCheck = {
	readonly group: CheckGroup;
	/** What was looked at, in a few words. */
	readonly name: string;
	readonly result: CheckResult;
	/** One sentence; outside text in it is not yet sanitised. */
	readonly why: string;
};

/**
How far a record can be believed: 0 by nobody known here · 1 a machine known here wrote it · 2 and the person who drove
signed it · 3 and every gate was met by signed approvals · 4 and a token was touched, and a head remembered outside fits.
*/
export type TrustLevel = 0 | 1 | 2 | 3 | 4;

export type Verification = {
	readonly checks: readonly VerificationCheck[];
	/** No check failed. What was not checked is no failure: the level says how far it got. */
	readonly ok: boolean;
	readonly level: TrustLevel;
	/** What no check here can know, in sentences. */
	readonly unknowable: readonly string[];
	/** The record's id, once the envelope could be read. */
	readonly id?: string;
	readonly record?: DeploymentRecord;
	/** What was said of the run later and holds. */
	readonly amendments?: readonly Amendment[];
};

export const levelWords: readonly string[] = [
	'refused, or not signed by anyone known here',
	'signed by a machine known here',
	'signed by the person who drove',
	'signed by the person who drove, every gate met',
	'signed by the person who drove, every gate met, a token touched, a remembered head fits',
];

export function passed(group: CheckGroup, name: string, why: string): VerificationCheck {
	return {group, name, result: 'PASS', why};
}

export function failed(group: CheckGroup, name: string, why: string): VerificationCheck {
	return {group, name, result: 'FAIL', why};
}

export function notChecked(group: CheckGroup, name: string, why: string): VerificationCheck {
	return {group, name, result: 'NOT CHECKED', why};
}
