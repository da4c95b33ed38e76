import {kindOf} from '../../engine/rules.ts';
import type {RunState} from '../../engine/state.ts';
import type {Question} from '../../engine/want.ts';
import type {Step} from '../../runbook/step-model.ts';
import type {AskingWords} from './asking-words.ts';
import type {Choice} from './choice.ts';
import {field} from './field.ts';
import {ruleName} from './rule-words.ts';
import {saidLine} from './said.ts';
import {reasonField, wayChoices} from './ways.ts';

type RuleQuestion = Extract<Question, {is: 'rule'}>;

/** Something that must hold does not: what it is, and who may go on all the same. */
export function ruleWords(state: RunState, step: Step, {rule, ways}: RuleQuestion): AskingWords {
	const isWindow = kindOf(rule.rule) === 'window';
	const before = isWindow ? [] : [`Before “${saidLine(step.title)}” can start.`];
	return {
		badge: isWindow ? 'WINDOW CLOSED' : 'STOP',
		tone: 'bad',
		title: titleOf(state, rule),
		about: [saidLine(rule.why ?? 'It could not be measured.'), ...before],
		choices: wayChoices(state, step, ways).map(choice => withRole(choice, isWindow)),
		grave: true,
	};
}

function titleOf(state: RunState, rule: RuleQuestion['rule']): string {
	const name = ruleName(state, rule);
	switch (kindOf(rule.rule)) {
		case 'window':
			return 'Nothing may be changed now';
		case 'context':
			return rule.is === 'unknown' ? `${name} is not known` : `${name} is not what it has to be`;
		case 'rollback':
		case 'captured':
			return `${name} is not ready`;
		default:
			return `${name}: this runbook requires it`;
	}
}

/** Who overrides a window says in which role. */
function withRole(choice: Choice, isWindow: boolean): Choice {
	return choice.is === 'waive' && isWindow
		? {
				...choice,
				fields: [field('role', 'In which role?', {example: 'release manager'}), reasonField('Why now?')],
			}
		: choice;
}
