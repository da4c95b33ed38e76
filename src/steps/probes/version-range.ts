/** Up to four numbers; a missing one counts as 0. */
type Version = readonly number[];

/** Finds the first version number in what a program says of itself: `git version 2.39.5` → `2.39.5`, `jq-1.7.1` → `1.7.1`. */
export function findVersion(text: string): string | undefined {
	return (
		/(?<![\d.])v?(\d+(?:\.\d+){1,3}(?:-[0-9A-Za-z.]+)?)/.exec(text)?.[1] ??
		/(?:version|^\S+)\s+v?(\d+)(?![\d.])/im.exec(text)?.[1]
	);
}

/**
Compares a version with a range: terms `>=24`, `<3`, `^2.3`, `~1.2.3`, `1.2.x`, `1.2`, `*`, all of which must hold; `||`
between alternatives. A pre-release (`-rc1`) counts as its version.

@returns undefined when the range is none.
*/
export function isInRange(version: string, range: string): boolean | undefined {
	const have = numbersOf(version);
	const alternatives = range.split('||').map(part =>
		part
			.trim()
			.replaceAll(/([<>=^~]+)\s+/g, '$1')
			.split(/[\s,]+/)
			.filter(term => term !== ''),
	);
	const verdicts = alternatives.map(terms => terms.map(term => fits(have, term)));
	if (have === undefined || verdicts.some(terms => terms.length === 0 || terms.includes(undefined))) {
		return undefined;
	}
	return verdicts.some(terms => terms.every(fit => fit === true));
}

function fits(have: Version | undefined, term: string): boolean | undefined {
	const [, sign = '', rest = ''] = /^(>=|<=|>|<|==?|\^|~)?v?(.+)$/.exec(term) ?? [];
	const given =
		rest
			.split(/[-+]/)[0]
			?.split('.')
			.filter(part => !/^[x*]$/i.test(part)) ?? [];
	const want = given.map(Number);
	if (have === undefined || rest === '' || want.some(number => !Number.isInteger(number))) {
		return undefined;
	}
	const order = compare(have, want);
	switch (sign) {
		case '>=':
			return order >= 0;
		case '>':
			return compare(have.slice(0, Math.max(1, want.length)), want) > 0;
		case '<=':
			return compare(have.slice(0, Math.max(1, want.length)), want) <= 0;
		case '<':
			return order < 0;
		case '^':
			return order >= 0 && startsWith(have, want.slice(0, caretLength(want)));
		case '~':
			return order >= 0 && startsWith(have, want.slice(0, 2));
		default:
			return startsWith(have, want);
	}
}

/** `^1.2.3` keeps the first number that is not 0. */
function caretLength(want: Version): number {
	const first = want.findIndex(number => number !== 0);
	return first === -1 ? want.length : first + 1;
}

function startsWith(have: Version, want: Version): boolean {
	return want.every((number, index) => (have[index] ?? 0) === number);
}

function compare(left: Version, right: Version): number {
	for (let index = 0; index < 4; index += 1) {
		const difference = (left[index] ?? 0) - (right[index] ?? 0);
		if (difference !== 0) {
			return difference;
		}
	}
	return 0;
}

function numbersOf(version: string): Version | undefined {
	const numbers = version.replace(/^v/, '').split(/[-+]/)[0]?.split('.').map(Number) ?? [];
	return numbers.length > 0 && numbers.every(number => Number.isInteger(number)) ? numbers : undefined;
}
