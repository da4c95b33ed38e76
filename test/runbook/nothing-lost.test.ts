import fc from 'fast-check';
import {expect, test} from 'vitest';
import {readRunbook} from '../../src/runbook/read.ts';

/** Places a fence can stand in; each makes the lines around the lines of a fence. */
const places: readonly ((fence: readonly string[]) => readonly string[])[] = [
	fence => fence,
	fence => ['Do this:', '', ...fence],
	fence => ['You should see:', '', ...fence],
	fence => ['Never run this:', '', ...fence],
	fence => ['- A bullet', '', ...indented(fence, 2)],
	fence => ['- [ ] A task', '', ...indented(fence, 2)],
	fence => ['- [ ]', ...indented(fence, 2)],
	fence => ['1. An item', '', ...indented(fence, 3)],
	fence => ['1. An item:', '', ...fence],
	fence => ['- Outer', '  - Inner', '', ...indented(fence, 4)],
	fence => ['1. Outer', '   1. Inner', '', ...indented(fence, 6)],
	fence => ['> [!NOTE]', '> Mind:', '>', ...fence.map(line => `> ${line}`)],
	fence => ['> Mind:', '>', ...fence.map(line => `> ${line}`)],
	fence => ['!!! warning', '    Mind:', '', ...indented(fence, 4)],
	fence => ['<details>', '<summary>More</summary>', '', ...fence, '', '</details>'],
	fence => [':::note', ...fence, ':::'],
	fence => ['````{note}', ...fence, '````'],
];
const headings = [
	'## Deploy',
	'## Rollback',
	'## Troubleshooting',
	'### Slow',
	'## Overview',
	'## References',
	'## Verify',
	'## Contacts',
	'## Prerequisites',
	'## Success criteria',
];
const bodies: readonly ((mark: string) => string)[] = [
	mark => `echo ${mark}`,
	mark => `$ echo ${mark}\n${mark} out`,
	mark => `${mark}: yes`,
	mark => `# Look at ${mark}`,
	mark => `db=# select ${mark};`,
	mark => `echo one\n# Output:\n${mark} is fine`,
];
const languages = [
	'',
	'sh',
	'console',
	'yaml',
	'sql',
	'python',
	'text',
	'json',
	'powershell',
	'mermaid',
	'markdown',
];

test('every fence is a step, its output, or listed as shown, wherever it stands', () => {
	const fence = fc.record({
		place: fc.constantFrom(...places),
		body: fc.constantFrom(...bodies),
		language: fc.constantFrom(...languages),
		heading: fc.option(fc.constantFrom(...headings), {nil: undefined}),
	});
	fc.assert(
		fc.property(fc.array(fence, {minLength: 1, maxLength: 6}), fences => {
			const text = fences
				.flatMap(({place, body, language, heading}, index) => [
					...(heading === undefined ? [] : [heading, '']),
					...place([`\`\`\`${language}`, ...body(`mark${index}x`).split('\n'), '```']),
					'',
				])
				.join('\n');
			const {runbook} = readRunbook({text: `# Try\n\n${text}`, path: 'x.md'});
			const all = JSON.stringify(runbook);
			const lines = `# Try\n\n${text}`.split('\n');
			const lost = fences.flatMap((_, index) => {
				const at = lines.findIndex(line => line.includes(`mark${index}x`)) + 1;
				const isShown = runbook.references.some(one => one.line <= at && at <= one.endLine);
				return isShown || all.includes(`mark${index}x`) ? [] : [`mark${index}x`];
			});
			expect(lost, text).toEqual([]);
		}),
		{numRuns: 300},
	);
});

function indented(lines: readonly string[], by: number): readonly string[] {
	return lines.map(line => `${' '.repeat(by)}${line}`);
}
