import {execFileSync} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import fc from 'fast-check';
import {describe, expect, onTestFinished, test} from 'vitest';
import {lineEdits, unifiedDiff} from '../../../src/runbook/lint/diff.ts';
import {fixText} from '../../../src/runbook/lint/fix.ts';
import {sarifOf} from '../../../src/runbook/lint/sarif.ts';
import {repairMojibake} from '../../../src/runbook/mojibake.ts';
import {lintText, withBlock} from './lint-of.ts';

const names = {from: 'a', to: 'b'};

describe('the difference of two texts', () => {
	test('is what diff -u says', () => {
		expect(unifiedDiff('one\ntwo\nthree\n', 'one\n2\nthree\n', names)).toBe(
			'--- a\n+++ b\n@@ -1,3 +1,3 @@\n one\n-two\n+2\n three',
		);
		expect(unifiedDiff('', 'one\n', names)).toBe('--- a\n+++ b\n@@ -0,0 +1 @@\n+one');
		expect(unifiedDiff('one', 'one\n', names)).toBe(
			'--- a\n+++ b\n@@ -1 +1 @@\n-one\n\\ No newline at end of file\n+one',
		);
		expect(unifiedDiff('same', 'same', names)).toBe('');
	});

	const texts = fc
		.array(fc.constantFrom('a\n', 'b\n', 'c\n', '\n', 'd'), {maxLength: 30})
		.map(parts => parts.join(''));

	test('holds every line of both', () => {
		fc.assert(
			fc.property(texts, texts, (from, to) => {
				const edits = lineEdits(from.split(/(?<=\n)/), to.split(/(?<=\n)/));
				expect(
					edits
						.filter(edit => edit.is !== 'added')
						.map(edit => edit.text)
						.join(''),
				).toBe(from);
				expect(
					edits
						.filter(edit => edit.is !== 'removed')
						.map(edit => edit.text)
						.join(''),
				).toBe(to);
			}),
			{numRuns: 500},
		);
	});

	test('is as short as it can be', () => {
		expect(lineEdits([...'abcabba'], [...'cbabac']).filter(edit => edit.is !== 'same')).toHaveLength(5);
	});

	test('makes the one text of the other through git apply', () => {
		const directory = mkdtempSync(join(tmpdir(), 'gonogo-diff-'));
		onTestFinished(() => rmSync(directory, {recursive: true, force: true}));
		const file = join(directory, 'x.md');
		for (const [from, to] of fc
			.sample(fc.tuple(texts, texts), {numRuns: 25, seed: 7})
			.filter(([a, b]) => a !== b && a !== '' && b !== '')) {
			writeFileSync(file, from);
			writeFileSync(join(directory, 'patch'), `${unifiedDiff(from, to, {from: 'a/x.md', to: 'b/x.md'})}\n`);
			execFileSync('git', ['apply', '--whitespace=nowarn', '--unidiff-zero', 'patch'], {cwd: directory});
			expect(readFileSync(file, 'utf8')).toBe(to);
		}
	});

	test('of two long texts that share nothing is found in time', () => {
		const lines = (word: string) => Array.from({length: 20_000}, (_, index) => `${word}${index}\n`).join('');
		const start = performance.now();
		expect(unifiedDiff(lines('a'), lines('b'), names).length).toBeGreaterThan(1000);
		expect(performance.now() - start).toBeLessThan(5000);
	});
});

/** UTF-8 bytes read as Windows-1252, as a wrong program would. */
function misread(text: string): string {
	return new TextDecoder('windows-1252').decode(new TextEncoder().encode(text));
}

describe('text that was decoded wrongly', () => {
	test.each(['—', '“so”', '…', '✅', '🚀', 'café', '→', '€', 'naïve – yes'])('%s comes back', text => {
		expect(repairMojibake(misread(text))).toBe(text);
	});

	test('MacRoman too', () => {
		expect(repairMojibake('\uF8FFüöÄ now, ‚úÖ then, ‚Äî last')).toBe('🚀 now, ✅ then, — last');
	});

	test('honest text stays', () => {
		for (const text of [
			'Ångström à la carte',
			'“quoted” — 5 €',
			'naïve café',
			'Москва',
			'日本語',
			'â or Ã alone',
			'ÄÖÜäöüß',
			'™®©',
		]) {
			expect(repairMojibake(text)).toBe(text);
		}
	});

	test('repairing twice changes nothing more', () => {
		fc.assert(
			fc.property(
				fc.string({unit: 'grapheme'}),
				text =>
					repairMojibake(text) === text ||
					repairMojibake(repairMojibake(text)).length <= repairMojibake(text).length,
			),
		);
	});
});

