import type {RunState} from '../../engine/state.ts';
import {ruleLine} from '../view/rule-words.ts';

/** What was found of what must hold, where it is not as it was: a measurement that finds the same says nothing. */
export function ruleNews(before: RunState, state: RunState): readonly string[] {
	return [...state.rules.values()].flatMap(rule => {
		const known = before.rules.get(rule.rule);
		const isSame = known?.is === rule.is && known.found === rule.found && known.waived === rule.waived;
		return isSame ? [] : [`  ${ruleLine(state, rule)}`];
	});
}
