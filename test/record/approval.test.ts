import {describe, expect, test} from 'vitest';
import {type Approval, exportApproval, importApproval, verifyApproval} from '../../src/record/approval.ts';
import {approvalContext} from '../../src/record/approval-context.ts';
import {readEnvelope, writeEnvelope} from '../../src/record/envelope.ts';
import {readTrust} from '../../src/record/trust.ts';
import {has} from '../needs.ts';
import {answeredMs, approvalBy, contextAt, people, signElsewhere, signed, untilGate} from './approvals.ts';
import {forgeSshsig, makeToken} from './forge.ts';
import {makeSshKey} from './ssh.ts';
import {entriesOf, type release, stateOf, temporaryDirectory} from './world.ts';

const nowMs = Date.parse('2026-11-21T12:00:00Z');

describe.skipIf(!has('ssh-keygen'))('an approval from another computer', () => {
	const directory = () => temporaryDirectory();
	const bobsKey = () => makeSshKey(directory(), {name: 'bob'});

	test('that was exported, signed by ssh-keygen and imported is accepted', () => {
		const bob = bobsKey();
		const text = signed(approvalBy('bob@example.com'), bob);
		const look = {
			allowedSigners: people(`bob@example.com ${bob.line}`),
			expected: contextAt(untilGate),
			atMs: answeredMs,
		};
		expect(verifyApproval(text, look)).toMatchObject({
			ok: true,
			value: {by: 'bob@example.com', answer: 'go'},
		});
	});

	test('reads as words and digests before it is signed', () => {
		const text = Buffer.from(exportApproval(approvalBy('bob@example.com'))).toString();
		expect(text).toContain('"question": "Does the new version look good?"');
		expect(text).toContain('"answer": "go"');
	});

	test.each<[string, (told: typeof release) => typeof release, string]>([
		[
			'another input',
			told => [
				...told.slice(0, 2),
				{
					event: {
						type: 'inputs.set',
						values: {image: {is: 'value', value: 'registry.example.com/shop:latest', from: 'asked'}},
					},
				},
				...told.slice(2),
			],
			'inputs',
		],
		[
			'another answer',
			told =>
				told.map(one =>
					one.event.type === 'check.answered' && one.event.step === 'error-rate'
						? {event: {...one.event, value: '9 %'}}
						: one,
				),
			'evidence',
		],
		[
			'a new deviation',
			told => [
				...told.slice(0, 9),
				{event: {type: 'reading.overridden', step: 'announce', as: 'output', reason: 'x'}},
				...told.slice(9),
			],
			'evidence',
		],
		[
			'another opening of the gate',
			told =>
				told.map(one =>
					one.event.type === 'gate.opened' ? {event: {...one.event, nonce: '2'.repeat(32)}} : one,
				),
			'nonce',
		],
		[
			'another journal',
			told =>
				told.map(one =>
					one.event.type === 'gate.opened' ? {event: {...one.event, head: 'c'.repeat(64)}} : one,
				),
			'head',
		],
		[
			'another runbook',
			told =>
				told.map(one =>
					one.event.type === 'run.opened'
						? {event: {...one.event, runbook: {...one.event.runbook, sha256: 'd'.repeat(64)}}}
						: one,
				),
			'runbook',
		],
	])('is void after %s, and the difference is named', (_what, change, field) => {
		const bob = bobsKey();
		const text = signed(approvalBy('bob@example.com'), bob);
		const look = {
			allowedSigners: people(`bob@example.com ${bob.line}`),
			expected: contextAt(change(untilGate)),
			atMs: answeredMs,
		};
		expect(verifyApproval(text, look)).toEqual({ok: false, why: `context differs: ${field}`});
	});

	test('is void after another policy', () => {
		const reading = readTrust(Buffer.from('version: 1\nenvironments: {production: {approvals: 2}}\n'));
		const state = stateOf(entriesOf(untilGate));
		const strict = approvalContext(state, 'go', reading.ok ? reading.trust : undefined);
		expect(strict?.policy).not.toBe(contextAt(untilGate).policy);
	});

	test('stands on the same in the process that lives the run and in one that reads its journal', () => {
		const entries = entriesOf(untilGate);
		const turned = (value: unknown): unknown =>
			typeof value === 'object' && value !== null && !Array.isArray(value)
				? Object.fromEntries(
						Object.entries(value)
							.map(([name, one]) => [name, turned(one)])
							.toReversed(),
					)
				: value;
		const lived = entries.map(entry => ({...entry, event: turned(entry.event) as typeof entry.event}));
		expect(approvalContext(stateOf(lived), 'go', undefined)).toEqual(contextAt(untilGate));
	});

	test('is not voided by what a guard measured', () => {
		const watched: typeof release = [
			...untilGate.slice(0, 9),
			{event: {type: 'note.added', text: 'watching'}},
			...untilGate.slice(9),
		];
		expect(contextAt(watched)).toEqual(contextAt(untilGate));
	});

	test('that is too old, of the future, by someone else or by nobody known is refused', () => {
		const bob = bobsKey();
		const expected = contextAt(untilGate);
		const look = (approval: Approval, line: string, atMs = answeredMs) => {
			const checked = verifyApproval(signed(approval, bob), {allowedSigners: people(line), expected, atMs});
			return checked.ok ? 'accepted' : checked.why;
		};
		const own = `bob@example.com ${bob.line}`;
		expect(look(approvalBy('bob@example.com'), own, nowMs)).toContain('it expired');
		expect(look(approvalBy('bob@example.com', {madeAt: '2026-11-21T09:59:00.000Z'}), own)).toContain(
			'still to come',
		);
		expect(look(approvalBy('carol@example.com'), own)).toContain('the key belongs to bob@example.com');
		expect(
			look(
				approvalBy('bob@example.com'),
				`carol@example.com ${makeSshKey(directory(), {name: 'carol'}).line}`,
			),
		).toContain('belongs to nobody');
		expect(
			look(approvalBy('bob@example.com'), `bob@example.com namespaces="record@gonogo.dev" ${bob.line}`),
		).toContain('may not sign approvals');
	});

	test('with a keyid that lies, or with two signatures, is refused', () => {
		const bob = bobsKey();
		const envelope = readEnvelope(Buffer.from(signed(approvalBy('bob@example.com'), bob)));
		const look = {allowedSigners: people(`bob@example.com ${bob.line}`), expected: {}, atMs: answeredMs};
		const check = (signatures: typeof envelope.signatures) => {
			const checked = verifyApproval(Buffer.from(writeEnvelope({...envelope, signatures})).toString(), look);
			return checked.ok ? 'accepted' : checked.why;
		};
		expect(check(envelope.signatures)).toBe('accepted');
		expect(check(envelope.signatures.map(({sig}) => ({keyid: 'SHA256:other', sig})))).toContain(
			'it says it was signed by SHA256:other',
		);
		expect(check([...envelope.signatures, ...envelope.signatures])).toBe('an approval has one signature');
		expect(check([])).toBe('an approval has one signature');
	});

	test('by a token that nobody touched is refused', () => {
		const token = makeToken();
		const allowedSigners = people(`bob@example.com ${token.line}`);
		const exported = exportApproval(approvalBy('bob@example.com'));
		const check = (flags: number) => {
			const armor = forgeSshsig({
				blob: token.blob,
				signature: token.signature(flags),
				message: exported,
				namespace: 'approval@gonogo.dev',
			});
			const imported = importApproval(exported, armor);
			return imported.ok && verifyApproval(imported.value, {allowedSigners, expected: {}, atMs: answeredMs});
		};
		expect(check(0x01)).toMatchObject({ok: true, value: {touched: true}});
		expect(check(0x00)).toEqual({ok: false, why: 'the token signed without being touched'});
	});

	test('signed for another purpose, or changed after export, is refused', () => {
		const bob = bobsKey();
		const {exported, armor} = signElsewhere(approvalBy('bob@example.com'), bob, 'record@gonogo.dev');
		const imported = importApproval(exported, armor);
		const look = {allowedSigners: people(`bob@example.com ${bob.line}`), expected: {}, atMs: answeredMs};
		expect(imported.ok && verifyApproval(imported.value, look)).toMatchObject({
			ok: false,
			why: expect.stringContaining('it was made for'),
		});
		expect(importApproval(Buffer.concat([exported, Buffer.from(' ')]), armor)).toEqual({
			ok: false,
			why: 'it was changed since it was exported',
		});
	});
});
