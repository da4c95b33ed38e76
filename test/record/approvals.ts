import {execFileSync} from 'node:child_process';
import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {readAllowedSigners} from '../../src/record/allowed-signers.ts';
import {type Approval, exportApproval, importApproval} from '../../src/record/approval.ts';
import {approvalContext} from '../../src/record/approval-context.ts';
import type {MadeKey} from './ssh.ts';
import {entriesOf, release, stateOf, temporaryDirectory} from './world.ts';

export const answeredMs = Date.parse('2026-11-21T09:10:00Z');

/** The run up to the open gate. */
export const untilGate = release.slice(0, 10);

export function contextAt(told: typeof release) {
	const context = approvalContext(stateOf(entriesOf(told)), 'go', undefined);
	if (context === undefined) {
		throw new Error('the gate is not open');
	}
	return context;
}

export function approvalBy(by: string, change: Partial<Approval> = {}): Approval {
	return {
		question: 'Does the new version look good?',
		answer: 'go',
		role: 'approver',
		by,
		madeAt: '2026-11-21T09:09:30.000Z',
		expiresAt: '2026-11-21T10:09:30.000Z',
		context: contextAt(untilGate),
		...change,
	};
}

/** What the approver does on another computer, with OpenSSH alone. */
export function signElsewhere(
	approval: Approval,
	{file}: MadeKey,
	namespace = 'approval@gonogo.dev',
): {exported: Uint8Array; armor: string} {
	const exported = exportApproval(approval);
	const path = join(temporaryDirectory(), 'approval.txt');
	writeFileSync(path, exported);
	execFileSync('ssh-keygen', ['-q', '-Y', 'sign', '-n', namespace, '-f', file, path], {stdio: 'ignore'});
	return {exported, armor: readFileSync(`${path}.sig`, 'utf8')};
}

export function signed(approval: Approval, made: MadeKey): string {
	const {exported, armor} = signElsewhere(approval, made);
	const imported = importApproval(exported, armor);
	if (!imported.ok) {
		throw new Error(imported.why);
	}
	return imported.value;
}

export function people(...lines: readonly string[]) {
	return readAllowedSigners(Buffer.from(`${lines.join('\n')}\n`)).signers;
}