describe('repairs that need no guess', () => {
	test('prompts go where nothing is output', () => {
		expect(fixText('# Ship\n\n```sh\n$ git pull\n$ ./ship\n```\n')).toBe(
			'# Ship\n\n```sh\ngit pull\n./ship\n```\n',
		);
		expect(fixText('- item\n\n  ```bash\r\n  $ git pull\r\n  ```\r\n')).toBe(
			'- item\n\n  ```bash\r\n  git pull\r\n  ```\r\n',
		);
	});

	test('a session with output, another host or root stays as it is', () => {
		for (const body of [
			'$ date\nSat Nov 21',
			'ops@web:~$ date',
			'# systemctl restart web',
			'echo $ HOME',
			'$ cat <<EOF\n$ a\nEOF',
		]) {
			const text = `\`\`\`sh\n${body}\n\`\`\`\n`;
			expect(fixText(text)).toBe(text);
		}
	});

	test('only shell fences are touched', () => {
		const text = '```text\n$ date\n```\n\n$ date\n';
		expect(fixText(text)).toBe(text);
	});

	test('invisible characters go, wrongly decoded text is mended', () => {
		expect(fixText('# Ship â€” it\n\n```sh\n\u00A0 kubectl\u200B get pods\n```\n')).toBe(
			'# Ship — it\n\n```sh\n  kubectl get pods\n```\n',
		);
	});

	test('fixing twice is fixing once', () => {
		const pieces = fc.constantFrom(
			'```sh\n',
			'```\n',
			'$ ls\n',
			'> a\n',
			'out\n',
			'â€”',
			'\u00A0',
			'\u200B',
			'# x\n',
			'- ',
			'\n',
			'\r\n',
			'~~~\n',
			'  ',
		);
		fc.assert(
			fc.property(
				fc.array(pieces, {maxLength: 20}).map(parts => parts.join('')),
				text => {
					const once = fixText(text);
					expect(fixText(once)).toBe(once);
				},
			),
			{numRuns: 300},
		);
	});
});

test('SARIF names every finding with its rule and place', () => {
	const problems = lintText(withBlock('set -e', 'ps aux | grep web')).filter(({code}) => code === 'D8');
	const log = JSON.parse(JSON.stringify(sarifOf([{name: 'ops/a b.md', problems}])));
	expect(log).toMatchObject({
		version: '2.1.0',
		runs: [{columnKind: 'utf16CodeUnits', tool: {driver: {name: 'gonogo'}}}],
	});
	const [run] = log.runs;
	expect(run.results[0]).toMatchObject({
		ruleId: 'D8',
		level: 'warning',
		locations: [
			{physicalLocation: {artifactLocation: {uri: 'ops/a%20b.md'}, region: {startLine: 7, startColumn: 1}}},
		],
	});
	expect(run.tool.driver.rules[run.results[0].ruleIndex]).toMatchObject({
		id: 'D8',
		name: 'PsGrepFindsItself',
	});
});

test('a copy that lost its marks gets them back where its lines are whole', () => {
	const fixed = fixText(
		'Ship the shop\nSteps\n1. Look\n# See what runs\nkubectl get pods\n# See the log\nkubectl logs deploy/shop\nDone\n',
	);
	expect(fixed).toContain('```bash\n# See what runs\nkubectl get pods\n');
	expect(fixText(fixed)).toBe(fixed);
});

test.each([
	['\uFEFF', '\n'],
	['', '\r\n'],
	['\uFEFF', '\r\n'],
])('a repaired copy keeps its byte order mark (%j) and its line ends (%j)', (mark, end) => {
	const lines = [
		'Ship the shop',
		'Steps',
		'1. Look',
		'# See what runs',
		'kubectl get pods',
		'# See the log',
		'kubectl logs deploy/shop',
		'Done',
		'',
	];
	const fixed = fixText(mark + lines.join(end));
	expect(fixed).toContain(`\`\`\`bash${end}# See what runs${end}`);
	expect([fixed.startsWith('\uFEFF'), fixed.replaceAll(end, '').includes('\n')]).toEqual([
		mark !== '',
		false,
	]);
	expect(fixText(fixed)).toBe(fixed);
});
