import fc from 'fast-check';
import {expect, test} from 'vitest';
import {htmlPage} from '../../src/insight/html-page.ts';
import {markdownHtml} from '../../src/runbook/html.ts';

test('a runbook as HTML keeps its tables, boxes and folds, and shows no front matter and no comments', () => {
	const html = markdownHtml(
		[
			'---',
			'title: Release',
			'---',
			'',
			'# Release <!-- gonogo: #top -->',
			'',
			'- [x] Nobody deploys <!-- gonogo: id=alone -->',
			'- [ ] Announce it',
			'',
			'| Verdict | complete |',
			'|---|---|',
			'',
			'<details><summary>Output</summary>',
			'',
			'words',
			'',
			'</details>',
		].join('\n'),
	);
	expect(html).toContain('☑ Nobody deploys');
	expect(html).toContain('☐ Announce it');
	expect(html).toContain('<table>');
	expect(html).toContain('<details><summary>Output</summary>');
	expect(html).not.toMatch(/gonogo:|title: Release/);
});

test.each([
	['a script', '<script>alert(1)</script>'],
	['a script in words', 'so <img src=x onerror=alert(1)> there'],
	['an address that runs', '[here](javascript:alert(1))'],
	['an image that would be fetched', '![x](https://example.com/x.png)'],
	['a comment that does not end', '<!-- <script>alert(1)</script>'],
	['a tag with attributes', '<details open onclick="alert(1)">'],
])('%s does nothing in the page', (_what, text) => {
	expect(markdownHtml(text)).not.toMatch(/<(?:script|img|iframe)|<[^>]*\son\w+=|href="javascript/i);
});

test('whatever the text is, no tag comes out that the text brought', () => {
	const piece = fc.constantFrom(
		'<',
		'>',
		'"',
		'script',
		'img src=x',
		'<!--',
		'-->',
		'<details>',
		'`',
		'\n',
		'[x](',
		')',
		' onload=1 ',
	);
	fc.assert(
		fc.property(fc.array(piece, {maxLength: 20}), pieces => {
			expect(markdownHtml(pieces.join(''))).not.toMatch(/<(?:script|img|iframe|object)\b/i);
		}),
	);
});

test('the page loads nothing and its title is words', () => {
	const page = htmlPage('</title><script>', '<p>x</p>');
	expect(page).toContain("default-src 'none'");
	expect(page).toContain('<title>&lt;/title&gt;&lt;script&gt;</title>');
});
