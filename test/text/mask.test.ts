import {Buffer} from 'node:buffer';
import {spawnSync} from 'node:child_process';
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {createMasker, maskText, maskToken, secretProblem} from '../../src/text/mask.ts';
import {has} from '../needs.ts';
import {encodings} from './spellings.ts';

const awkward = `pä$$ "w'o<r>d&/\\+%`;
const secrets = ['hunter2hunter2', awkward, '0123456789abcdef'];

function inChunks(chunks: readonly Uint8Array[], hidden: readonly string[]): string {
	const masker = createMasker(hidden);
	return Buffer.concat([...chunks.map(chunk => Buffer.from(masker.write(chunk))), masker.end()]).toString(
		'utf8',
	);
}

const spelled = secrets.flatMap(secret =>
	Object.entries(encodings).map(([name, encode]) => ({secret, name, text: encode(secret)})),
);

describe.each(spelled)('“$secret” in $name', ({text}) => {
	test('is masked at every cut into three chunks', () => {
		const bytes = Buffer.from(`<${text}>\n`, 'utf8');
		for (let first = 0; first < bytes.length; first += 1) {
			for (let second = first; second < bytes.length; second += 1) {
				const chunks = [bytes.subarray(0, first), bytes.subarray(first, second), bytes.subarray(second)];
				expect(inChunks(chunks, secrets)).toBe(`<${maskToken}>\n`);
			}
		}
	});

	test.each([
		['colours', '\u001B[1;31m'],
		['C1 sequences', '\u009B0m'],
		['titles', '\u001B]0;x\u0007'],
		['charset switches', '\u001B(B'],
	])('is masked with %s between all its characters, at every cut', (_what, sequence) => {
		const bytes = Buffer.from(`<${[...text].join(sequence)}>`, 'utf8');
		for (let cut = 0; cut < bytes.length; cut += 1) {
			expect(inChunks([bytes.subarray(0, cut), bytes.subarray(cut)], secrets)).toBe(`<${maskToken}>`);
		}
	});

	test('is masked inside a title and a link, which no screen shows but a log file holds', () => {
		expect(maskText(`\u001B]0;${text}\u0007`, secrets)).toBe(`\u001B]0;${maskToken}\u0007`);
		expect(maskText(`\u001B]8;;https://x/?${text}\u001B\\y`, secrets)).toContain(maskToken);
	});
});

