import {blank, type Line, line, span, wrapLine} from '../line.ts';
import {rollbackView} from '../view/rollback.ts';
import type {Frame} from './frame.ts';
import {heading} from './pairs.ts';

/** What a person should read before giving the reason for a rollback. */
export function rollbackLines(frame: Frame, width: number): readonly Line[] {
	const view = rollbackView(frame.state);
	const steps = view.steps.flatMap(({title, danger}, at) => {
		const mark = danger === undefined ? undefined : span(`  ${danger.glyph} ${danger.word}`, danger.tone);
		return wrapLine(line(span(`${at + 1}. `.padStart(5), 'quiet'), title, mark), width, line('     '));
	});
	const changed = view.changed.flatMap(title =>
		wrapLine(line(span('  · ', 'quiet'), title), width, line('    ')),
	);
	return [
		heading('The way back, step by step'),
		...steps,
		blank,
		heading('What this run changed so far, the latest first'),
		...(changed.length === 0 ? [line(span('  nothing', 'quiet'))] : changed),
	];
}
