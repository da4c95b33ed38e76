/** Longer patterns are refused: they are shown on screen and tried on every line of output. */
const patternCharsMax = 500;

/** @returns why a text can't be used as a regular expression over output, with what to write; undefined when it can. */
export function patternProblem(source: string): string | undefined {
	if (source.length > patternCharsMax) {
		return `A pattern has ${patternCharsMax} characters at most; this one has ${source.length}.`;
	}
	if (nestedRepeat.test(source)) {
		return 'A repetition inside a repetition, such as (a+)+, can take for ever on one line; write it without the inner one.';
	}
	try {
		new RegExp(source, 'u');
		return undefined;
	} catch {
		return loose(source);
	}
}

/** Without the `u` flag more is allowed, such as `\-`; runs go by the same rule. */
function loose(source: string): string | undefined {
	try {
		new RegExp(source);
		return undefined;
	} catch (error) {
		return error instanceof Error
			? `${error.message.replace(/^Invalid regular expression: /, 'It is no regular expression: ')}.`
			: 'It is no regular expression.';
	}
}

const nestedRepeat = /\((?:[^()\\]|\\.)*[+*}](?:[^()\\]|\\.)*\)(?:[+*]|\{\d+,\})/;
