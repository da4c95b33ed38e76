import {describe, expect, test} from 'vitest';
import {settingNames} from '../../src/cli/settings.ts';
import {exitCode} from '../../src/fault.ts';
import {attributeNames} from '../../src/runbook/annotation/attribute-names.ts';
import {schemas} from '../../src/runbook/annotation/structured-schemas.ts';
import {frontMatter} from '../../src/runbook/front-matter/front-matter-schema.ts';
import {planOf} from '../../src/runbook/plan.ts';
import {readRunbook} from '../../src/runbook/read.ts';
import {readBoldLed} from '../../src/runbook/reading/bold-led.ts';
import {asideHelp} from '../../src/ui/plain/side-words.ts';
import {fencesIn, pageOf} from './pages.ts';

/** Words between backquotes, taken apart: `status header` are two. */
function coded(page: string): ReadonlySet<string> {
	const prose = page.replaceAll(/^(`{3,})[^`\n]*\n[\s\S]*?^\1$/gm, '');
	const spans = [...prose.matchAll(/`([^`]+)`/g)].map(match => match[1] ?? '');
	return new Set(spans.flatMap(span => span.split(/[^A-Za-z0-9-]+/)));
}

describe('the format page', () => {
	const page = pageOf('format');
	const words = coded(page);

	test('names every attribute', () => {
		expect([...attributeNames].filter(name => !words.has(name))).toEqual([]);
	});

	test('names every key of the front matter', () => {
		expect(Object.keys(frontMatter).filter(key => !words.has(key))).toEqual([]);
	});

	test.each(Object.entries(schemas))('names every key of a %s fence', (kind, schema) => {
		expect(Object.keys(schema.shape).filter(key => !words.has(key))).toEqual([]);
		expect(page).toContain(`**${kind}**`);
	});

	test('names bold words that are read', () => {
		const listed = /bold is for the step above it: (?<list>[^;]+);/.exec(page)?.groups?.list ?? '';
		const bold = [...listed.matchAll(/\*\*([^*]+)\*\*/g)].map(match => match[1]);
		expect(bold.length).toBeGreaterThan(5);
		expect(bold.filter(word => readBoldLed(`**${word}**: so`) === undefined)).toEqual([]);
	});
});

test('the page on modes tells the words that plain lines take, as they are', () => {
	const rows = asideHelp.map(row => row.slice(2));
	expect(fencesIn(pageOf('modes')).map(({body}) => body)).toContain(`${rows.join('\n')}\n`);
});

test('the page on JSON names every field of the plan of its own manual’s examples', () => {
	const words = coded(pageOf('plan-json'));
	const examples = fencesIn(pageOf('format')).filter(fence => fence.info === 'markdown');
	const plans = examples.map(({body}) => planOf(readRunbook({text: body, path: 'x.md'}), {path: 'x.md'}));
	const fields = plans.flatMap(({items, rollback, inputs, meta, sections, references, ...plan}) => [
		...Object.keys(plan),
		...Object.keys(meta),
		...[
			...items,
			...rollback,
			...plan.aside,
			...inputs,
			...sections,
			...references,
			...plan.problems,
		].flatMap(Object.keys),
	]);
	expect([...new Set(fields)].filter(field => !words.has(field))).toEqual([]);
});

test('the page on settings names every setting', () => {
	const names = [...pageOf('settings').matchAll(/^\| (\w+) \|/gm)].map(match => match[1]);
	expect(settingNames.filter(name => !names.includes(name))).toEqual([]);
});

test('the page on exit codes names every exit code', () => {
	const codes = [...pageOf('exit-codes').matchAll(/^\| (\d+) \|/gm)].map(match => Number(match[1]));
	expect(codes).toEqual(Object.values(exitCode));
});
