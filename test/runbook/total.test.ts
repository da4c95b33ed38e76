import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {planOf} from '../../src/runbook/plan.ts';
import {readRunbook} from '../../src/runbook/read.ts';
import type {Step} from '../../src/runbook/step-model.ts';

/** Pieces of Markdown and shell that meet in unforeseen ways. */
const scraps = [
	'# T',
	'## Rollback',
	'### Step 3: x',
	'**Bold**',
	'- [ ] a',
	'- [x] b <!-- paste link -->',
	'  - point',
	'1. Do it:',
	'1. x',
	'7. y',
	'   ```sh',
	'```sh',
	'```',
	'~~~',
	'````{note}',
	'```gate {#go}',
	'question: ok?',
	'```http',
	'GET https://a.example/<id>',
	'$ ls',
	'# kubectl get pods',
	'kubectl delete pod <pod>',
	'ssh web1',
	'exit',
	'cat <<EOF',
	'EOF',
	"'",
	'"',
	'$(',
	'`',
	'{{x}}',
	'> [!WARNING]',
	'> quote',
	'!!! note',
	'    indented',
	':::tip',
	':::',
	'<details>',
	'</details>',
	'<!--',
	'-->',
	'<!-- gonogo: id=a on=web -->',
	'| Step | Action |',
	'|---|---|',
	'| 1 | `ls -la` |',
	'---',
	'===',
	'Verify:',
	'You should see:',
	'Do not run:',
	'For example:',
	'**Why**: x',
	'**Last Updated**: 2026-01-01',
	'',
	'',
	'\t',
	'\\',
	'â€”',
	'\ufeff',
	'\r',
	'If it fails:',
	'Symptom: x',
	'title: x',
	'---\ntitle: [',
	'Roll back if',
	'[a](b.md)',
	'<Tabs>',
	'A=1',
	'for i in 1; do',
	'done',
	'}',
	'x() {',
];

describe('reading never fails', () => {
	test('whatever the bytes are', () => {
		fc.assert(
			fc.property(fc.string({unit: 'binary', maxLength: 400}), text => isWhole(text)),
			{numRuns: 500},
		);
	});

	test('whatever pieces of Markdown meet', () => {
		const line = fc
			.tuple(fc.constantFrom('', '', '  ', '    ', '> ', '- '), fc.constantFrom(...scraps))
			.map(([indent, scrap]) => indent + scrap);
		fc.assert(
			fc.property(fc.array(line, {maxLength: 40}), lines => isWhole(lines.join('\n'))),
			{numRuns: 1500},
		);
	});

	/** Each is far beyond any runbook; a reader that is not linear in them takes minutes. */
	const extremes: readonly (readonly [string, () => string])[] = [
		['a line of ten megabytes', () => `# T\n\n${'kubectl get '.repeat(900_000)}`],
		['ten megabytes of brackets', () => `# T\n\n- ${'['.repeat(10_000_000)}`],
		['ten megabytes of backticks', () => `# T\n\n- [ ] ${'`a` '.repeat(2_500_000)}`],
		['a script of ten megabytes', () => `# T\n\n\`\`\`sh\n${'echo <a> $B '.repeat(900_000)}\n\`\`\``],
		['a hundred thousand fences', () => `# T\n\n${'```sh\nls\n```\n'.repeat(100_000)}`],
		['a hundred thousand fences that never close', () => `# T\n\n${'```sh\nls\n\n'.repeat(100_000)}`],
		['a million quote marks', () => `# T\n\n${'>'.repeat(1_000_000)} x`],
		[
			'lists a thousand levels deep',
			() => Array.from({length: 1_000}, (_, level) => `${'  '.repeat(level)}- [ ] x`).join('\n'),
		],
		['fifty thousand folds in each other', () => '<details>\n\n'.repeat(50_000)],
		['fifty thousand notes that never close', () => ':::note\n'.repeat(50_000)],
		['a list broken twenty thousand times', () => '1. a\n\n```sh\nls\n```\n\n'.repeat(20_000)],
		['thirty thousand equal titles', () => '- [ ] same\n'.repeat(30_000)],
		['a hundred thousand bold lines', () => '**Why**: x\n'.repeat(100_000)],
		['fifty thousand short lines', () => 'Short line\n\n'.repeat(50_000)],
		['two hundred thousand open comments', () => '<!-- '.repeat(200_000)],
	];

	test.each(extremes)(
		'nor takes long: %s',
		(_, make) => {
			const text = make();
			const spent = cpuClock();
			isWhole(text);
			expect(spent()).toBeLessThan(20_000);
		},
		120_000,
	);

	test('ten thousand steps are read in about a second', () => {
		const text = `# T\n${Array.from({length: 10_000}, (_, at) => `\n## Part ${at}\n\nRun it:\n\n\`\`\`sh\nkubectl apply -f x${at}.yaml\n\`\`\`\n`).join('')}`;
		const spent = cpuClock();
		expect(readRunbook({text, path: 'x.md'}).runbook.walk).toHaveLength(10_000);
		expect(spent()).toBeLessThan(4_000);
	});
});

/** Milliseconds this process computed since then: a busy machine makes nothing slower by this clock. */
function cpuClock(): () => number {
	const start = process.cpuUsage();
	return () => {
		const {user, system} = process.cpuUsage(start);
		return (user + system) / 1_000;
	};
}

/** Throws when ids, parents, sections or lines of the reading do not fit together. */
function isWhole(text: string): boolean {
	const reading = readRunbook({text, path: 'x.md'});
	const {runbook} = reading;
	const all = [...runbook.walk, ...runbook.rollback, ...runbook.emergency, ...runbook.aside];
	expect(new Set(all.map(step => step.id)).size).toBe(all.length);
	const lineCount = text.split(/\r\n?|\n/).length;
	const sections = new Set(runbook.sections.map(section => section.id));
	for (const list of [runbook.walk, runbook.rollback, runbook.emergency, runbook.aside]) {
		const seen = new Set<string>();
		for (const step of list) {
			check(step, {lineCount, sections, seen});
			seen.add(step.id);
		}
	}
	const names = new Set(runbook.inputs.map(input => input.name));
	expect(all.flatMap(step => step.inputs).filter(name => !names.has(name))).toEqual([]);
	JSON.stringify(planOf(reading, {path: 'x.md'}));
	return true;
}

function check(
	step: Step,
	known: {lineCount: number; sections: ReadonlySet<string>; seen: ReadonlySet<string>},
): void {
	const isFine =
		/^[a-z0-9._-]{1,64}$/.test(step.id) &&
		step.title !== '' &&
		step.line >= 1 &&
		step.line <= step.endLine &&
		step.endLine <= known.lineCount &&
		known.sections.has(step.section) &&
		(step.parent === undefined || known.seen.has(step.parent));
	if (!isFine) throw new Error(`Does not fit: ${JSON.stringify(step).slice(0, 400)}`);
}
