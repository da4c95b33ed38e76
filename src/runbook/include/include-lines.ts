import {readCommentAttributes} from '../annotation/attributes.ts';
import type {Problem} from '../model.ts';
import {sourceOf} from '../reading/source.ts';

/** An include as it stands in a file: `<!-- gonogo: include=db.md -->`. */
export type IncludeLine = {
	/** 1-based. */
	readonly line: number;
	readonly column: number;
	/** As written; undefined when nothing was. */
	readonly target: string | undefined;
	/** The condition of the same comment: it holds for everything included. */
	readonly when?: string;
};

/** A line longer than this is no place for an include. */
const lineMax = 5_000;

/** On a line of its own, at the end of a heading or of a list item's first line. */
const places = /^(?:\s*(?:>\s*)*|#{1,6}\s.*|\s*(?:>\s*)*(?:[-*+]|\d{1,9}[.)])\s.*)$/;

/** Finds the includes of a file, outside fences, and those that stand where they do nothing. */
export function findIncludes(text: string): {
	readonly includes: readonly IncludeLine[];
	readonly problems: readonly Problem[];
} {
	const includes: IncludeLine[] = [];
	const problems: Problem[] = [];
	let fence: string | undefined;
	for (const [index, whole] of sourceOf({text, path: ''}).lines.entries()) {
		const mark = /^\s*(?:>\s*)*(?:(?:[-*+]|\d+[.)])\s+)*(`{3,}|~{3,})/.exec(whole.slice(0, 200))?.[1];
		if (mark) fence = fence === undefined ? mark : mark.startsWith(fence) ? undefined : fence;
		if (fence !== undefined || mark || whole.length > lineMax || !whole.includes('include')) continue;
		const found = readLine(whole, index + 1);
		if (found === undefined) continue;
		if (places.test(whole.slice(0, found.column - 1))) includes.push(found);
		else problems.push(misplaced(found));
	}
	return {includes, problems};
}

/** A comment inside a code span ends in a backtick and is talk about includes. */
function readLine(text: string, line: number): IncludeLine | undefined {
	const at = text.lastIndexOf('<!--');
	const comment = at < 0 ? '' : text.slice(at).trimEnd();
	if (!comment.endsWith('-->') && !/-->\s*#+$/.test(comment)) return;
	const attributes = readCommentAttributes(comment, line, at + 1)?.attributes;
	if (!attributes?.values.has('include') && !attributes?.flags.has('include')) return;
	const when = attributes.values.get('when');
	return {
		line,
		column: at + 1,
		target: attributes.values.get('include'),
		...(when === undefined ? {} : {when}),
	};
}

function misplaced({line, column}: IncludeLine): Problem {
	return {
		code: 'include.place',
		severity: 'error',
		line,
		column,
		message: 'An include in the middle of a text includes nothing.',
		hint: 'Put it on a line of its own, at the end of a heading, or at the end of a list item’s first line.',
	};
}
