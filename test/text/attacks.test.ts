import {Buffer} from 'node:buffer';
import {beforeAll, describe, expect, test} from 'vitest';
import {createDecoder} from '../../src/text/decode.ts';
import {createSanitiser, sanitiseLine, sanitiseText} from '../../src/text/sanitise.ts';
import {attacks} from './attacks.ts';
import {type Observed, observe} from './oracle.ts';

const after = 'FAILED: disk full';
let quiet: Observed;

beforeAll(async () => {
	quiet = await observe('a step says hello', true);
});

test('there are at least sixty ways to attack a terminal here', () => {
	expect(attacks.length).toBeGreaterThanOrEqual(60);
	expect(new Set(attacks.map(attack => attack.text)).size).toBe(attacks.length);
});

test.each(attacks.filter(attack => attack.harms))(
	'the oracle sees what output that $name does to a bare terminal',
	async ({text}) => {
		expect(await observe(`before ${text} after`, false)).not.toEqual(quiet);
	},
);

describe.each(attacks)('output that $name', ({text}) => {
	const output = `before ${text} after\n${after}\n`;

	test.each([true, false])('changes nothing but its own pane (colours kept: %s)', async keepColour => {
		expect(await observe(sanitiseText(output, {keepColour}), true)).toEqual(quiet);
		expect(await observe(sanitiseLine(output), true)).toEqual(quiet);
	});

	test('hides nothing of the next line', () => {
		expect(sanitiseText(output).split('\n')).toContain(after);
	});

	test('comes out the same wherever its bytes are split', () => {
		const bytes = Buffer.from(output, 'utf8');
		const whole = piecewise([bytes]);
		expect(whole).toBe(sanitiseText(output, {keepColour: true}));
		for (let cut = 1; cut < bytes.length; cut += 1) {
			expect(piecewise([bytes.subarray(0, cut), bytes.subarray(cut)])).toBe(whole);
		}
		expect(piecewise([...bytes].map(byte => Uint8Array.of(byte)))).toBe(whole);
	});
});

function piecewise(chunks: readonly Uint8Array[]): string {
	const decoder = createDecoder();
	const sanitiser = createSanitiser({keepColour: true});
	const text = chunks.map(chunk => sanitiser.write(decoder.write(chunk))).join('');
	return text + sanitiser.write(decoder.end()) + sanitiser.end();
}