describe('a masker', () => {
	const piece = fc.oneof(
		fc.constantFrom(...spelled.map(({text}) => text)),
		fc.constantFrom(...spelled.map(({text}) => text.slice(0, 5)), ...spelled.map(({text}) => text.slice(-5))),
		fc.constantFrom(
			'\n',
			'\r\n',
			'\u001B[31m',
			'\u001B',
			'\u001B]',
			'\u0007',
			'\u009B',
			'Â',
			'h',
			'hu',
			'0123',
		),
		fc.string({maxLength: 4}),
	);
	const stream = fc.array(piece, {maxLength: 12}).map(pieces => pieces.join(''));

	test('gives the same however its input is split', () => {
		fc.assert(
			fc.property(stream, fc.array(fc.nat(300), {maxLength: 8}), (text, cuts) => {
				const bytes = Buffer.from(text, 'utf8');
				const places = [0, ...cuts.map(cut => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
				const chunks = places.slice(1).map((to, index) => bytes.subarray(places[index], to));
				expect(inChunks(chunks, secrets)).toBe(maskText(text, secrets));
			}),
			{numRuns: 3000},
		);
	});

	test('leaves no spelling of a secret, not even one that another cut open', () => {
		fc.assert(
			fc.property(stream, text => {
				const masked = maskText(text, secrets);
				expect(spelled.filter(({text: form}) => masked.includes(form))).toEqual([]);
			}),
			{numRuns: 3000},
		);
	});

	test('changes nothing where there is no secret, whatever the bytes', () => {
		fc.assert(
			fc.property(fc.array(fc.uint8Array({maxLength: 40}), {maxLength: 5}), chunks => {
				const masker = createMasker(['a secret that random bytes do not hold']);
				const out = Buffer.concat([...chunks.map(chunk => Buffer.from(masker.write(chunk))), masker.end()]);
				expect(out.equals(Buffer.concat(chunks))).toBe(true);
			}),
		);
	});

	test('gives a whole line out at once, also when it ends as a secret begins', () => {
		const masker = createMasker(['hunter2']);
		expect(Buffer.from(masker.write(Buffer.from('FAILED: no such dish\n'))).toString()).toBe(
			'FAILED: no such dish\n',
		);
		expect(Buffer.from(masker.write(Buffer.from('password: hunt'))).toString()).toBe('password: ');
		expect(Buffer.from(masker.end()).toString()).toBe('hunt');
	});

	test('holds back no more than it must, also of a secret that is torn apart without end', () => {
		const masker = createMasker(['hunter2']);
		const noise = Buffer.from('\u001B[31m'.repeat(20_000));
		masker.write(Buffer.from('hunte'));
		const out = Array.from({length: 5}, () => masker.write(noise).length);
		expect(out.slice(1)).toEqual([noise.length, noise.length, noise.length, noise.length]);
	});

	test('may be given a buffer that is used again for the next chunk', () => {
		const masker = createMasker(['hunter2']);
		const buffer = Buffer.from('a hun');
		const first = Buffer.from(masker.write(buffer)).toString();
		buffer.write('ger i');
		expect(first + Buffer.from(masker.write(buffer)).toString()).toBe('a hunger i');
	});
});

describe.each(secrets)('“%s” in base64', secret => {
	test.each([0, 1, 2])(
		'behind %i other bytes leaves none of its bits, at the end or before others',
		before => {
			const bytes = Buffer.from(secret);
			for (const around of [0x00, 0x5a, 0xff]) {
				const head = Buffer.alloc(before, around);
				const whole = Buffer.concat([head, bytes]).toString('base64');
				const untouched = Math.floor((before * 8) / 6);
				expect(maskText(`${whole}\n`, secrets)).toBe(`${whole.slice(0, untouched)}${maskToken}\n`);
				expect(maskText(`${whole.replaceAll('=', '')}\n`, secrets)).toBe(
					`${whole.slice(0, untouched)}${maskToken}\n`,
				);
				const inside = Buffer.concat([head, bytes, Buffer.alloc(4, around)]).toString('base64');
				const after = inside.slice(Math.ceil(((before + bytes.length) * 8) / 6));
				expect(maskText(`${inside}\n`, secrets)).toBe(`${inside.slice(0, untouched)}${maskToken}${after}\n`);
				const cuts = Array.from({length: inside.length}, (_, cut) =>
					inChunks([Buffer.from(inside.slice(0, cut)), Buffer.from(inside.slice(cut))], secrets),
				);
				expect(new Set(cuts)).toEqual(new Set([`${inside.slice(0, untouched)}${maskToken}${after}`]));
			}
		},
	);
});

describe('a secret of several lines', () => {
	const body = Array.from({length: 5}, (_, line) =>
		Buffer.alloc(48, `line ${line} of a key `).toString('base64'),
	);
	const key = `-----BEGIN PRIVATE KEY-----\n${body.join('\n')}\nQ5w=\n-----END PRIVATE KEY-----\n`;

	test('is masked line by line, whole, indented, as JSON and as base64 broken into rows', () => {
		for (const line of body) {
			expect(maskText(`key: ${line} ok`, [key])).toBe(`key: ${maskToken} ok`);
		}
		const forms = [key, key.replaceAll('\n', '\r\n'), key.replaceAll('\n', '\n    '), JSON.stringify(key)];
		for (const form of forms) {
			expect(body.filter(line => maskText(form, [key]).includes(line.slice(2, 20)))).toEqual([]);
		}
		const rows = (
			Buffer.from(`{"key":"x"}${key}`)
				.toString('base64')
				.match(/.{1,76}/g) ?? []
		).join('\n');
		// What stays is the text before the key, less the character that shares bits with it.
		const left = maskText(rows, [key]).replaceAll(maskToken, ' ').split(/\s+/);
		expect(left.filter(part => part.length > 8)).toEqual([
			Buffer.from('{"key":"x"}-').toString('base64').slice(0, 14),
		]);
	});

	test('of short lines is masked as a whole', () => {
		expect(maskText('<ab\ncd\nef>', ['ab\ncd\nef\n'])).toBe(`<${maskToken}>`);
	});
});

test.each([
	['base64 for URLs', '>>>???~~~', 'Pj4-Pz8_fn5-'],
	['python’s quote', 'pass word/x', 'pass%20word/x'],
	['a form', 'pass word/x', 'pass+word%2Fx'],
	['small percent codes', 'pass/word', 'pass%2fword'],
	['JSON in ASCII', 'pässword', String.raw`p\u00e4ssword`],
	['JSON with capital codes', 'pässword', String.raw`p\u00E4ssword`],
	['JSON of Go', 'pass<word', String.raw`pass\u003cword`],
	['JSON of PHP', 'pass/word', String.raw`pass\/word`],
	['JSON in JSON', 'pass"word', String.raw`pass\\\"word`],
	['XML of Go', `pass"w'ord`, 'pass&#34;w&#39;ord'],
	['shlex', "pass'word", `pass'"'"'word`],
	['printf %q', 'pass $word', String.raw`pass\ \$word`],
	['double quotes', 'pass$word', String.raw`pass\$word`],
])('%s is masked', (_what, secret, form) => {
	expect(maskText(`(${form})`, [secret])).toBe(`(${maskToken})`);
});

/** Every character a secret may hold in one line, in several orders, so that each stands first, last and in the middle. */
const signs = Array.from({length: 95}, (_, code) => String.fromCharCode(32 + code)).join('');

test.skipIf(!has('bash'))('whatever bash quotes of a secret is masked', () => {
	const turned = Array.from({length: 32}, (_, index) =>
		`${signs.slice(index * 3 + 1)}${signs.slice(0, index * 3 + 1)}`.trim(),
	);
	const script = 'for one; do printf "%q\\n%s\\n" "$one" "${one@Q}"; done';
	const {stdout} = spawnSync('bash', ['-c', script, '', ...turned], {encoding: 'utf8'});
	const quoted = stdout.trimEnd().split('\n');
	expect(quoted).toHaveLength(2 * turned.length);
	for (const [index, secret] of turned.entries()) {
		expect(maskText(quoted[2 * index] ?? '', [secret])).toBe(maskToken);
		expect(maskText(quoted[2 * index + 1] ?? '', [secret])).toBe(`'${maskToken}'`);
	}
});

test('masks that overlap become one, masks side by side stay two', () => {
	expect(maskText('abcabcabcabc', ['abcabc'])).toBe(maskToken);
	expect(maskText('secretsecret', ['secret'])).toBe(`${maskToken}${maskToken}`);
	expect(maskText('xabcdefghix', ['abcdef', 'defghi', 'cdefgh'])).toBe(`x${maskToken}x`);
});

test('a secret that is too short or too long is refused with advice', () => {
	expect(secretProblem('12345')).toMatch(/shorter than 6 characters.*Use a longer secret/);
	expect(secretProblem('  1  \n')).toMatch(/shorter/);
	expect(secretProblem('x'.repeat(8193))).toMatch(/longer than 8,192 characters.*file/);
	expect(secretProblem('hunter')).toBeUndefined();
});
