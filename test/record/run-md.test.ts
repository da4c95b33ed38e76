import {mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import {expect, test} from 'vitest';
import type {Event} from '../../src/engine/event.ts';
import {codeLines, words} from '../../src/record/markdown-text.ts';
import {readOutputs} from '../../src/record/outputs.ts';
import {buildRunMd} from '../../src/record/run-md.ts';
import type {Runbook} from '../../src/runbook/model.ts';
import {readRunbook} from '../../src/runbook/read.ts';
import {check, command, runbookOf} from '../engine/given.ts';
import {entriesOf, opening, release, runbook, runbookText, stateOf, temporaryDirectory} from './world.ts';

const checklists = join(import.meta.dirname, '../../checklists');
const markdown = new MarkdownIt({html: true, linkify: false});

function filledIn(
	change: {told?: typeof release; text?: string; book?: Runbook; outputs?: ReadonlyMap<string, string>} = {},
): string {
	const entries = entriesOf(change.told ?? release);
	const state = stateOf(entries, change.book ?? runbook);
	return buildRunMd({
		runbookText: change.text ?? runbookText,
		state,
		entries,
		outputs: change.outputs ?? new Map(),
	});
}

test('every line of the runbook is still there in its order, boxes apart', () => {
	const left = filledIn().split('\n');
	for (const line of runbookText.trimEnd().split('\n')) {
		const at = left.findIndex(one => one.replace('[x]', '[ ]') === line);
		expect(at, line).toBeGreaterThanOrEqual(0);
		left.splice(0, at + 1);
	}
});

test('a box is ticked for what was found good, and stays open for what was not', () => {
	const told: typeof release = [
		...release.slice(0, 3),
		{event: {type: 'check.answered', step: 'error-rate', answer: 'no', note: 'too high'}},
	];
	const text = filledIn({told});
	expect(text).toContain('- [x] Nobody else deploys\n  > **✔ passed** · yes · alice@example.com');
	expect(text).toContain('- [ ] The error rate is normal\n  > **✖ failed** · no');
	expect(text).toContain('too high');
});

test('a box that the author ticked counts for nothing', () => {
	expect(
		filledIn({told: release.slice(0, 1), text: runbookText.replace('- [ ] Announce', '- [x] Announce')}),
	).toContain('- [ ] Announce it');
});

test('what is said of a step stands under it, outside its code', () => {
	const text = filledIn();
	const tokens = markdown.parse(text, {});
	const fences = tokens
		.filter(({type, level}) => type === 'fence' && level === 0)
		.map(({content}) => content);
	expect(fences).toEqual([
		'docker service update --image "$IMAGE" shop\n',
		'question: Does the new version look good?\n',
	]);
	expect(text.indexOf('Edited for this attempt')).toBeGreaterThan(text.indexOf('docker service update'));
	expect(text.indexOf('Edited for this attempt')).toBeLessThan(text.indexOf('```gate'));
});

test('output is shown by its last lines, and nothing in it can leave its code block', () => {
	const output = `${'line\n'.repeat(100)}\`\`\`\n# PASSED\n<img src=x onerror=alert(1)>\n\u001b[2J~~~~\nlast`;
	const text = filledIn({outputs: new Map([['deploy.2', output]])});
	expect(text).toContain('its last 20 lines');
	const headings = markdown.parse(text, {}).filter(({type}) => type === 'heading_open').length;
	expect(headings).toBe(4);
	expect(markdown.render(text)).not.toContain('<img');
	expect(text).not.toContain('\u001b');
});

test('names, reasons and values can’t become tags, links, images or cells', () => {
	const hostile =
		'<script>alert(1)</script> [a](javascript:x) ![i](http://x) | cell | `code` **bold** &lt;\nnext';
	const told: typeof release = [
		{event: {...opening, operator: hostile, emergency: {reason: hostile}}},
		{event: {type: 'inputs.set', values: {image: {is: 'value', value: hostile, from: 'asked'}}}},
		{
			event: {type: 'check.answered', step: 'nobody-else', answer: 'yes', note: hostile, value: hostile},
			by: hostile,
		},
		{event: {type: 'note.added', text: hostile}},
	];
	const html = markdown.render(filledIn({told}));
	expect(html).not.toMatch(/<script|<img|<a |javascript:x\)<\/a|<strong>bold/);
	expect(html.match(/<t[dh]>/g)?.length).toBe(html.match(/<\/t[dh]>/g)?.length);
});

test('words stay words whatever they hold', () => {
	fc.assert(
		fc.property(fc.string({unit: 'binary', maxLength: 60}), text => {
			const html = markdown.renderInline(words(text));
			expect(html).not.toMatch(/<(?!br)/);
		}),
		{numRuns: 500},
	);
});

test('code stays code whatever it holds', () => {
	fc.assert(
		fc.property(
			fc.array(fc.constantFrom('`', '```', '\n', '~~~', 'x', '    ', '\r'), {maxLength: 40}),
			parts => {
				const tokens = markdown.parse(codeLines(parts.join(''), 'text').join('\n'), {});
				expect(tokens.map(({type}) => type)).toEqual(['fence']);
			},
		),
		{numRuns: 500},
	);
});

