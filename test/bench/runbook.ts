import MarkdownIt from 'markdown-it';
import {lint} from '../../src/runbook/lint/lint.ts';
import {planOf} from '../../src/runbook/plan.ts';
import {readRunbook} from '../../src/runbook/read.ts';
import type {Row} from './main.ts';

export const title = 'Reading runbooks: milliseconds beside the bare Markdown parser on the same text';

const path = 'bench.md';
const files = 500;
const parser = new MarkdownIt();

export async function run(): Promise<readonly Row[]> {
	planned(1_000);
	const rows = [1_000, 10_000, 100_000].map(items => {
		const text = runbookOf(items);
		const bare = timed(() => parser.parse(text, {}));
		return row(
			`plan of ${items} items`,
			timed(() => planned(items)),
			bare,
		);
	});
	const texts = Array.from({length: files}, (_, index) => runbookOf(20 + (index % 40)));
	const bare = timed(() => {
		for (const text of texts) {
			parser.parse(text, {});
		}
	});
	const linted = timed(() => {
		for (const text of texts) {
			lint(readRunbook({text, path}), {text, path});
		}
	});
	return [...rows, row(`lint of ${files} files, each`, linted / files, bare / files)];
}

function planned(items: number): number {
	const text = runbookOf(items);
	return planOf(readRunbook({text, path}), {path}).items.length;
}

/** Checks, commands and prose in the mix of real runbooks: a section of ten items each. */
function runbookOf(items: number): string {
	const sections = Array.from({length: Math.ceil(items / 10)}, (_, section) => {
		const lines = Array.from({length: 10}, (_, item) => itemOf(section * 10 + item));
		return `## Part ${section + 1}\n\nLook before you change anything here.\n\n${lines.join('\n')}`;
	});
	return `# Release\n\n${sections.join('\n')}\n\n## Roll back\n\n\`\`\`sh\n./switch old\n\`\`\`\n`;
}

function itemOf(number: number): string {
	switch (number % 5) {
		case 0:
			return `- [ ] **The service ${number} answers**\n  - on every host\n`;
		case 1:
			return `\`\`\`sh\nkubectl -n shop rollout status deploy/api-${number} --timeout=60s\n\`\`\`\n`;
		case 2:
			return `- [ ] Run \`systemctl status api-${number}\` and read it\n`;
		case 3:
			return `1. Open the dashboard of api ${number} and compare it with yesterday.\n`;
		default:
			return `\`\`\`sh\ncurl -fsS https://shop.example/api/${number}/health\n\`\`\`\n`;
	}
}

function timed(work: () => unknown): number {
	const startedAt = performance.now();
	work();
	return performance.now() - startedAt;
}

function row(what: string, value: number, baseline: number): Row {
	return {what, value, unit: 'ms', baseline, ratio: value / baseline};
}
