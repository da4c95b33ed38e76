import {finding, type Rule} from './paper.ts';

/** The day the next review is due, by the front matter or a line such as **Next Review**: 2027-01-31. */
export const review: Rule = paper => {
	const {today} = paper.given;
	const at = paper.source.lines.findIndex(text =>
		/^\W{0,6}(?:next review|review[- _]by|review due|valid until|expires(?: on)?)\W{1,6}\d{4}-\d{2}-\d{2}/i.test(
			text,
		),
	);
	const written = at === -1 ? undefined : /\d{4}-\d{2}-\d{2}/.exec(paper.source.lines[at] ?? '')?.[0];
	const due = paper.runbook.meta.reviewBy ?? written;
	if (today === undefined || due === undefined || due >= today) {
		return [];
	}
	const inFront = paper.source.lines.findIndex((text, index) => index < paper.bodyFrom && text.includes(due));
	const line = (inFront === -1 ? at : inFront) + 1;
	const column = (paper.source.lines[line - 1] ?? '').indexOf(due) + 1;
	return [finding('D22', {line, column}, {message: `The review of this runbook was due on ${due}.`})];
};
