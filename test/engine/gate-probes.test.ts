import {describe, expect, test} from 'vitest';
import {staleProbes} from '../../src/engine/gate-probes.ts';
import type {GateStep, ProbeStep} from '../../src/runbook/step-model.ts';
import {at, check, gate, given, runbookOf} from './given.ts';

const {kind: _, ...common} = check('health');
const health = {
	...common,
	kind: 'probe',
	work: {probe: 'tcp', host: 'shop', port: 443},
	timeoutMs: 1000,
	freshForMs: 60_000,
} as unknown as ProbeStep;
const go = gate('go', {probes: ['health']}) as GateStep;
const book = runbookOf({walk: [health, go]});
const passed = {result: 'passed', durationMs: 1} as const;
const again = {type: 'note-probe', step: 'health', gate: 'go', durationMs: 1} as const;
const yes = {type: 'answer-gate', step: 'go', answer: 'go'} as const;

function waiting() {
	return given(book)
		.after({type: 'start-step', step: 'health', auto: true})
		.after({type: 'finish-step', step: 'health', attempt: 1, outcome: passed})
		.after({type: 'open-gate', step: 'go', nonce: 'n', head: 'h'});
}

describe('a probe that a gate relies on', () => {
	test('is old once its freshness is over, and new again when it was measured', () => {
		const {state} = waiting();
		const now = Date.parse(at);

		expect(staleProbes(state, go, now + 60_000)).toEqual([]);
		expect(staleProbes(state, go, now + 60_001)).toMatchObject([{id: 'health'}]);
	});

	test('that does not hold any more lets no GO through without a reason, which is a deviation', () => {
		const run = waiting().after({...again, result: 'failed', why: 'refused'}, 'gonogo');
		expect(run.when(yes)).toEqual({
			ok: false,
			why: '“health” is failed now: refused; GO needs a reason',
		});

		const gone = run.after({...yes, reason: 'it is the old one that fails'});
		expect(gone.state.progress.get('go')?.now.is).toBe('passed');
		expect(gone.state.deviations).toMatchObject([
			{what: 'override', step: 'go', why: 'it is the old one that fails'},
		]);
	});

	test('that holds again lets a GO through as before', () => {
		const run = waiting()
			.after({...again, result: 'failed', why: 'refused'}, 'gonogo')
			.after({...again, result: 'passed'}, 'gonogo');

		expect(run.when(yes).ok).toBe(true);
		expect(run.after(yes).state.deviations).toEqual([]);
	});

	test('is measured for an open gate only', () => {
		expect(given(book).when({...again, result: 'passed'}).ok).toBe(false);
	});
});
