import {type Attributes, readCommentAttributes} from '../annotation/attributes.ts';
import type {Sheet} from './draft.ts';

/** What HTML comments around a step or heading say. */
export type CommentMarks = {
	readonly attributes?: Attributes;
	/** What to paste, from a comment such as "paste the link". */
	readonly evidence?: string;
	/** Any other comment: a word from the author to the reader of the source. */
	readonly hint?: string;
};

/** More comments beside one step than this are not looked at. */
const commentsMax = 20;

/** @param line 1-based line of the text's first line. */
export function readComments(sheet: Sheet, source: string, line: number): CommentMarks {
	let attributes: Attributes | undefined;
	let evidence: string | undefined;
	const hints: string[] = [];
	for (const comment of commentsOf(source)) {
		const read = readCommentAttributes(comment, line);
		const text = comment.replace(/^<!--+|--+>$/g, '').trim();
		if (read) {
			attributes = read.attributes;
			sheet.problems.push(...read.problems);
		} else if (
			/\b(?:paste|link|url|attach|evidence|screenshot|fill in|enter)\b/i.test(text) &&
			text.length < 200
		) {
			evidence ??= text;
		} else if (text !== '' && text.length < 2_000) {
			hints.push(text);
		}
	}
	return {
		...(attributes ? {attributes} : {}),
		...(evidence === undefined ? {} : {evidence}),
		...(hints.length > 0 ? {hint: hints.join('\n')} : {}),
	};
}

function commentsOf(source: string): readonly string[] {
	const found: string[] = [];
	let at = source.indexOf('<!--');
	while (at >= 0 && found.length < commentsMax) {
		const end = source.indexOf('-->', at);
		if (end < 0) break;
		found.push(source.slice(at, end + 3));
		at = source.indexOf('<!--', end);
	}
	return found;
}
