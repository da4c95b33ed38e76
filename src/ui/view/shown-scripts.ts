import {parseTokens} from '../../runbook/markdown.ts';
import type {Runbook} from '../../runbook/model.ts';
import type {Step} from '../../runbook/step-model.ts';
import {explanationOf} from './explanation.ts';

/**
What the text around a step shows and does not run: the bodies of its fences, in the order of the text. A person may say
that one of them is a step after all (rule R4).
*/
export function shownScripts(runbook: Runbook, step: Step): readonly string[] {
	const {prose} = step;
	const texts = [explanationOf(runbook, step), prose.why, prose.expect, prose.ifNot, prose.undo];
	return texts
		.flatMap(text => (text === undefined ? [] : parseTokens(text)))
		.filter(token => token.type === 'fence' || token.type === 'code_block')
		.map(token => token.content.trim())
		.filter(script => script !== '')
		.slice(0, shownMax);
}

/** Told apart by a digit. */
const shownMax = 9;
