import fc from 'fast-check';
import {expect, test} from 'vitest';
import {readAllowedSigners} from '../../src/record/allowed-signers.ts';
import {paeBytes, readEnvelope, type Signature, writeEnvelope} from '../../src/record/envelope.ts';
import {attempt} from '../../src/record/refused.ts';
import {readStrictJson} from '../../src/record/strict-json.ts';
import type {Verification} from '../../src/record/verification.ts';
import {verifyRecord} from '../../src/record/verify.ts';
import {envelopeOf, forgeSshsig, makeToken} from './forge.ts';
import {finish} from './world.ts';

const nowMs = Date.parse('2026-11-21T12:00:00Z');
const limits = {bytesMax: 1_048_576, depthMax: 32};

function refusal(bytes: Uint8Array | string): string {
	const given = Buffer.from(bytes);
	const started = performance.now();
	const verification = verifyRecord(given, {nowMs});
	expect(performance.now() - started).toBeLessThan(1000);
	expect(verification).toMatchObject({ok: false, level: 0});
	return verification.checks.find(({result}) => result === 'FAIL')?.why ?? '';
}

test.each<[string, string, string]>([
	['two keys alike', '{"payloadType":"a","payloadType":"b"}', 'the key "payloadType" stands twice'],
	['two keys alike, one in escapes', '{"payload":"a","p\\u0061yload":"b"}', 'the key "payload" stands twice'],
	['a key __proto__', '{"__proto__":{"payload":"x"}}', '__proto__'],
	['a huge whole number', '{"payload":9007199254740993}', 'too large to be read exactly'],
	['a number beyond a double', '{"payload":1e999}', 'too large to be read exactly'],
	['bytes behind the value', '{} {}', 'something follows the JSON value'],
	['half a character', '{"payload":"\\ud800"}', 'half a character'],
	['a control character in a string', '{"payload":"a\nb"}', 'control character'],
	['an unknown escape', '{"payload":"\\x41"}', 'an unknown escape'],
	['a comma too many', '{"payload":"a",}', 'a string is missing'],
	['a comment', '{/* */}', 'a string is missing'],
	['single quotes', "{'payload':1}", 'a string is missing'],
	['nothing', '', 'no JSON value'],
	['a byte order mark', '\uFEFF{}', 'no JSON value'],
	['a number with a leading zero', '[01]', '“]” is missing'],
])('an envelope with %s is refused with the reason', (_what, text, why) => {
	expect(refusal(text)).toContain(why);
});

test('an envelope that is no UTF-8 is refused', () => {
	expect(refusal(Buffer.from([0x7b, 0xff, 0x7d]))).toContain('not valid UTF-8');
});

test('an envelope of 200 MB is refused before it is looked at', () => {
	expect(refusal(Buffer.alloc(200_000_000, 0x20))).toContain('longer than 1048576 bytes');
});

test('10,000 signatures are refused', () => {
	const signatures = Array.from({length: 10_000}, (_one, index) => ({keyid: String(index), sig: 'AAAA'}));
	const text = JSON.stringify({payloadType: 'application/vnd.in-toto+json', payload: 'AAAA', signatures});
	expect(refusal(text)).toContain('more than 64 signatures');
});

test('nesting 10,000 deep is refused, in the envelope and in the statement', () => {
	const deep = '['.repeat(10_000) + ']'.repeat(10_000);
	expect(refusal(deep)).toContain('nested deeper than 32');
	expect(refusal(envelopeOf(deep))).toContain('nested deeper than 32');
});

test.each<[string, string]>([
	['line breaks', 'AAAA\nAAAA'],
	['the URL alphabet', 'A-_A'],
	['missing padding', 'AAA'],
	['bits left over', 'AAB='],
	['junk', '!!!!'],
])('base64 with %s is refused', (_what, payload) => {
	const text = JSON.stringify({payloadType: 'application/vnd.in-toto+json', payload, signatures: []});
	expect(refusal(text)).toContain('not canonical base64');
});

test.each<[string, string, string]>([
	['that is no statement', '{"a":1}', 'it is no in-toto statement'],
	[
		'of another program',
		'{"_type":"https://in-toto.io/Statement/v1","subject":[{"name":"a","digest":{"sha256":"' +
			'0'.repeat(64) +
			'"}}],"predicateType":"https://slsa.dev/provenance/v1","predicate":{}}',
		'this gonogo reads',
	],
	[
		'of a later version',
		'{"_type":"https://in-toto.io/Statement/v1","subject":[{"name":"a","digest":{"sha256":"' +
			'0'.repeat(64) +
			'"}}],"predicateType":"https://gonogo.dev/deployment-record/v0.2","predicate":{}}',
		'https://gonogo.dev/deployment-record/v0.2',
	],
])('a statement %s is refused, and its type is named', (_what, payload, why) => {
	expect(refusal(envelopeOf(payload))).toContain(why);
});

test('a field that the record’s form does not know is refused by name', async () => {
	const {bytes} = await finish();
	const {payload} = readEnvelope(bytes);
	const statement = JSON.parse(Buffer.from(payload).toString()) as {predicate: Record<string, unknown>};
	statement.predicate.surprise = true;
	expect(refusal(envelopeOf(JSON.stringify(statement)))).toContain('surprise');
});

