import {figure, type Scale} from '../../engine/figure.ts';
import type {Trend} from '../../engine/live.ts';
import {saidLine} from './said.ts';

const bars = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;

/** A row of bars, the latest at the right: how near each value came to the limit. A measurement without a value is a gap. */
export function sparkline({values, limit}: Trend, width: number): string {
	const seen = values.slice(-width);
	const {bottom, top} = rangeOf(seen, limit);
	return seen.map(value => barOf(value, bottom, top)).join('');
}

/** The same as a picture of several rows, top row first, with the row of the limit marked. */
export function chart(
	trend: Trend,
	width: number,
	rows: number,
): readonly {readonly text: string; readonly isLimit: boolean}[] {
	const seen = trend.values.slice(-width);
	const {bottom, top} = rangeOf(seen, trend.limit);
	const size = (top - bottom) / rows || 1;
	const limitRow =
		trend.limit === undefined ? -1 : Math.min(rows - 1, Math.floor((top - trend.limit.limit) / size));
	return Array.from({length: rows}, (_, row) => {
		const low = top - (row + 1) * size;
		const text = seen
			.map(value =>
				value === undefined ? ' ' : value <= low && !(row === rows - 1) ? ' ' : barOf(value, low, low + size),
			)
			.join('');
		return {text, isLimit: row === limitRow};
	});
}

/** From the smallest to the largest of values and limit; zero is the bottom where nothing lies below it. */
function rangeOf(
	values: Trend['values'],
	limit: Trend['limit'],
): {readonly bottom: number; readonly top: number} {
	const known = [
		...values.filter(value => value !== undefined),
		...(limit === undefined ? [] : [limit.limit]),
	].filter(Number.isFinite);
	if (known.length === 0) {
		return {bottom: 0, top: 1};
	}
	const isFloor = limit?.compare.startsWith('<') === true;
	const top = Math.max(...known);
	const bottom = Math.min(...known);
	return {
		bottom: isFloor ? bottom - (top - bottom) * 0.2 : Math.min(0, bottom),
		top: top === bottom ? bottom + 1 : top,
	};
}

function barOf(value: number | undefined, bottom: number, top: number): string {
	if (value === undefined) {
		return ' ';
	}
	const share = (value - bottom) / (top - bottom || 1);
	return bars[Math.max(0, Math.min(bars.length - 1, Math.round(share * (bars.length - 1))))] ?? '▁';
}

/** How far the last value is from its limit: `0.4% under 5%`, `99.1% over 98%`, `6% beyond 5%`. */
export function marginWords({values, limit}: Trend, scale: Scale): string {
	const last = values.findLast(value => value !== undefined);
	if (last === undefined) {
		return 'no value yet';
	}
	const said = saidLine(figure(last, scale));
	if (limit === undefined || !Number.isFinite(limit.limit)) {
		return said;
	}
	const edge = saidLine(figure(limit.limit, scale));
	switch (limit.compare) {
		case '>':
		case '>=':
			return `${said} ${last < limit.limit ? 'under' : 'beyond'} ${edge}`;
		case '<':
		case '<=':
			return `${said} ${last > limit.limit ? 'over' : 'below'} ${edge}`;
		default:
			return `${said}, must not be ${limit.compare} ${edge}`;
	}
}
