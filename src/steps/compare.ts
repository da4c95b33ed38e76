const comparison = /^\s*(>=|<=|==|!=|=|>|<)\s*(.+?)\s*$/;

/** Text an answer is compared with: `3`, `= 3`, `>= 3`, `!= down`. Numbers compare as numbers where both sides are some. */
export function isAsExpected(actual: string, expected: string): boolean {
	const [, sign = '=', wanted = expected.trim()] = comparison.exec(expected) ?? [];
	const [left, right] = [numberOf(actual), numberOf(unquoted(wanted))];
	if (left === undefined || right === undefined) {
		const same = actual.trim() === unquoted(wanted);
		return sign === '=' || sign === '==' ? same : sign === '!=' && !same;
	}
	switch (sign) {
		case '>':
			return left > right;
		case '>=':
			return left >= right;
		case '<':
			return left < right;
		case '<=':
			return left <= right;
		case '!=':
			return left !== right;
		default:
			return left === right;
	}
}

/** A finite number in plain or exponent form, with or without `%`; nothing else (no hexadecimal, no empty text). */
export function numberOf(text: string): number | undefined {
	const match = /^\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)\s*%?\s*$/i.exec(text);
	const value = match === null ? Number.NaN : Number(match[1]);
	return Number.isFinite(value) ? value : undefined;
}

function unquoted(text: string): string {
	return /^'(.*)'$/s.exec(text)?.[1] ?? /^"(.*)"$/s.exec(text)?.[1] ?? text;
}
