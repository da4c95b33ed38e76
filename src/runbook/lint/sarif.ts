import type {Problem} from '../model.ts';
import {explanations} from './registry.ts';

const levels = {error: 'error', warning: 'warning', hint: 'note'} as const;

/** Results of several runbooks as one SARIF 2.1.0 log (OASIS), for code scanning. Columns count UTF-16 units. */
export function sarifOf(
	linted: readonly {readonly name: string; readonly problems: readonly Problem[]}[],
): object {
	const codes = [...new Set(linted.flatMap(({problems}) => problems.map(problem => problem.code)))].sort();
	return {
		$schema: 'https://json.schemastore.org/sarif-2.1.0.json',
		version: '2.1.0',
		runs: [
			{
				tool: {
					driver: {
						name: 'gonogo',
						rules: codes.map(ruleOf),
					},
				},
				columnKind: 'utf16CodeUnits',
				results: linted.flatMap(({name, problems}) =>
					problems.map(problem => resultOf(name, problem, codes)),
				),
			},
		],
	};
}

function ruleOf(code: string): object {
	const known = explanations.find(explanation => explanation.code === code);
	return known === undefined
		? {id: code, shortDescription: {text: code}}
		: {
				id: code,
				name: pascal(known.title),
				shortDescription: {text: known.title},
				fullDescription: {text: known.explanation},
				help: {text: `${known.why} ${known.instead}`},
				defaultConfiguration: {level: levels[known.severity]},
			};
}

function pascal(title: string): string {
	return title
		.replaceAll(/[^A-Za-z0-9]+(.)?/g, (_, letter: string | undefined) => (letter ?? '').toUpperCase())
		.replace(/^./, first => first.toUpperCase());
}

function resultOf(name: string, problem: Problem, codes: readonly string[]): object {
	const text = [problem.message, problem.why, problem.hint]
		.filter(part => part !== undefined && part !== '')
		.join(' ');
	return {
		ruleId: problem.code,
		ruleIndex: codes.indexOf(problem.code),
		level: levels[problem.severity],
		message: {text},
		locations: [
			{
				physicalLocation: {
					artifactLocation: {uri: uriOf(name)},
					region: {startLine: problem.line, startColumn: problem.column},
				},
			},
		],
	};
}

/** Paths become relative URIs: `/` between folders, everything else percent-encoded. */
function uriOf(name: string): string {
	return name.replaceAll('\\', '/').split('/').map(encodeURIComponent).join('/');
}
