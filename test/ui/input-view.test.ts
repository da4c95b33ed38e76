import {expect, test} from 'vitest';
import type {Input} from '../../src/runbook/meta-model.ts';
import {inputView, knownInputs} from '../../src/ui/view/input.ts';
import {production} from './given-inputs.ts';
import {memoryLive} from './memory-live.ts';
import {sampleRunbook} from './sample.ts';

const state = () => memoryLive(sampleRunbook(), {opened: production}).state();
const input = (more: Partial<Input>): Input => ({
	name: 'version',
	type: 'string',
	secret: false,
	confidence: 'declared',
	required: true,
	line: 1,
	...more,
});
const fact = (of: Input, label: string) =>
	inputView(state(), of).facts.find(one => one.label === label)?.text;

test('an input says what it proposes, who uses it, and why it is asked', () => {
	expect(fact(input({default: '4.11.0'}), 'Default')).toBe('4.11.0, as the runbook proposes');
	expect(fact(input({default: 'x', secret: true, type: 'secret'}), 'Default')).toBeUndefined();
	expect(fact(input({}), 'Used in')).toBe('“Run the migration”');
	expect(fact(input({}), 'Asked')).toBeUndefined();
	expect(fact(input({from: {env: 'VERSION'}}), 'Asked')).toBe('because $VERSION is not set here');
	expect(fact(input({from: {command: 'git describe\n'}}), 'Asked')).toBe(
		'because `git describe` gave no value',
	);
	expect(fact(input({from: {input: 'tag'}}), 'Asked')).toBe('because tag has no value yet');
});

test.each([
	['argument', '4.12.0  (given with --input)'],
	['environment', '4.12.0  (from the environment)'],
	['command', '4.12.0  (printed by the runbook’s command for it)'],
	['record', '4.12.0  (from the earlier record)'],
	['input tag', '4.12.0  (the same as tag)'],
])('what is known already says that it comes from %s', (from, text) => {
	const live = memoryLive(sampleRunbook(), {opened: production});
	live.record({type: 'inputs.set', values: {version: {is: 'value', value: '4.12.0', from}}});
	expect(knownInputs(live.state())).toEqual([{label: 'version', text}]);
});
