import {describe, expect, test} from 'vitest';
import {readRunbook} from '../../src/runbook/read.ts';
import {givenOpened, opened} from '../engine/given.ts';

function read(front: string, body: string) {
	return readRunbook({text: `---\n${front}\n---\n\n# Release\n\n${body}`, path: 'release.md'});
}

const ways = `## Switch <!-- gonogo: strategy=blue-green -->

- [ ] Traffic goes to green

## Replace <!-- gonogo: strategy=rolling -->

- [ ] One after the other
`;

describe('strategies', () => {
	test('that exclude each other are asked about once, and decide which sections are walked', () => {
		const {runbook, problems} = read('strategy: [blue-green, rolling]', ways);
		const run = givenOpened(runbook, opened);

		expect(problems).toEqual([]);
		expect(run.want).toMatchObject({
			question: {is: 'inputs', inputs: [{name: 'strategy', choices: ['blue-green', 'rolling']}]},
		});
		const rolling = run.after({
			type: 'set-inputs',
			values: {strategy: {is: 'value', value: 'rolling', from: 'asked'}},
		});
		expect(rolling.want).toMatchObject({
			is: 'settle',
			disposition: 'not-applicable',
			reason: 'when: strategy == blue-green',
		});
	});

	test('of which there is one need no question', () => {
		const {runbook} = read('strategy: rolling\nenvironments: [staging]', ways);

		expect(runbook.inputs).toEqual([]);
		expect(givenOpened(runbook, opened).want).toMatchObject({
			is: 'settle',
			reason: 'when: strategy == blue-green',
		});
	});

	test('that nobody names are mistakes, not steps that are never walked', () => {
		expect(read('strategy: canary', ways).problems).toMatchObject([
			{
				code: 'step.unknown-choice',
				severity: 'error',
				message: expect.stringContaining('the strategy “blue-green”'),
			},
			{code: 'step.unknown-choice'},
		]);
	});
});

describe('components', () => {
	const parts =
		'- [ ] The API answers <!-- gonogo: component=api -->\n- [ ] The workers work <!-- gonogo: component=workers -->\n';
	const {runbook, problems} = read('requires: {}\ncomponents: [api, workers]', parts);

	test('are all released unless fewer are chosen, and the steps of the others do not apply', () => {
		const run = givenOpened(runbook, opened);

		expect(problems).toEqual([]);
		expect(run.want).toMatchObject({
			question: {is: 'inputs', inputs: [{name: 'components', default: 'api, workers'}]},
		});
		const one = run.after({
			type: 'set-inputs',
			values: {components: {is: 'value', value: 'workers', from: 'asked'}},
		});
		expect(one.want).toMatchObject({
			is: 'settle',
			disposition: 'not-applicable',
			reason: 'when: components has api',
		});
	});

	test('that there are none of are refused as a value', () => {
		const run = givenOpened(runbook, opened);

		expect(
			run.when({type: 'set-inputs', values: {components: {is: 'value', value: 'search', from: 'asked'}}}),
		).toMatchObject({ok: false});
		expect(
			run.when({
				type: 'set-inputs',
				values: {components: {is: 'value', value: 'workers, api', from: 'asked'}},
			}),
		).toMatchObject({ok: true});
	});

	test('that no step belongs to are not asked about', () => {
		expect(read('components: [api]', '- [ ] Look\n').runbook.inputs).toEqual([]);
	});
});
