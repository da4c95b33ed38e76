import type {Amendment} from '../engine/amendment.ts';
import type {DeploymentRecord} from '../engine/record.ts';
import type {AllowedSigner} from './allowed-signers.ts';
import {type ReadAmendment, readAmendment} from './amendment.ts';
import {checkPeople} from './check-people.ts';
import {checkSignatures, type Recorders} from './check-signatures.ts';
import {failed, notChecked, passed, type VerificationCheck} from './verification.ts';
import {allNamesOf, namesOf} from './who-may.ts';

export type AmendmentFile = {readonly name: string; readonly bytes: Uint8Array};

type Told = {
	/** The record's id. */
	readonly id: string;
	readonly record: DeploymentRecord;
	readonly files: readonly AmendmentFile[];
};

export type AmendmentLook = {
	/** keyids of the recorder keys known here. */
	readonly recorders: Recorders;
	readonly allowedSigners?: readonly AllowedSigner[];
	readonly nowMs: number;
};

/**
What was said of a run after its record was made: each signed, about this record, and each over the one before it, so that
one that was taken away leaves a gap. What holds and comes from someone known here is counted.
*/
export function checkAmendments(
	{id, record, files}: Told,
	look: AmendmentLook,
): {readonly checks: readonly VerificationCheck[]; readonly counted: readonly Amendment[]} {
	const judged = files
		.toSorted((a, b) => a.name.localeCompare(b.name))
		.map(({name, bytes}) => ({name, read: readAmendment(bytes)}));
	const checks: VerificationCheck[] = [];
	const counted: Amendment[] = [];
	let before: string | undefined;
	for (const [index, {name, read}] of judged.entries()) {
		const why = read.ok
			? misplaced(read.value, {id, number: index + 1, before})
			: `It can't be accepted: ${read.why}.`;
		if (why !== undefined || !read.ok) {
			checks.push(failed('amendments', name, why ?? ''));
			before = read.ok ? read.value.id : undefined;
			continue;
		}
		const check = judge(name, read.value, {record, look});
		checks.push(check);
		counted.push(...(check.result === 'PASS' ? [read.value.amendment] : []));
		before = read.value.id;
	}
	return {checks, counted};
}

function misplaced(
	{amendment}: ReadAmendment,
	expected: {id: string; number: number; before: string | undefined},
): string | undefined {
	if (amendment.record !== expected.id) {
		return `It is about another record, ${amendment.record.slice(0, 16)}….`;
	}
	return amendment.number === expected.number && amendment.previous === expected.before
		? undefined
		: 'It does not follow the one before it: one was taken away or put in.';
}

function judge(
	name: string,
	{envelope, amendment}: ReadAmendment,
	{record, look}: {record: DeploymentRecord; look: AmendmentLook},
): VerificationCheck {
	const {signing, at} = amendment;
	const signatures = checkSignatures(envelope, signing, look.recorders);
	const asRecord = {...record, signing, run: {...record.run, endedAt: at}};
	const people = checkPeople({
		record: asRecord,
		held: signatures.held,
		allowedSigners: look.allowedSigners,
		nowMs: look.nowMs,
	});
	const wrong = [...signatures.checks, ...people.checks].find(({result}) => result === 'FAIL');
	if (wrong !== undefined) {
		return failed('amendments', name, `${wrong.name}: ${wrong.why}`);
	}
	const said = `${saidIn(amendment)}, says ${amendment.by}`;
	const keys = signatures.held.map(({key}) => key.fingerprint);
	const why = uncounted(amendment, record, {keys, allowedSigners: look.allowedSigners ?? []});
	if (why !== undefined) {
		return notChecked('amendments', name, `${said}. It does not count: ${why}.`);
	}
	return signatures.recorderKnown || people.driverSigned
		? passed('amendments', name, `${said}.`)
		: notChecked('amendments', name, `${said}. It does not count: nobody known here has signed it.`);
}

type Reviewers = {
	/** Fingerprints of the keys that signed it. */
	readonly keys: readonly string[];
	readonly allowedSigners: readonly AllowedSigner[];
};

/** A review is only one when a person signs for it who did not take part, under this name or another of their key's. */
function uncounted(
	{says, by}: Pick<Amendment, 'says' | 'by'>,
	{people, signing: {person}}: Pick<DeploymentRecord, 'people' | 'signing'>,
	{keys, allowedSigners}: Reviewers,
): string | undefined {
	if (says.is !== 'review-done') {
		return undefined;
	}
	const own = [by, ...keys.flatMap(key => namesOf(key, allowedSigners))];
	const names = allNamesOf(own, allowedSigners);
	const isDriver = ('keyid' in person && keys.includes(person.keyid)) || names.has(person.name);
	if (isDriver || people.some(({name}) => names.has(name))) {
		return `${by} took part in the run`;
	}
	return keys.length > 0 ? undefined : 'no person has signed it';
}

/** An amendment in a few words; outside text in it is not yet sanitised. */
export function saidIn({says}: Pick<Amendment, 'says'>): string {
	switch (says.is) {
		case 'incident':
			return `Incident ${says.incident}`;
		case 'review-done':
			return `Reviewed: ${says.note}`;
		case 'deferred-done':
			return `Deferred step ${says.step} is done: ${says.note}`;
		case 'rating':
			return `The runbook served ${says.rating} of 5`;
	}
}
