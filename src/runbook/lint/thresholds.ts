import type {Problem} from '../model.ts';
import {finding, type Paper, type Rule} from './paper.ts';

const measured = `error[- ]?rates?|errors?|latency|response times?|p(?:50|9[059]9?)|throughput|cpu|memory|queue (?:depth|length|lag)|lag|5xx|saturation|failure rates?`;
const limit = new RegExp(
	String.raw`\b(?<what>${measured})\b[^.\n|]{0,40}?(?:>=?|above|exceeds?|over|more than|greater than|spikes? (?:of|above)|drops? below|<=?|below)\s*(?<value>\d+(?:\.\d+)?)\s*(?<unit>%|x|×|ms|s|times)?(?<rest>[^\n|]{0,60})`,
	'i',
);

/** Limits in sentences that no metric watches: D17. */
export const thresholds: Rule = paper => {
	const metrics = [...paper.runbook.walk, ...paper.runbook.rollback].filter(step => step.kind === 'metric');
	return paper.source.lines.flatMap((text, index) => {
		const line = index + 1;
		const groups =
			line < paper.bodyFrom || paper.fenced.has(line) ? undefined : limit.exec(text.slice(0, 2000))?.groups;
		const isWatched = metrics.length > 0;
		return groups === undefined || isWatched
			? []
			: problemOf(paper, line, {
					what: groups.what ?? '',
					unit: groups.unit ?? '',
					value: Number(groups.value),
					rest: groups.rest ?? '',
				});
	});
};

type Limit = {readonly what: string; readonly unit: string; readonly value: number; readonly rest: string};

function problemOf(paper: Paper, line: number, found: Limit): readonly Problem[] {
	const isRelative =
		/^(?:x|×|times)$/i.test(found.unit) ||
		(found.unit === '%' && found.value > 100) ||
		(found.unit === '%' && /latency|response/i.test(found.what));
	const gaps = [
		...(isRelative && !/baseline|normal|usual|previous|before/i.test(found.rest)
			? ['of what is not said']
			: []),
		...(/\b(?:for|over|during|within)\s+(?:the\s+)?(?:last\s+)?\d+\s*(?:s|m|h|min|sec|minutes?|seconds?|hours?)\b/i.test(
			found.rest,
		)
			? []
			: ['for how long is not said']),
		'no metric watches it',
	];
	const column = (paper.source.lines[line - 1] ?? '').indexOf(found.what) + 1;
	return [
		finding(
			'D17',
			{line, column},
			{message: `“${found.what}” has a limit of ${found.value}${found.unit} here: ${gaps.join('; ')}.`},
		),
	];
}
