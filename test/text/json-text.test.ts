import fc from 'fast-check';
import {expect, test} from 'vitest';
import {jsonText} from '../../src/text/json-text.ts';
import {attacks} from './attacks.ts';

/** What a terminal acts on, what can't be seen, and what turns text around. */
const harmful = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}]/u;

test('JSON for other programs says the same as it ever did', () => {
	fc.assert(
		fc.property(fc.string({unit: 'binary'}), fc.double(), (text, number) => {
			const whole = {text, list: [number, null, true, {[`x${text}`]: text}]};
			expect(JSON.stringify(JSON.parse(jsonText(whole)))).toBe(JSON.stringify(whole));
			expect(JSON.stringify(JSON.parse(jsonText(whole, 2)))).toBe(JSON.stringify(whole));
		}),
	);
});

test('JSON for other programs does nothing to a terminal that shows it', () => {
	for (const {name, text} of attacks) {
		expect(jsonText({[text]: text}), name).not.toMatch(harmful);
	}
	expect(jsonText('\u009B2J ü 漢 \u{E0067}')).toBe('"\\u009b2J ü 漢 \\udb40\\udc67"');
	fc.assert(
		fc.property(fc.string({unit: 'binary'}), text => {
			expect(jsonText({text})).not.toMatch(harmful);
		}),
	);
});
