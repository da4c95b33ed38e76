import {kindOf, subjectOf} from '../../engine/rules.ts';
import type {RuleNow, RunState} from '../../engine/state.ts';
import {marks, type Standing} from '../theme.ts';
import {saidLine} from './said.ts';

/** What a rule is about, as people call it: `kubectl >=1.30`, `context “cluster”`. */
export function ruleName(state: RunState, {rule, expected}: Pick<RuleNow, 'rule' | 'expected'>): string {
	const subject = saidLine(subjectOf(rule));
	switch (kindOf(rule)) {
		case 'window':
			return 'windows';
		case 'context':
			return `context “${subject}”`;
		case 'tool':
			return expected === undefined ? subject : `${subject} ${saidLine(expected)}`;
		case 'env':
			return `$${subject}`;
		case 'host':
			return `host ${subject}`;
		case 'rehearsal':
			return 'last rehearsal';
		case 'role':
			return `role ${subject}`;
		case 'captured':
			return `way back: ${subject.startsWith('backup ') ? subject : `$${subject}`}`;
		case 'rollback':
			return rule === 'rollback'
				? 'way back'
				: `way back: ${saidLine(state.stepsById.get(subject)?.title ?? subject)}`;
		default:
			return saidLine(rule);
	}
}

/** `✔ kubectl >=1.30: 1.31.2`, `✖ context “cluster”: It was “a” and is “b” now. (went on all the same)`. */
export function ruleLine(state: RunState, rule: RuleNow): string {
	const mark: Standing = rule.is === 'pass' ? 'passed' : rule.is === 'fail' ? 'failed' : 'unknown';
	const {glyph, word} = marks[rule.waived ? 'overridden' : mark];
	const told = rule.is === 'pass' ? (rule.found ?? word) : (rule.why ?? word);
	return `${glyph} ${ruleName(state, rule)}: ${saidLine(told)}${rule.waived ? ' (went on all the same)' : ''}`;
}
