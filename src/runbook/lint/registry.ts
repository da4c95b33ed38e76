import type {Explanation} from './explanation.ts';
import {defects} from './registry-defects.ts';
import {habits} from './registry-habits.ts';

/** Every code that lint can find, in the order of the manual. */
export const explanations: readonly Explanation[] = [...defects, ...habits];

/** @throws when a rule uses a code that isn't registered: that is a bug. */
export function explain(code: string): Explanation {
	const known = explanations.find(explanation => explanation.code === code);
	if (known === undefined) {
		throw new Error(`This is a bug: lint code ${code} is not registered.`);
	}
	return known;
}
