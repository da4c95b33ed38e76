import {parseDuration} from '../../text/duration.ts';

/** When a metric fails or warns, e.g. `value > 5% for 5m`. */
export type Condition = {
	readonly compare: '>' | '>=' | '<' | '<=' | '==' | '!=';
	/** `5%` is `{value: 5, percent: true}`: 0.05 of a ratio, 5 of a metric whose unit is `%`. */
	readonly limit:
		| {readonly is: 'number'; readonly value: number; readonly percent: boolean}
		| {readonly is: 'baseline'; readonly factor: number};
	/** Every sample for this long; 0: the first one. */
	readonly forMs: number;
};

const pattern =
	/^(?:value\s*)?(?<compare>>=|<=|==|!=|>|<)\s*(?<limit>.+?)(?:\s+for\s+(?<span>[\d.\s\w]+))?$/i;
const number = /^(?<value>-?\d+(?:\.\d+)?)\s*(?<percent>%)?$/;
const ratio = /^(?:(?<factor>\d+(?:\.\d+)?)\s*(?<percent>%)?\s*(?:\*|x|×|of)?\s*)?baseline$/i;

/**
Reads a condition: `value > 5% for 5m`, `value > 2 * baseline for 10m`, `> 2x baseline for 10m`,
`value <= 0.99`.

@returns undefined when it is none.
*/
export function readCondition(text: string): Condition | undefined {
	const groups = pattern.exec(text.trim().slice(0, 200))?.groups;
	const limit = limitOf(groups?.limit?.trim() ?? '');
	const forMs = groups?.span === undefined ? 0 : parseDuration(groups.span);
	const compare = groups?.compare;
	return limit === undefined || forMs === undefined || !isCompare(compare)
		? undefined
		: {compare, limit, forMs};
}

function isCompare(text: string | undefined): text is Condition['compare'] {
	return text !== undefined && ['>', '>=', '<', '<=', '==', '!='].includes(text);
}

function limitOf(text: string): Condition['limit'] | undefined {
	const plain = number.exec(text)?.groups;
	if (plain !== undefined) {
		return {is: 'number', value: Number(plain.value), percent: plain.percent !== undefined};
	}
	const relative = ratio.exec(text)?.groups;
	return relative === undefined
		? undefined
		: {is: 'baseline', factor: Number(relative.factor ?? 1) / (relative.percent === undefined ? 1 : 100)};
}
