import {spawnSync} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import fc from 'fast-check';
import {describe, expect, onTestFinished, test} from 'vitest';
import {type Edit, unifiedPatch} from '../../src/insight/patch.ts';
import {redlinePatch} from '../../src/insight/redline-patch.ts';
import {readRunbook} from '../../src/runbook/read.ts';
import {has} from '../needs.ts';
import {recordWith} from './records.ts';

function patched(text: string, patch: string): string {
	const directory = mkdtempSync(join(tmpdir(), 'gonogo-patch-'));
	onTestFinished(() => rmSync(directory, {recursive: true, force: true}));
	writeFileSync(join(directory, 'shop.md'), text);
	const applied = spawnSync('git', ['apply', '--unidiff-zero', '-'], {
		cwd: directory,
		input: patch,
		encoding: 'utf8',
	});
	if (applied.status !== 0) {
		throw new Error(`${applied.stderr}\n${patch}`);
	}
	return readFileSync(join(directory, 'shop.md'), 'utf8');
}

/** The same edits without a patch. */
function edited(text: string, edits: readonly Edit[]): string {
	const lines = text.split('\n');
	for (const {from, remove, insert} of edits.toSorted((a, b) => b.from - a.from)) {
		lines.splice(from, remove, ...insert);
	}
	return lines.join('\n');
}

const line = fc.constantFrom('one', 'two', '', '  three', '- four');
const change = fc.record({from: fc.nat(30), remove: fc.nat(2), insert: fc.array(line, {maxLength: 2})});

test.skipIf(!has('git'))('git applies a patch of any edits and gives the text that was meant', () => {
	fc.assert(
		fc.property(
			fc.array(line, {minLength: 33, maxLength: 40}),
			fc.uniqueArray(change, {maxLength: 4, selector: ({from}) => Math.floor(from / 3)}),
			(lines, changes) => {
				const text = `${lines.join('\n')}\n`;
				const apart = changes
					.map(one => ({...one, from: Math.floor(one.from / 3) * 3}))
					.filter(({remove, insert}) => remove > 0 || insert.length > 0)
					.filter(
						({from, remove, insert}) => insert.join('\n') !== lines.slice(from, from + remove).join('\n'),
					);
				fc.pre(apart.length > 0 && edited(text, apart) !== text);
				expect(patched(text, unifiedPatch('shop.md', text, apart))).toBe(edited(text, apart));
			},
		),
		{numRuns: 60},
	);
});

test.skipIf(!has('git'))('a file without a newline at its end is patched at its end too', () => {
	const text = 'one\ntwo';
	const patch = unifiedPatch('shop.md', text, [{from: 2, remove: 0, insert: ['three']}]);
	expect(patched(text, patch).trimEnd()).toBe('one\ntwo\nthree');
	expect(patched(text, unifiedPatch('shop.md', text, [{from: 0, remove: 1, insert: ['eins']}]))).toBe(
		'eins\ntwo',
	);
});

describe('redlines', () => {
	const text = [
		'# Release',
		'',
		'1. Pull the image.',
		'',
		'   ```sh {#pull}',
		'   docker pull shop:1',
		'   ```',
		'',
		'- [ ] The page is fine <!-- gonogo: id=page -->',
		'',
	].join('\n');
	const {runbook} = readRunbook({text, path: 'shop.md'});
	const said = {at: '2026-11-21T09:00:00.000Z', by: 'bob@example.com'};

	test.skipIf(!has('git'))(
		'become a patch: what was proposed stands in place, the rest is a comment',
		async () => {
			const record = {
				...(await recordWith()),
				redlines: [
					{
						...said,
						step: 'pull',
						text: 'the tag moves',
						proposed: 'docker pull "$IMAGE"',
						was: 'docker pull shop:1',
					},
					{...said, step: 'page', text: 'which page --> ours?'},
					{...said, text: 'no word on the cache'},
				],
			};
			const patch = redlinePatch(record, runbook, [{path: 'shop.md', text}]);
			const after = patched(text, patch);
			expect(patch).toContain('bob@example.com at pull: the tag moves');
			expect(after).toContain('   docker pull "$IMAGE"\n   ```');
			expect(after).toMatch(
				/id=page -->\n +<!-- Redline: which page –› ours\? \(bob@example\.com, 2026-11-21, run .*\) -->\n/,
			);
			expect(after).toMatch(/<!-- Redline: no word on the cache .* -->\n$/);
			expect(readRunbook({text: after, path: 'shop.md'}).runbook.walk.map(({id}) => id)).toEqual(
				runbook.walk.map(({id}) => id),
			);
		},
	);

	test('that nobody made give nothing', async () => {
		expect(redlinePatch(await recordWith(), runbook, [{path: 'shop.md', text}])).toBe('');
	});
});
