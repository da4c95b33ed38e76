import {sanitiseLine, sanitiseText} from '../text/sanitise.ts';

/** A cell or a sentence longer than this says nothing more. UTF-16 units. */
const inlineCharsMax = 500;

/** Outside text as plain words inside Markdown: it can't open a tag, a link, an image, a table cell or a code span. */
export function words(text: string): string {
	return sanitiseLine(text.trim().replaceAll('\n', ' '), inlineCharsMax).replaceAll(
		/[\\`*_[\]<>|~&!#]/g,
		sign => (sign === '&' ? '&amp;' : sign === '<' ? '&lt;' : `\\${sign}`),
	);
}

/** Outside text as a code block that nothing in it can close. */
export function codeLines(text: string, language: string): string[] {
	const body = sanitiseText(text.replace(/\n+$/, '')).split('\n');
	const longest = Math.max(2, ...body.map(line => /`{3,}/.exec(line)?.[0].length ?? 0));
	const fence = '`'.repeat(longest + 1);
	return [`${fence}${language}`, ...body, fence];
}

/** `2026-11-21 14:02:11Z` */
export function moment(at: string): string {
	return `${at.slice(0, 10)} ${timeOfDay(at)}`;
}

/** `14:02:11Z` */
export function timeOfDay(at: string): string {
	return `${at.slice(11, 19)}Z`;
}
