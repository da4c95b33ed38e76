import {remember} from '../remember.ts';

/** No title or label needs more; a longer source is cut first, so that no pattern below meets a 10 MB line. */
const sourceMax = 4_000;
const titleMax = 200;

/** One line of text from inline Markdown source: marks, links and comments gone, code and `<placeholders>` kept. */
export function plainText(source: string): string {
	return source.length <= sourceMax && !/[`*_<[~&\\\n\t\r]| {2}|^ | $/.test(source)
		? source
		: plainOf(source.slice(0, sourceMax));
}

const plainOf = remember(text =>
	text
		.replace(/<!--[\s\S]{0,2000}?-->/g, '')
		.split(/(`+[^`]+`+)/)
		.map((part, index) => (index % 2 === 1 ? part.replace(/^`+ ?| ?`+$/g, '') : withoutMarks(part)))
		.join('')
		.replace(/\s+/g, ' ')
		.trim()
		.replace(/^([*_])(?=[^\s*_])([^*]{1,500}[^\s*_])\1$/, '$2'),
);

function withoutMarks(source: string): string {
	if (!/[<[*_~\\&]/.test(source)) return source;
	return source
		.replace(htmlTag, '')
		.replace(/!?\[([^[\]]{0,300})\](?:\([^()\s]{0,1000}(?:\s"[^"]{0,300}")?\)|\[[^[\]]{0,300}\])/g, '$1')
		.replace(/\*\*|__(?=\S)|(?<=\S)__|~~/g, '')
		.replace(/\*(\S[^*\n]{0,300}?(?<=\S)|\S)\*/g, '$1')
		.replace(/(?<![\w\\])_(\S[^_\n]{0,300}?(?<=\S)|\S)_(?!\w)/g, '$1')
		.replace(/\\([!-/:-@[-`{-~])/g, '$1')
		.replace(/&(lt|gt|amp|nbsp|quot|#39);/g, (_, name: string) => entities[name] ?? '');
}

const htmlTag =
	/<\/?(?:b|i|u|em|strong|code|kbd|br|sub|sup|span|mark|small|p|a|img|details|summary)(?:\s[^<>]{0,300})?\/?>/gi;
const entities: Readonly<Record<string, string>> = {
	lt: '<',
	gt: '>',
	amp: '&',
	nbsp: ' ',
	quot: '"',
	'#39': "'",
};

/** A step's title from the paragraph that introduces it: the last sentence if it ends in a colon, else the first. */
export function titleOf(source: string): string {
	const text = plainText(source);
	const sentences = text.split(sentenceEnd);
	if (/[:：]$/.test(text)) {
		const last = sentences.at(-1) ?? text;
		const says =
			last.split(' ').length > 3 || sentences.length === 1
				? last
				: text.length > 120
					? (sentences[0] ?? text)
					: text;
		return cut(says.replace(/\s*[:：]+$/, ''));
	}
	const sentence = text.length > 120 ? (sentences[0] ?? text) : text;
	return cut(sentence.replace(/(?<!\.)\.$/, ''));
}

const sentenceEnd = /(?<=[.!?])\s+(?=[A-Z`"'(])/;

/** Shortened to what a heading line of a screen can hold. */
export function cut(text: string, max: number = titleMax): string {
	return text.length > max ? `${text.slice(0, max - 1).trimEnd()}…` : text;
}
