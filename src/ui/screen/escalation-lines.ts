import {blank, type Line, line, span, wrapLine} from '../line.ts';
import {dueAgain} from '../view/due-again.ts';
import {escalationView} from '../view/escalation.ts';
import type {Frame} from './frame.ts';

/** Whom to call: a number calls them, and once they were called says what came of it. */
export function escalationLines({state, now}: Frame, width: number): readonly Line[] {
	const {rows} = escalationView(state, now);
	const words = 'A number writes down that you called them; the same number again, whether they answered.';
	return [
		...wrapLine(line(span(words, 'quiet')), width),
		blank,
		...rows.flatMap(row => [
			line(
				span(`${row.level} `, 'key'),
				{...span(row.issue, 'title'), bold: true},
				row.next ? span('  call next', 'bad') : undefined,
			),
			...wrapLine(line('  ', row.contact), width, line('  ')),
			...row.calls.flatMap(({text, tone}) => wrapLine(line('  ', span(text, tone)), width, line('    '))),
			blank,
		]),
	];
}

/** Under the question, while somebody is waited for or a message is due again. */
export function escalationNotice({state, now}: Frame, width: number): readonly Line[] {
	const {notice} = escalationView(state, now);
	const due = dueAgain(state, now);
	return [
		...(notice === undefined
			? []
			: wrapLine(line(span(notice.text, notice.tone), '   ', span('e', 'key'), ' escalation'), width)),
		...(due === undefined ? [] : wrapLine(line(span(due, 'warn')), width)),
	];
}
