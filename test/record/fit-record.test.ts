import {describe, expect, test} from 'vitest';
import {envelopeLimits, payloadType, writeEnvelope} from '../../src/record/envelope.ts';
import {check, command, runbookOf} from '../engine/given.ts';
import {statementOf} from './statement-of.ts';
import {opening, release, sha256} from './world.ts';

describe('a record that would be too large', () => {
	function hugeRun(steps: number, scriptChars: number) {
		const script = 'x'.repeat(scriptChars);
		const walk = Array.from({length: steps}, (_one, index) =>
			index % 10 === 0 ? command(`c${index}`) : check(`c${index}`),
		);
		const told: typeof release = [
			{event: opening},
			...walk.flatMap(({id, kind}): typeof release =>
				kind === 'command'
					? [
							{event: {type: 'step.started', step: id, attempt: 1, part: 'whole', resolved: script}},
							{
								event: {
									type: 'step.finished',
									step: id,
									attempt: 1,
									outcome: {result: 'passed', durationMs: 1, exit: 0},
								},
							},
						]
					: [{event: {type: 'check.answered', step: id, answer: 'yes'}}],
			),
			{event: {type: 'step.decided', step: 'c1', disposition: 'override', reason: 'known'}},
			{event: {type: 'run.closed', verdict: 'complete'}},
		];
		return statementOf(told, {book: runbookOf({walk})});
	}

	test('is shortened where scripts are long, with their digest and length', () => {
		const {predicate} = hugeRun(100, 60_000);
		expect(predicate.cut).toEqual({textsOver: 4096, stepsLeftOut: 0});
		expect(predicate.steps[0]?.attempts[0]).toMatchObject({
			resolved: 'x'.repeat(4096),
			resolvedCut: {chars: 60_000, sha256: sha256('x'.repeat(60_000))},
		});
	});

	test('is shortened where people pasted much', () => {
		const told: typeof release = [
			...release.slice(0, 4),
			...Array.from({length: 50}, () => ({event: {type: 'note.added', text: 'y'.repeat(60_000)} as const})),
		];
		const {predicate} = statementOf(told);
		expect(predicate.cut).toEqual({textsOver: 4096, stepsLeftOut: 0});
		expect(predicate.notes[0]?.text).toBe(`${'y'.repeat(4096)}…`);
	});

	test('leaves out the quietest steps at last, says how many, and keeps what was decided', () => {
		const statement = hugeRun(10_000, 2000);
		const {cut, steps} = statement.predicate;
		expect(cut?.stepsLeftOut).toBeGreaterThan(0);
		expect(steps.length + (cut?.stepsLeftOut ?? 0)).toBe(10_000);
		expect(steps.map(({id}) => id)).toContain('c1');
		const bytes = writeEnvelope({
			payloadType,
			payload: Buffer.from(JSON.stringify(statement)),
			signatures: [],
		});
		expect(bytes.byteLength).toBeLessThan(envelopeLimits.bytesMax - 65_536);
	});
});
