import {readFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import {attacks} from '../text/attacks.ts';
import type {Defence} from '../torture/defence.ts';
import {doorDefences} from '../torture/door-defences.ts';
import {journalDefences} from '../torture/journal-defences.ts';
import {outsideDefences} from '../torture/outside-defences.ts';
import {secretDefences} from '../torture/secret-defences.ts';
import {textDefences} from '../torture/text-defences.ts';
import {trustDefences} from '../torture/trust-defences.ts';
import {manual} from './pages.ts';

/* `vitest run --config .config/vitest.ts test/manual --update` writes the table anew. */

const page = readFileSync(`${manual}/safety.md`, 'utf8');
const heading = '## Taken out\n';

test('the page on safety names every defence that is taken out, and the tests that notice', async () => {
	const [before = ''] = page.split(heading);
	await expect(`${before}${heading}${tables()}`).toMatchFileSnapshot(`${manual}/safety.md`);
});

test('the page on safety counts the attacks there are', () => {
	const counts = [...page.matchAll(/(\d+) attacks/g)].map(found => Number(found[1]));
	expect(counts.length).toBeGreaterThan(0);
	expect(new Set(counts)).toEqual(new Set([attacks.length]));
});

const all = [
	...journalDefences,
	...textDefences,
	...secretDefences,
	...doorDefences,
	...outsideDefences,
	...trustDefences,
];

test('every line that the torture takes out is there, and once', () => {
	for (const {keeps, file, line} of all) {
		expect(readFileSync(`${manual}/../../${file}`, 'utf8').split(line).length - 1, keeps).toBe(1);
	}
});

function tables(): string {
	return `
\`npm run test:torture\` takes each of these ${all.length} defences out of a copy of the program, a line or so, and runs the
tests beside it: they have to fail. So none of them can go unnoticed. To see only this:

\`\`\`sh
npx vitest run --config .config/torture.ts test/torture/defences.test.ts
\`\`\`

${tableOf('The journal and its place', journalDefences)}
${tableOf('Text from outside', textDefences)}
${tableOf('Inputs and secrets', secretDefences)}
${tableOf('Steps and keys', doorDefences)}
${tableOf('Other machines', outsideDefences)}
${tableOf('Whose word counts', trustDefences)}`;
}

function tableOf(title: string, defences: readonly Defence[]): string {
	const rows = defences.map(
		({keeps, test: files}) => `| ${keeps} | ${files.split(' ').map(named).join(', ')} |`,
	);
	return `| ${title} | tests that notice |\n|---|---|\n${rows.join('\n')}\n`;
}

function named(file: string): string {
	return `\`${file.replace(/^test\//, '')}\``;
}
