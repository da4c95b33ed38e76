import {figure} from '../../engine/figure.ts';
import {blank, type Line, line, span, wrapLine} from '../line.ts';
import {scaleAt} from '../view/header.ts';
import {currentId} from '../view/outline.ts';
import {rollbackView} from '../view/rollback.ts';
import {saidLine} from '../view/said.ts';
import {chart, marginWords} from '../view/trend.ts';
import {troubleView} from '../view/trouble.ts';
import {titleLines} from './card-lines.ts';
import type {Frame} from './frame.ts';
import {heading} from './pairs.ts';

/** A guard tripped: what it saw, and what rolling back would mean. Most telling first: the room may be small. */
export function trippedLines(frame: Frame, width: number, height: number): readonly Line[] {
	const {card, state, step, question} = frame;
	if (card === undefined || step === undefined) {
		return [];
	}
	const why = question?.is === 'tripped' ? question.why : '';
	// A guard stands somewhere in the runbook; what counts is where the walk stands.
	const here = state.stepsById.get(currentId(state) ?? '') ?? step;
	const {standing} = troubleView(state, here, []);
	const {ifNot} = troubleView(state, step, []);
	const facts = standing.flatMap(text => wrapLine(line(span('· ', 'quiet'), text), width, line('  ')));
	const {steps} = rollbackView(state);
	const back = steps.flatMap(({title, danger}, at) => {
		const mark = danger === undefined ? undefined : span(`  ${danger.glyph} ${danger.word}`, danger.tone);
		return wrapLine(line(span(`${at + 1}. `.padStart(5), 'quiet'), title, mark), width, line('     '));
	});
	return [
		...titleLines(card, width),
		blank,
		...wrapLine(line('  ', span(saidLine(why), 'bad')), width, line('  ')),
		...chartLines(frame, width, height >= roomyFrom ? chartRows : chartRowsMin),
		blank,
		...facts,
		...(ifNot === undefined ? [] : [blank, line(span('If not', 'quiet')), ...wrapLine(line(ifNot), width)]),
		...(back.length === 0 ? [] : [blank, heading('What rolling back would walk'), ...back]),
	];
}

/** From here on the picture has more rows. Rows. */
const roomyFrom = 18;
const chartRows = 6;
const chartRowsMin = 3;
/** More samples than this make no better picture. Columns. */
const chartColumnsMax = 90;

function chartLines({trendOf, step}: Frame, width: number, rows: number): readonly Line[] {
	const trend = step === undefined ? undefined : trendOf(step.id);
	if (trend === undefined || trend.values.length === 0) {
		return [];
	}
	const scale = scaleAt(step);
	const limit = trend.limit === undefined ? '' : saidLine(figure(trend.limit.limit, scale));
	const label = limit.length + 2;
	const picture = chart(trend, Math.min(chartColumnsMax, width - label - 2), rows);
	const isBeyond = /beyond|below/.test(marginWords(trend, scale));
	return [
		blank,
		...picture.map(row =>
			line(
				span((row.isLimit ? limit : '').padStart(label), 'quiet'),
				span(row.isLimit ? ' ┤' : ' │', 'quiet'),
				span(row.text, isBeyond ? 'bad' : 'busy'),
			),
		),
		line(' '.repeat(label + 2), span(`${marginWords(trend, scale)} · the latest at the right`, 'quiet')),
	];
}