type Change = (signatures: readonly Signature[]) => readonly Signature[];

async function withSignatures(
	change: Change,
	options: Partial<Parameters<typeof verifyRecord>[1]> = {},
): Promise<Verification> {
	const {bytes, recorder} = await finish();
	const envelope = readEnvelope(bytes);
	return verifyRecord(writeEnvelope({...envelope, signatures: change(envelope.signatures)}), {
		nowMs,
		recorderKeys: [recorder.spki],
		...options,
	});
}

function failures({checks}: Verification): string {
	return checks
		.filter(({result}) => result === 'FAIL')
		.map(({why}) => why)
		.join('\n');
}

test('a record whose signatures were taken away is refused: it names who was to sign', async () => {
	expect(failures(await withSignatures(() => []))).toContain('is missing');
});

test('a keyid that lies is refused', async () => {
	const lying = await withSignatures(signatures => signatures.map(({sig}) => ({keyid: '0'.repeat(64), sig})));
	expect(failures(lying)).toContain('is missing');
});

test('one key that stands there twice is refused', async () => {
	expect(failures(await withSignatures(signatures => [...signatures, ...signatures]))).toContain(
		'stands there twice',
	);
});

test('a recorder that is not known here signs no level', async () => {
	const {bytes} = await finish();
	expect(verifyRecord(bytes, {nowMs})).toMatchObject({ok: true, level: 0});
	const other = await finish();
	expect(verifyRecord(bytes, {nowMs, recorderKeys: [other.recorder.spki]})).toMatchObject({
		ok: true,
		level: 0,
	});
});

test('a whole record made anew with another recorder key is not the machine known here', async () => {
	const known = await finish();
	const forged = await finish();
	const verification = verifyRecord(forged.bytes, {nowMs, recorderKeys: [known.recorder.spki]});
	expect(verification.level).toBe(0);
	expect(verification.checks).toContainEqual(
		expect.objectContaining({group: 'recorder', name: 'recorder key', result: 'NOT CHECKED'}),
	);
});

test('a forger’s key under the id of a recorder known here is refused', async () => {
	const known = await finish();
	const forger = await finish();
	const envelope = readEnvelope(forger.bytes);
	const payload = Buffer.from(
		Buffer.from(envelope.payload).toString().replaceAll(forger.recorder.keyid, known.recorder.keyid),
	);
	const sig = forger.recorder.sign(paeBytes({...envelope, payload}));
	const bytes = writeEnvelope({...envelope, payload, signatures: [{keyid: known.recorder.keyid, sig}]});
	const verification = verifyRecord(bytes, {nowMs, recorderKeys: [known.recorder.spki]});
	expect(verification.level).toBe(0);
	expect(failures(verification)).toContain('does not match its own id');
});

test('a countersignature by a token nobody touched is refused though ssh-keygen takes it', async () => {
	const token = makeToken();
	const {bytes, recorder} = await finish();
	const envelope = readEnvelope(bytes);
	const {signers} = readAllowedSigners(Buffer.from(`alice@example.com ${token.line}\n`));
	const options = {nowMs, recorderKeys: [recorder.spki], allowedSigners: signers};
	const signedWith = (flags: number, known: Parameters<typeof verifyRecord>[1] = options) => {
		const text = forgeSshsig({
			blob: token.blob,
			signature: token.signature(flags),
			message: paeBytes(envelope),
		});
		const keyid = signers[0]?.key.fingerprint ?? '';
		return verifyRecord(
			writeEnvelope({...envelope, signatures: [...envelope.signatures, {keyid, sig: Buffer.from(text)}]}),
			known,
		);
	};
	expect(signedWith(0x01)).toMatchObject({ok: true, level: 2});
	expect(failures(signedWith(0x00))).toContain('without being touched');
	expect(failures(signedWith(0x00, {nowMs}))).toContain('without being touched');
});

test('whatever bytes come, verifying answers and never throws', () => {
	fc.assert(
		fc.property(
			fc.oneof(
				fc.uint8Array({maxLength: 200}),
				fc.json().map(text => Buffer.from(text)),
			),
			bytes => {
				expect(verifyRecord(bytes, {nowMs}).ok).toBe(false);
			},
		),
	);
});

test('what the strict reader accepts it reads as JSON.parse does', () => {
	fc.assert(
		fc.property(fc.json({maxDepth: 8}), text => {
			const read = attempt(() => readStrictJson(Buffer.from(text), limits));
			if (read.ok) {
				expect(read.value).toEqual(JSON.parse(text));
			} else {
				expect(read.why).toMatch(/__proto__|stands twice|too large|half a character/);
			}
		}),
		{numRuns: 500},
	);
});

test('what JSON.parse refuses the strict reader refuses', () => {
	fc.assert(
		fc.property(
			fc.json({maxDepth: 4}),
			fc.nat(),
			fc.constantFrom('', '"', '{', ',', '\\', '0', ']', ' '),
			(text, place, put) => {
				const at = place % (text.length + 1);
				const broken = text.slice(0, at) + put + text.slice(at + 1);
				if (!attempt(() => readStrictJson(Buffer.from(broken), limits)).ok) {
					return;
				}
				expect(() => JSON.parse(broken)).not.toThrow();
			},
		),
		{numRuns: 500},
	);
});
