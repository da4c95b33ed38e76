import type {Problem} from '../model.ts';
import {repairMojibake} from '../mojibake.ts';
import {finding, type Paper, type Rule} from './paper.ts';

/** The text itself: D18, D19, gaps and templates. */
export const text: Rule = paper => [
	...paper.source.lines.flatMap((line, index) => [
		...mojibake(line, index + 1),
		...hidden(line, index + 1),
		...unfinished(paper, line, index + 1),
		...template(paper, line, index + 1),
	]),
	...generatorTags(paper),
];

/** `{% include x %}`, `<%= x %>`, `{{< hint >}}`: counted, for nobody here fills them in (rule R17). */
const tag = /\{%[^%\n]{0,300}%\}|<%[^%\n]{0,300}%>|\{\{[<%][^\n}]{0,300}\}\}/g;

function generatorTags(paper: Paper): readonly Problem[] {
	const found = paper.source.lines.flatMap((line, index) =>
		index + 1 < paper.bodyFrom || paper.fenced.has(index + 1)
			? []
			: [
					...line
						.slice(0, lineMax)
						.replace(/`[^`]*`/g, code => ' '.repeat(code.length))
						.matchAll(tag),
				].map(match => ({
					line: index + 1,
					column: match.index + 1,
					text: match[0],
				})),
	);
	const [first] = found;
	if (first === undefined) return [];
	const count = found.length === 1 ? 'A tag' : `${found.length} tags`;
	return [
		finding('markup.tags', first, {
			message: `${count} of a site generator ${found.length === 1 ? 'stands' : 'stand'} here as text, first “${first.text.slice(0, 60)}”.`,
		}),
	];
}

/** A line is looked at to this length. */
const lineMax = 4000;

function mojibake(text: string, line: number): readonly Problem[] {
	const repaired = repairMojibake(text.slice(0, lineMax));
	if (repaired === text.slice(0, lineMax)) {
		return [];
	}
	const at = [...repaired].findIndex((char, index) => [...text][index] !== char);
	const column = [...text].slice(0, at).join('').length + 1;
	const seen = [...repaired].slice(at, at + 1).join('');
	return [finding('D18', {line, column}, {message: `This was “${seen}” before it was decoded wrongly.`})];
}

/** What Cloudflare and its kind leave of an address. */
function hidden(text: string, line: number): readonly Problem[] {
	const at = text.slice(0, lineMax).search(/\[email[\s\u00A0]protected\]|\/cdn-cgi\/l\/email-protection/);
	return at === -1
		? []
		: [finding('D19', {line, column: at + 1}, {message: 'An address stood here; a web page has hidden it.'})];
}

const gap = /\b(?:TODO|TBD|FIXME|XXX+|TBC)\b(?!-)|_{5,}|\.{3}\s*\(fill/;

function unfinished(paper: Paper, text: string, line: number): readonly Problem[] {
	const isComment = /^\s*<!--/.test(text);
	const match =
		line < paper.bodyFrom || isComment || /^[\s_*-]+$/.test(text) ? null : gap.exec(text.slice(0, lineMax));
	return match === null
		? []
		: [
				finding(
					'text.unfinished',
					{line, column: match.index + 1},
					{message: `“${match[0].slice(0, 10)}” stands here.`},
				),
			];
}

/** Tags that Markdown hosts show. */
const html =
	/^<\/?(?:a|abbr|b|blockquote|br|center|code|dd|del|details|div|dl|dt|em|figure|figcaption|h[1-6]|hr|i|img|ins|kbd|li|link|mark|meta|ol|p|picture|pre|q|s|samp|script|small|source|span|strong|style|sub|summary|sup|table|tbody|td|tfoot|th|thead|tr|tt|u|ul|var|video|svg|path|font|iframe|input|button|section|article|nav|tabs?|tabitem|admonition|note|tip|warning|info|caution|callout|steps?|card|cards|include|snippet)\b/i;

function template(paper: Paper, text: string, line: number): readonly Problem[] {
	if (line < paper.bodyFrom || paper.fenced.has(line) || /^(?: {4}|\t)/.test(text)) {
		return [];
	}
	const plain = text
		.slice(0, lineMax)
		.replaceAll(/`[^`]*`/g, code => ' '.repeat(code.length))
		.replaceAll(/\\[<>]/g, '  ');
	const match = [...plain.matchAll(/<[A-Za-z][A-Za-z0-9 _./-]{1,40}>/g)].find(
		found =>
			!html.test(found[0]) &&
			!/^<(?:https?:|mailto:|\w+@|\w[\w.-]*\.\w{2,}\/?)/.test(found[0]) &&
			!/^<[A-Z][A-Za-z]+(?: |>|\/)/.test(found[0]),
	);
	return match === undefined
		? []
		: [
				finding(
					'text.template',
					{line, column: match.index + 1},
					{message: `“${match[0]}” was never filled in.`},
				),
			];
}
