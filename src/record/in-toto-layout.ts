import {basename} from 'node:path';
import type {DeploymentRecord} from '../engine/record.ts';
import type {AttemptRecord, StepRecord} from '../engine/record-steps.ts';
import {sha256Hex} from '../text/digest.ts';
import {paeBytes, payloadType, writeEnvelope} from './envelope.ts';
import type {RecorderKey} from './recorder-key.ts';

/** Auditors look at a layout years later; in-toto-verify refuses one that has expired. */
const yearsValid = 10;

/** An Ed25519 SPKI ends with the 32 bytes of the key itself (RFC 8410). */
const rawKeyBytes = 32;

/**
A record as in-toto knows supply chains (in-toto specification 1.0, in DSSE envelopes): a layout that names every step that
was done, and a link for each with the digests of the runbook it followed and of the output it left. All of it is signed
by the recorder, so it says no more than the record does, in files that in-toto-verify reads.

@param recorder must be the one that signed the record.
@returns bytes by file name: `root.layout` and `STEP.KEYID8.link`.
*/
export function inTotoFiles(
	record: DeploymentRecord,
	recorder: RecorderKey,
): ReadonlyMap<string, Uint8Array> {
	const key = publicKey(recorder);
	const done = record.steps.filter(step => step.attempts.length > 0 || step.answer !== undefined);
	const links = [
		...done.map(step => linkOf(record, step)),
		...record.approvals.filter(({answers}) => answers.length > 0).map(gate => gateLink(record, gate)),
	];
	const layout = {
		_type: 'layout',
		expires: expiry(record.run.endedAt),
		readme: `Run ${record.run.id} of “${record.runbook.title}” with gonogo ${record.run.gonogo}: ${record.verdict.is}.`,
		keys: {[key.keyid]: key},
		steps: links.map(({name}) => expectedStep(record, name, key.keyid)),
		inspect: [],
	};
	const sign = (payload: object) => signed(payload, recorder, key.keyid);
	return new Map([
		['root.layout', sign(layout)],
		...links.map((link): [string, Uint8Array] => [`${link.name}.${key.keyid.slice(0, 8)}.link`, sign(link)]),
	]);
}

/** The key and its id as securesystemslib makes them: the SHA-256 of the key's canonical JSON. */
function publicKey({spki}: RecorderKey) {
	const keyval = {public: Buffer.from(spki).subarray(-rawKeyBytes).toString('hex')};
	const canonical = JSON.stringify({keytype: 'ed25519', keyval, scheme: 'ed25519'});
	const keyid = sha256Hex(canonical);
	return {keyid, keytype: 'ed25519', scheme: 'ed25519', keyval};
}

function signed(content: object, {sign}: RecorderKey, keyid: string): Uint8Array {
	const payload = Buffer.from(JSON.stringify(content));
	const sig = sign(paeBytes({payloadType, payload}));
	return writeEnvelope({payloadType, payload, signatures: [{keyid, sig}]});
}

function expectedStep({runbook}: DeploymentRecord, name: string, keyid: string) {
	return {
		_type: 'step',
		name,
		pubkeys: [keyid],
		threshold: 1,
		expected_command: [],
		expected_materials: [
			['REQUIRE', basename(runbook.path)],
			['ALLOW', basename(runbook.path)],
			['DISALLOW', '*'],
		],
		expected_products: [
			['ALLOW', 'output/*'],
			['DISALLOW', '*'],
		],
	};
}

type Link = {
	readonly _type: 'link';
	readonly name: string;
	readonly command: readonly string[];
	readonly materials: Readonly<Record<string, {readonly sha256: string}>>;
	readonly products: Readonly<Record<string, {readonly sha256: string}>>;
	readonly byproducts: Readonly<Record<string, unknown>>;
	readonly environment: Readonly<Record<string, never>>;
};

function linkOf(record: DeploymentRecord, {id, state, attempts, answer}: StepRecord): Link {
	const last = attempts.at(-1);
	const byproducts = {
		...(last?.exit === undefined ? {} : {'return-value': last.exit}),
		state,
		...(answer === undefined ? {} : {answer: answer.answer, by: answer.by, at: answer.at}),
	};
	const command = last?.resolved === undefined ? [] : [last.resolved];
	return {...emptyLink(record, id), command, products: outputsOf(id, attempts), byproducts};
}

function gateLink(record: DeploymentRecord, {step, answers}: DeploymentRecord['approvals'][number]): Link {
	const told = answers.map(({answer, by, at}) => ({answer, by, at}));
	return {...emptyLink(record, step), byproducts: {answers: told}};
}

function emptyLink({runbook}: DeploymentRecord, name: string): Link {
	return {
		_type: 'link',
		name,
		command: [],
		materials: {[basename(runbook.path)]: {sha256: runbook.sha256}},
		products: {},
		byproducts: {},
		environment: {},
	};
}

function outputsOf(id: string, attempts: readonly AttemptRecord[]): Link['products'] {
	return Object.fromEntries(
		attempts.flatMap(({number, output}) =>
			output === undefined ? [] : [[`output/${id}.${number}.log`, {sha256: output.sha256}] as const],
		),
	);
}

/** in-toto wants whole seconds. */
function expiry(from: string): string {
	const at = new Date(from);
	at.setUTCFullYear(at.getUTCFullYear() + yearsValid);
	return `${at.toISOString().slice(0, 19)}Z`;
}