test('a step inside a list item stays inside it, code and all', () => {
	const text = '# Steps\n\n1. First:\n\n   ```sh\n   true\n   ```\n2. Second\n';
	const book = runbookOf({
		sections: [{id: 'top', title: 'Steps', level: 1, role: 'procedure', line: 1, endLine: 9, prose: ''}],
		walk: [command('first', {line: 5, endLine: 7}), check('second', {line: 8, endLine: 8})],
	});
	const told: {event: Event}[] = [
		{event: opening},
		{event: {type: 'step.started', step: 'first', attempt: 1, part: 'whole', resolved: 'true'}},
		{
			event: {
				type: 'step.finished',
				step: 'first',
				attempt: 1,
				outcome: {result: 'passed', durationMs: 5, exit: 0},
			},
		},
		{event: {type: 'check.answered', step: 'second', answer: 'yes'}},
	];
	const html = markdown.render(filledIn({text, book, told}));
	expect(html.match(/<ol/g)).toHaveLength(1);
	expect(html).toMatch(/<li>[\s\S]*<pre>[\s\S]*<blockquote>[\s\S]*passed[\s\S]*<\/li>\s*<li>[\s\S]*Second/);
});

test('a fence that is never closed swallows nothing that is said', () => {
	const text = '# Steps\n\n```sh\ntrue\n';
	const book = runbookOf({walk: [command('first', {line: 3, endLine: 4})]});
	const told: {event: Event}[] = [
		{event: opening},
		{event: {type: 'step.started', step: 'first', attempt: 1, part: 'whole'}},
	];
	expect(filledIn({text, book, told})).toContain('no end was written');
});

test('a runbook without a title, with front matter, an underlined title or CRLF gets its table all the same', () => {
	const lines = (text: string) =>
		filledIn({text, book: runbookOf({walk: []}), told: release.slice(0, 1)}).split('\n');
	const table = expect.stringContaining('| Verdict');
	expect(lines('Title\n=====\n\ntext\n').slice(0, 4)).toEqual(['Title', '=====', '', table]);
	expect(lines('# Title\r\n\r\ntext\r\n').slice(0, 3)).toEqual(['# Title', '', table]);
	expect(lines('---\nowner: me\n---\ntext\n').slice(0, 5)).toEqual(['---', 'owner: me', '---', '', table]);
	expect(lines('---\n# about: me\n---\n\n```sh\n# no title\n```\n\n# Title\n').slice(8, 11)).toEqual([
		'# Title',
		'',
		table,
	]);
	expect(lines('')).toEqual([table, ...Array.from({length: 10}, () => expect.any(String))]);
});

test.each(readdirSync(checklists).filter(name => name.endsWith('.md')))(
	'%s filled in keeps each of its lines in its order',
	name => {
		const text = readFileSync(join(checklists, name), 'utf8');
		const {runbook: book} = readRunbook({text, path: name});
		const told = [{event: opening}, ...book.walk.flatMap(walked)];
		const left = filledIn({text, book, told}).split('\n');
		for (const line of text.trimEnd().split('\n')) {
			const at = left.findIndex(one => one.replace('[x]', '[ ]') === line);
			expect(at, line).toBeGreaterThanOrEqual(0);
			left.splice(0, at + 1);
		}
	},
);

function walked({id, kind}: {readonly id: string; readonly kind: string}): {event: Event}[] {
	if (kind === 'check') {
		return [{event: {type: 'check.answered', step: id, answer: 'yes'}}];
	}
	return [
		{event: {type: 'step.started', step: id, attempt: 1, part: 'whole', resolved: '```\n# not a heading'}},
		{
			event: {
				type: 'step.finished',
				step: id,
				attempt: 1,
				outcome: {result: 'passed', durationMs: 5, exit: 0},
			},
		},
	];
}

test('deviations, the way back and notes stand at the end', () => {
	const told: typeof release = [
		...release.slice(0, 9),
		{event: {type: 'rollback.started', reason: 'errors', trigger: 'person'}},
		{event: {type: 'run.closed', verdict: 'rolled-back', reason: 'errors'}},
	];
	const text = filledIn({told});
	expect(text).toMatch(
		/\*\*Rolled back\*\*\n\n- 2026-11-21 09:09:00Z · alice@example.com · by person · errors · took 1 m 00 s/,
	);
	expect(text).toMatch(/\*\*Deviations\*\*\n\n- .* edited/);
	expect(text).toContain('| Verdict | **rolled back**: errors |');
});

test('only the end of a log is read, and never through a link', async () => {
	const directory = temporaryDirectory();
	mkdirSync(join(directory, 'output'));
	writeFileSync(join(directory, 'output', 'deploy.2.log'), `${'x'.repeat(99)}\n`.repeat(1000));
	symlinkSync('/etc/passwd', join(directory, 'output', 'deploy.1.log'));
	const outputs = await readOutputs(directory, stateOf(entriesOf(release)));
	expect(outputs.get('deploy.1')).toBe('');
	expect(outputs.get('deploy.2')?.length).toBeLessThanOrEqual(4096);
	expect(outputs.get('deploy.2')?.startsWith('x'.repeat(99))).toBe(true);
});

test('the manual’s page on verifying names what this room makes', () => {
	const page = readFileSync(join(import.meta.dirname, '../../src/manual/verify.md'), 'utf8');
	expect(page).toContain('record@gonogo.dev');
	expect(page).toContain('approval@gonogo.dev');
	expect(page).toContain('https://gonogo.dev/deployment-record/v0.1');
});
