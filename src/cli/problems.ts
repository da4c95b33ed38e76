import {dirname, join} from 'node:path';
import type {FileText} from '../runbook/include/include.ts';
import type {Problem} from '../runbook/model.ts';
import {sanitiseLine} from '../text/sanitise.ts';

/** How many problems are printed in full; the rest are counted. */
const shownMax = 50;

/** Problems as lines for a person: `file:line:column`, what is wrong, the line itself, what to do. */
export function problemLines(
	problems: readonly Problem[],
	file: {readonly name: string; readonly text: string; readonly includes?: readonly FileText[]},
): string {
	const texts = new Map(
		[undefined, ...(file.includes ?? [])].map(one => [one?.path, linesOf(one?.text ?? file.text)]),
	);
	const shown = problems
		.slice(0, shownMax)
		.map(problem =>
			problemText(problem, nameOf(problem, file.name), texts.get(problem.file)?.[problem.line - 1] ?? ''),
		);
	const more = problems.length > shownMax ? [`… and ${problems.length - shownMax} more\n`] : [];
	return [...shown, ...more].join('\n');
}

/** The file a problem stands in, as a person at the same place would write it. */
export function nameOf({file}: Problem, name: string): string {
	return file === undefined ? name : join(dirname(name), file);
}

function linesOf(text: string): readonly string[] {
	return text.split(/\r\n|\n|\r/);
}

function problemText(problem: Problem, name: string, line: string): string {
	const place = `${sanitiseLine(name)}:${problem.line}:${problem.column}`;
	const marker = `${' '.repeat(Math.min(Math.max(problem.column - 1, 0), 100))}^`;
	const why = problem.why === undefined ? '' : `    why: ${sanitiseLine(problem.why)}\n`;
	return (
		`${place}: ${problem.severity}: ${sanitiseLine(problem.message)} [${problem.code}]\n` +
		`    ${sanitiseLine(line).slice(0, 160)}\n    ${marker}\n${why}` +
		`    ${sanitiseLine(problem.hint)}\n`
	);
}
