import MarkdownIt, {type Token} from 'markdown-it';

/**
Markdown as HTML that is safe to open: raw HTML is shown as text, comments are left out, nothing is loaded from
elsewhere (an image becomes a link), boxes of tasks become signs, and of the front matter only the body stays.
*/
export function markdownHtml(text: string): string {
	return renderer.render(withoutFrontMatter(text));
}

const renderer = new MarkdownIt('default', {html: true, linkify: false});

renderer.renderer.rules.html_block = (tokens, at) => safeHtml(tokens[at]);
renderer.renderer.rules.html_inline = (tokens, at) => safeHtml(tokens[at]);
renderer.renderer.rules.image = (tokens, at) => {
	const token = tokens[at];
	const words = escaped(token?.content ?? '');
	const source = String(token?.attrGet('src') ?? '');
	return renderer.validateLink(source) ? `<a href="${escaped(source)}">${words}</a>` : words;
};
renderer.renderer.rules.text = (tokens, at) => {
	const words = escaped(tokens[at]?.content ?? '');
	return at === 0
		? words.replace(/^\[([ xX])\] /, (_box, mark: string) => (mark === ' ' ? '☐ ' : '☑ '))
		: words;
};

/** What folds in `run.md` folds here too; every other tag is words. */
function safeHtml(token: Token | undefined): string {
	const html = token?.content ?? '';
	return html
		.split(/(<!--[\s\S]*?(?:-->|$)|<\/?details>|<\/?summary>)/)
		.map(part =>
			part.startsWith('<!--') ? '' : /^<\/?(?:details|summary)>$/.test(part) ? part : escaped(part),
		)
		.join('');
}

function escaped(text: string): string {
	return renderer.utils.escapeHtml(text);
}

function withoutFrontMatter(text: string): string {
	return text.replace(/^\uFEFF?---[ \t]*\r?\n[\s\S]*?\n---[ \t]*(?:\r?\n|$)/, '');
}
