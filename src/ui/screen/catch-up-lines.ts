import {blank, type Line, line, span, wrapLine} from '../line.ts';
import {catchUpView} from '../view/catch-up.ts';
import type {Frame} from './frame.ts';
import {heading, pairs} from './pairs.ts';

/** What happened so far, for someone who comes late. */
export function catchUpLines(frame: Frame, width: number): readonly Line[] {
	const view = catchUpView(frame.state, frame.want, frame);
	const latest = view.latest.flatMap(({mark, title}) =>
		wrapLine(
			line(span(`${mark.glyph} ${mark.word}`.padEnd(16), mark.tone), title),
			width,
			line(' '.repeat(16)),
		),
	);
	return [
		heading(view.title),
		blank,
		...pairs(view.facts, width),
		...titled('Latest', latest),
		...titled('Deviations', listed(view.deviations, width)),
		...titled('Notes', listed(view.notes, width)),
	];
}

function listed(texts: readonly string[], width: number): readonly Line[] {
	return texts.flatMap(text => wrapLine(line('· ', text), width, line('  ')));
}

function titled(title: string, lines: readonly Line[]): readonly Line[] {
	return lines.length === 0 ? [] : [blank, heading(title), ...lines];
}
