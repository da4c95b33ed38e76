import {describe, expect, test} from 'vitest';
import * as z from 'zod';
import {explanations} from '../../../src/runbook/lint/registry.ts';
import {sarifOf} from '../../../src/runbook/lint/sarif.ts';
import type {Problem} from '../../../src/runbook/model.ts';
import {planOfLines} from '../plan-of.ts';
import {codesOf, lintText, withBlock} from './lint-of.ts';

const level = z.enum(['none', 'note', 'warning', 'error']);
const message = z.strictObject({text: z.string().min(1)});

/** The parts of OASIS SARIF 2.1.0 that are written here; an object holds no other property than its section names. */
const sarif = z.strictObject({
	$schema: z.url(),
	version: z.literal('2.1.0'),
	runs: z
		.array(
			z.strictObject({
				tool: z.strictObject({
					driver: z.strictObject({
						name: z.string().min(1),
						rules: z.array(
							z.strictObject({
								id: z.string().min(1),
								name: z
									.string()
									.regex(/^[A-Z]\w*$/)
									.optional(),
								shortDescription: message,
								fullDescription: message.optional(),
								help: message.optional(),
								defaultConfiguration: z.strictObject({level}).optional(),
							}),
						),
					}),
				}),
				columnKind: z.enum(['utf16CodeUnits', 'unicodeCodePoints']),
				results: z.array(
					z.strictObject({
						ruleId: z.string().min(1),
						ruleIndex: z.number().int().min(0),
						level,
						message,
						locations: z
							.array(
								z.strictObject({
									physicalLocation: z.strictObject({
										artifactLocation: z.strictObject({uri: z.string().regex(/^[^\s\\"<>^`{|}]+$/)}),
										region: z.strictObject({
											startLine: z.number().int().min(1),
											startColumn: z.number().int().min(1),
										}),
									}),
								}),
							)
							.length(1),
					}),
				),
			}),
		)
		.length(1),
});

test('a log of every code there is has the shape of SARIF 2.1.0, and each result points at its rule', () => {
	const every: readonly Problem[] = explanations.map(({code, severity, why}, index) => ({
		code,
		severity,
		line: index + 1,
		column: 1,
		message: 'So it is.',
		hint: 'Write it so.',
		why,
	}));
	const found = lintText('# Deploy\n\n```sh\nps aux | grep web\n```\n\n<Tabs>\n\n{% include x %}\n');
	const [run] = sarif.parse(
		JSON.parse(
			JSON.stringify(
				sarifOf([
					{name: 'ops/a b#1.md', problems: every},
					{name: '../c.md', problems: found},
				]),
			),
		),
	).runs;

	expect(run?.results).toHaveLength(every.length + found.length);
	expect(run?.results.every(({ruleId, ruleIndex}) => run.tool.driver.rules[ruleIndex]?.id === ruleId)).toBe(
		true,
	);
	expect(run?.tool.driver.rules.map(rule => rule.id)).toEqual(
		[...new Set(run?.tool.driver.rules.map(rule => rule.id))].toSorted(),
	);
});

test('nothing found is a log without results', () => {
	expect(sarif.parse(sarifOf([{name: 'a.md', problems: []}])).runs[0]?.results).toEqual([]);
});

describe('what a strict reading of the text finds', () => {
	test.each([
		['TOKEN=b1946ac92492d234 shopctl login', 'TOKEN="$(vault read -field=x y)" shopctl login'],
		['curl -u admin:hunter22x https://x.example', 'curl -u "admin:$PASS" https://x.example'],
	])('a secret in “%s” is seen, in “%s” there is none', (bad, good) => {
		expect(
			[codesOf(withBlock(bad)), codesOf(withBlock(good))].map(codes => codes.includes('unsafe.secret')),
		).toEqual([true, false]);
	});

	test('tags of a site generator are counted once; in code and in front matter they are none (R17)', () => {
		const text =
			'---\ntitle: "{{< x >}}"\n---\n# Ship\n\n{% include a %}\n\nSee <%= b %>, not `{% c %}`.\n\n```sh\necho "{% d %}"\n```\n';
		const found = lintText(text).filter(problem => problem.code === 'markup.tags');
		expect(found).toMatchObject([
			{line: 6, column: 1, severity: 'hint', message: expect.stringContaining('2 tags')},
		]);
	});

	test('tags alone above a fence are no title of a step', () => {
		const plan = planOfLines('# Ship', '{% include note.html %}', '', '```sh', 'ls', '```');
		expect(plan.items[0]?.title).toBe('Ship');
	});
});
