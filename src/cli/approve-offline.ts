import {readFile, stat, writeFile} from 'node:fs/promises';
import {resolve} from 'node:path';
import type {RunState} from '../engine/state.ts';
import {Fault} from '../fault.ts';
import {type Approval, exportApproval, importApproval, verifyApproval} from '../record/approval.ts';
import {makeApproval, type Said} from '../record/sign-approval.ts';
import {namespaces} from '../record/sshsig.ts';
import type {GateStep} from '../runbook/step-model.ts';
import type {Believed} from '../session/approvals.ts';
import {parseDuration} from '../text/duration.ts';
import {sanitiseLine} from '../text/sanitise.ts';

/** An exported approval can be handed in for an hour unless said otherwise. Milliseconds. */
const usualValidMs = 3_600_000;
/** A gate that waits longer than a week stands on yesterday's evidence. Milliseconds. */
const validMsMax = 604_800_000;

export type Exporting = {
	readonly state: RunState;
	readonly gate: GateStep;
	readonly said: Said;
	readonly believed: Believed;
	/** Where the file goes; nothing is overwritten. */
	readonly path: string;
	/** As it was typed: `30m`, `4h`. */
	readonly valid: string | undefined;
};

/**
Writes the file that an approver reads and signs with nothing but `ssh-keygen`.

@returns what to tell whoever sends it on.
*/
export async function exportTo({state, gate, said, believed, path, valid}: Exporting): Promise<string> {
	const validMs = validFor(valid);
	const making = {state, gate: gate.id, said, trust: believed.trust, now: new Date(), validMs};
	const made = makeApproval(making);
	if (!made.ok) {
		throw new Fault('record.trust', `Nothing was exported: ${made.why}.`, 'Both sides need one trust.yaml.');
	}
	await writeNew(resolve(path), exportApproval(made.value));
	return [
		`${sanitiseLine(path)} says what ${sanitiseLine(said.by)} would sign. Send it to them; they read it and sign it:`,
		'',
		`  ssh-keygen -Y sign -n ${namespaces.approval} -f THEIR_KEY ${sanitiseLine(path)}`,
		'',
		`The answer is ${sanitiseLine(path)}.sig. With both files here, before ${made.value.expiresAt}:`,
		'',
		`  gonogo approve ${state.opened.run} ${gate.id} --import ${sanitiseLine(path)}`,
		'',
	].join('\n');
}

function validFor(typed: string | undefined): number {
	const validMs = typed === undefined ? usualValidMs : parseDuration(typed);
	if (validMs === undefined || validMs <= 0 || validMs > validMsMax) {
		throw new Fault(
			'cli.usage',
			`--valid takes a time of up to 7 days, such as 30m or 4h, not “${sanitiseLine(typed ?? '')}”.`,
			'Left out, the approval can be handed in for an hour.',
		);
	}
	return validMs;
}

/** Readable by others: it is made to be sent on. */
async function writeNew(path: string, bytes: Uint8Array): Promise<void> {
	try {
		await writeFile(path, bytes, {flag: 'wx', mode: 0o644});
	} catch (error) {
		const isThere = error instanceof Error && 'code' in error && error.code === 'EEXIST';
		throw isThere
			? new Fault('cli.usage', `${path} is there already.`, 'Give another name: nothing is overwritten.')
			: new Fault('store.unwritable', `${path} can't be written: ${String(error)}`, 'Give another path.', {
					cause: error,
				});
	}
}

export type Imported = {readonly signed: string; readonly approval: Approval; readonly fingerprint: string};

/**
Reads an exported approval and the signature beside it, and checks the signature before anybody is asked to take it.

@throws Fault `record.invalid` when the two don't fit together or the signature does not hold.
*/
export async function importFrom(named: string, believed: Believed): Promise<Imported> {
	const path = resolve(named.replace(/\.sig$/, ''));
	const file = await bytesOf(path);
	const armor = (await bytesOf(`${path}.sig`)).toString('utf8');
	const joined = importApproval(file, armor);
	if (!joined.ok) {
		throw invalid(path, joined.why);
	}
	if (believed.allowedSigners.length === 0) {
		throw new Fault(
			'record.trust',
			'No allowed signers are known here, so that nobody’s signature can be checked.',
			'Name the file with --signers, or with `gonogo settings signers FILE`.',
		);
	}
	const {allowedSigners} = believed;
	const verified = verifyApproval(joined.value, {allowedSigners, expected: {}, atMs: Date.now()});
	if (!verified.ok) {
		throw invalid(path, verified.why);
	}
	const {fingerprint, touched: _, ...approval} = verified.value;
	return {signed: joined.value, approval, fingerprint};
}

function invalid(path: string, why: string): Fault {
	return new Fault(
		'record.invalid',
		`${sanitiseLine(path)} and its signature are no approval: ${sanitiseLine(why)}.`,
		'Export it again, and have that file signed as it is.',
	);
}

/** Two pages of text; what is larger was never exported here. Bytes. */
const bytesMax = 1_048_576;

async function bytesOf(path: string): Promise<Buffer> {
	try {
		const {size} = await stat(path);
		if (size > bytesMax) {
			throw new Error(`it has ${size} bytes, an approval has at most ${bytesMax}`);
		}
		return await readFile(path);
	} catch (error) {
		throw new Fault(
			'cli.usage',
			`${sanitiseLine(path)} can't be read: ${error instanceof Error ? error.message : String(error)}`,
			'--import needs the exported file, and beside it the .sig that ssh-keygen wrote.',
			{cause: error},
		);
	}
}
