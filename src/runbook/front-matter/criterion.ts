/** What a criterion is held to when a value decides it: `orders-after >= orders-before`, `smoke.latencyMs < 500`. */
export type Comparison = {
	/** An input, a captured value, or a step's fact as `step.fact`. */
	readonly left: string;
	readonly compare: '==' | '!=' | '<' | '<=' | '>' | '>=';
	/** A number, a text in quotes, or a name like the left one; a name nobody knows is the text itself. */
	readonly right: string;
};

/** Named instead of a step: the criterion rests on every step that is walked. */
export const everyStep = 'every-step';

/** More comparisons than a person keeps in mind are no criterion. */
const comparisonsMax = 20;

const comparison =
	/^(?<left>[A-Za-z_][\w.-]*)\s*(?<compare>==|!=|<=|>=|<|>)\s*(?<right>"[^"]*"|'[^']*'|[^\s"'=<>!]+)$/;

/**
Reads the condition of a success criterion: comparisons joined by `and`.

@returns undefined when it is none.
*/
export function readComparisons(text: string): readonly Comparison[] | undefined {
	const parts = text
		.trim()
		.slice(0, 1000)
		.split(/\s+and\s+/);
	if (parts.length > comparisonsMax) {
		return undefined;
	}
	const read = parts.map(part => comparison.exec(part.trim())?.groups);
	const found = read.flatMap(groups =>
		groups?.left === undefined || groups.right === undefined || !isCompare(groups.compare)
			? []
			: [{left: groups.left, compare: groups.compare, right: groups.right}],
	);
	return found.length === parts.length ? found : undefined;
}

function isCompare(text: string | undefined): text is Comparison['compare'] {
	return text !== undefined && ['==', '!=', '<', '<=', '>', '>='].includes(text);
}
