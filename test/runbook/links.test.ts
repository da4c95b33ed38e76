import {expect, test} from 'vitest';
import {readWithIncludes} from '../../src/runbook/include/include.ts';
import {planOf} from '../../src/runbook/plan.ts';
import {planOfLines} from './plan-of.ts';

test('links by name are links, whatever their case and place (R9, R19)', () => {
	const plan = planOfLines(
		'# T',
		'',
		'See [the way back][Back], [back][] and the [console]; [this] is none and `[console]` neither.',
		'',
		'```sh',
		'echo [console]',
		'```',
		'',
		'[back]: docs/back.md',
		'[Console]: https://console.example "The console"',
	);
	expect(plan.links.map(link => [link.text, link.target])).toEqual([
		['the way back', 'docs/back.md'],
		['back', 'docs/back.md'],
		['console', 'https://console.example'],
	]);
});

test('what an included runbook shows and links to is listed with its file, targets as seen from the runbook', () => {
	const {reading} = readWithIncludes(
		{text: '# R\n\n- [ ] One\n\n<!-- gonogo: include=db/dump.md -->\n', path: 'release.md'},
		() => ({
			text: '# Dump\n\n- [ ] Read [this](../back.md) and [that](more/x.md)\n\n```yaml\na: 1\n```\n',
		}),
	);
	const plan = planOf(reading, {path: 'release.md'});
	expect(plan.links).toMatchObject([
		{target: 'back.md', file: 'db/dump.md', line: 3},
		{target: 'db/more/x.md', file: 'db/dump.md', line: 3},
	]);
	expect(plan.references).toMatchObject([{file: 'db/dump.md', line: 5}]);
	expect(plan.items.map(item => item.file)).toEqual([undefined, 'db/dump.md']);
	expect(plan.sections.at(-1)).toMatchObject({file: 'db/dump.md'});
});

test('a root shell’s own prompt is no doubt about comments (R4b)', () => {
	const [item] = planOfLines('# T', '## S', '```', 'sh-4.2# systemctl stop api', '```').items;
	expect(item).toMatchObject({rule: 'R4a', runnable: true});
});
