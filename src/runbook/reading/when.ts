/** One term of a `when` condition: `name`, `not name`, `name == word`, `name != word`, `name has word`. */
export const whenTerm =
	/^(?:(?<not>not)\s+)?(?<name>[A-Za-z_][\w.-]*)(?:\s*(?<verb>==|!=|\bhas\b)\s*(?<word>"[^"]*"|'[^']*'|\S+))?$/;

/** Every condition a step has: its own, and those of the strategy and the component it belongs to. */
export function conditionsOf(step: {
	readonly when?: string;
	readonly strategy?: string;
	readonly component?: string;
}): readonly string[] {
	return [
		...(step.when === undefined ? [] : [step.when]),
		...(step.strategy === undefined ? [] : [`strategy == ${step.strategy}`]),
		...(step.component === undefined ? [] : [`components has ${step.component}`]),
	];
}

/** @returns why a condition can't be read, or undefined. One that can't be read would hold always, so it never runs. */
export function whenProblem(condition: string): string | undefined {
	const wrong = condition.split(/\s+(?:and|or)\s+/).find(part => !whenTerm.test(part.trim()));
	return wrong === undefined
		? undefined
		: `“${wrong}” is not “name”, “not name”, “name == word”, “name != word” or “name has word”`;
}
