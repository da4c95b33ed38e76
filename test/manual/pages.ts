import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {dirname, resolve} from 'node:path';
import {fileURLToPath} from 'node:url';
import {readRunbook} from '../../src/runbook/read.ts';
import {planLines} from '../../src/ui/view/plan.ts';

export type Page = {readonly path: string; readonly name: string; readonly text: string};
export type Fence = {readonly info: string; readonly body: string};

const root = fileURLToPath(new URL('../..', import.meta.url));
export const manual = resolve(root, 'src/manual');

/** README and every page of the manual. */
export function pages(): readonly Page[] {
	const names = readdirSync(manual).filter(name => name.endsWith('.md'));
	return [resolve(root, 'README.md'), ...names.sort().map(name => resolve(manual, name))].map(path => ({
		path,
		name: path.slice(root.length),
		text: readFileSync(path, 'utf8'),
	}));
}

export function pageOf(topic: string): string {
	const path = resolve(manual, `${topic}.md`);
	return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

/** Fences at the left margin, with what stands in them; a longer fence may hold shorter ones. */
export function fencesIn(text: string): readonly Fence[] {
	return [...text.matchAll(/^(?<marks>`{3,})(?<info>[^`\n]*)\n(?<body>[\s\S]*?)^\k<marks>$/gm)].map(
		match => ({
			info: match.groups?.info?.trim() ?? '',
			body: match.groups?.body ?? '',
		}),
	);
}

/** Relative links and pictures, fences left out. */
export function linksIn({text, path}: Page): readonly {readonly target: string; readonly leads: boolean}[] {
	const prose = text.replaceAll(/^(`{3,})[^`\n]*\n[\s\S]*?^\1$/gm, '').replaceAll(/`[^`\n]+`/g, '');
	return [...prose.matchAll(/\]\((?<target>[^)\s]+)\)/g)]
		.map(match => match.groups?.target ?? '')
		.filter(target => !/^(?:https?:|mailto:|#)/.test(target))
		.map(target => ({target, leads: existsSync(resolve(dirname(path), target.replace(/#.*$/, '')))}));
}

/** What `gonogo plan --why` says of an example, without title and counts; then what stands aside or is only shown, and the problems. */
function planned(markdown: string): string {
	const {runbook, problems} = readRunbook({text: markdown, path: 'example.md'});
	const lines = planLines(runbook, {why: true, columns: 120}).trimEnd().split('\n');
	const from = lines.findIndex((line, index) => index > lines.indexOf('') && line === '');
	const end = lines.findLastIndex(line => /^\d+ steps? may change the world/.test(line));
	const walked = lines
		.slice(from + 1, end)
		.join('\n')
		.trim();
	const shown = runbook.references.map(({kind, rule, line}) => `shown only: line ${line}, ${kind} (${rule})`);
	const aside = runbook.aside.map(({rule, line, title}) => `aside: line ${line}, ${title} (${rule})`);
	const wrong = problems.map(({severity, line, message}) => `${severity}, line ${line}: ${message}`);
	return [walked, aside.join('\n'), shown.join('\n'), wrong.join('\n')]
		.filter(part => part !== '')
		.join('\n\n');
}

/** The page with the plan of every `markdown` example written anew into the `text` fence that follows it. */
export function withPlans(text: string): string {
	return text.replaceAll(
		/(?<example>^````markdown\n(?<body>[\s\S]*?)^````\n\n)```text\n[\s\S]*?^```$/gm,
		(_, example: string, body: string) => `${example}\`\`\`text\n${planned(body)}\n\`\`\``,
	);
}
