import {expect, test} from 'vitest';
import type {Explanation} from '../../src/runbook/lint/explanation.ts';
import {explanations} from '../../src/runbook/lint/registry.ts';
import {homeKeys} from '../../src/ui/home/home-keys.ts';
import type {KeyGroup, KeyRow} from '../../src/ui/key-row.ts';
import {keyName, keyTable} from '../../src/ui/keys.ts';
import {manual} from './pages.ts';

/* `vitest run --config .config/vitest.ts test/manual --update` writes the pages anew. */

test('the page on lint tells every finding there is, as the registry has it', async () => {
	await expect(lintPage()).toMatchFileSnapshot(`${manual}/lint.md`);
});

test('the page on keys tells every key there is, as the keyboard has it', async () => {
	await expect(keysPage()).toMatchFileSnapshot(`${manual}/keyboard.md`);
});

const lintOpening = `# Lint

\`gonogo lint FILE…\` finds what would hurt in runbooks: defects that made real releases fail, and habits that cost time or
safety. It reads only; \`"runbooks/**/*.md"\` in quotes names many files. Every finding says where, why it hurts and what to
write instead.

| severity | means | exit code |
|---|---|---|
| error | it will fail or do harm | 1 |
| warning | it fails or misleads some day | 0 |
| hint | it could be better | 0 |

\`gonogo lint --fix FILE\` shows as a diff what can be repaired by rule, \`gonogo lint --fix --write FILE\` repairs it. \`--json\`
and \`--sarif\` are for programs; \`gonogo help plan-json\` describes the first.

What can't be read is found here and by \`gonogo plan\` alike: the codes that begin with \`front-matter.\`, \`attribute.\`,
\`damaged.\` and with the kind of a structured fence (\`gate.\`, \`probe.\` …) say what is wrong and what to write. An error
among them keeps the runbook from running. \`gonogo help format\` has the rules.

`;

function lintPage(): string {
	const list = explanations.map(({code, title}) => `| ${code} | ${cell(title)} |`).join('\n');
	return `${lintOpening}| code | what |\n|---|---|\n${list}\n\n${explanations.map(findingText).join('\n')}`;
}

function findingText({code, severity, title, explanation, why, instead}: Explanation): string {
	return `## ${code} ${prose(title)}\n\n${capital(severity)}. ${prose(explanation)}\n\nWhy: ${prose(why)}\n\nInstead: ${prose(instead)}\n`;
}

/** Tags and stars in a sentence are to be seen, not to be Markdown. */
function prose(text: string): string {
	return text
		.split(/(`[^`]*`)/)
		.map(part => (part.startsWith('`') ? part : part.replaceAll(/[<*_[]/g, '\\$&')))
		.join('');
}

function cell(text: string): string {
	return prose(text).replaceAll('|', '\\|');
}

function capital(word: string): string {
	return `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
}

const keysOpening = `# Keyboard

\`?\` shows on screen what works now; the bar at the bottom shows the keys that stand in front. A key that stands for
several things does the first that is possible at the moment. A numbered choice has its number as key. \`gonogo help modes\`
tells what \`--plain\` asks for instead.
`;

const groups: readonly (readonly [KeyGroup, string])[] = [
	['answer', 'Answering'],
	['act', 'Acting'],
	['look', 'Looking around'],
];

function keysPage(): string {
	return [
		keysOpening,
		...groups.map(([group, title]) => groupText(group, title)),
		outputText,
		homeText(),
	].join('\n');
}

const outputText = `## What a step prints

The output follows its end until you scroll. A step on several hosts has a row for each of them above the output: how it
stands, for how long, and its last line. \`>\` and \`<\` go through the hosts, one output after the other, and back to all of
them; search, copy and the pager then take that host's output. After a failure the hosts that did not pass stand first.
`;

const homeOpening = `## On the home screen

What \`gonogo\` alone shows. While a search is being typed only the keys that type nothing act.
`;

function homeText(): string {
	const rows = homeKeys.map(row => keyLine(row));
	return `${homeOpening}\n| key | word in the bar | what it does |\n|---|---|---|\n${rows.join('\n')}\n`;
}

function groupText(group: KeyGroup, title: string): string {
	const rows = keyTable.filter(row => row.group === group).map(keyLine);
	return `## ${title}\n\n| key | word in the bar | what it does |\n|---|---|---|\n${rows.join('\n')}\n`;
}

function keyLine({keys, label, help}: Pick<KeyRow, 'keys' | 'label' | 'help'>): string {
	return `| ${keys.map(key => `\`${keyName(key)}\``).join(' ')} | ${cell(label)} | ${help.replaceAll('|', '\\|')} |`;
}
