import fc from 'fast-check';
import {expect, test} from 'vitest';
import type {Command} from '../../src/engine/command.ts';
import {decide} from '../../src/engine/decide.ts';
import type {Event} from '../../src/engine/event.ts';
import {evolve, replay} from '../../src/engine/evolve.ts';
import {next} from '../../src/engine/next.ts';
import type {RunState} from '../../src/engine/state.ts';
import {at, check, command, entriesOf, gate, opened, runbookOf} from './given.ts';

const book = runbookOf({
	walk: [
		check('look'),
		command('one', {run: {verify: 'true', undo: 'true'}}),
		gate('go'),
		command('two', {optional: true}),
		command('three', {needs: ['one'], required: true}),
	],
	rollback: [command('back')],
	inputs: [{name: 'version', type: 'string', secret: false, confidence: 'declared', required: true, line: 1}],
});

const step = fc.constantFrom('look', 'one', 'go', 'two', 'three', 'back');
const reason = fc.constantFrom('because', '');
const outcome = fc.record({
	result: fc.constantFrom('passed', 'warned', 'failed', 'unknown'),
	durationMs: fc.nat(1000),
});
const anyCommand: fc.Arbitrary<Command> = fc.oneof(
	fc.record({
		type: fc.constant('set-inputs'),
		values: fc.constant({version: {is: 'value', value: '1', from: 'asked'}}),
	}),
	fc.record({type: fc.constant('start-step'), step}),
	fc.record({type: fc.constant('stop-step'), step}),
	fc.record({type: fc.constant('finish-step'), step, attempt: fc.integer({min: 1, max: 3}), outcome}),
	fc.record({
		type: fc.constant('decide-step'),
		step,
		disposition: fc.constantFrom(
			'retry',
			'fixed-by-hand',
			'override',
			'skip',
			'defer',
			'not-applicable',
			'verify',
		),
		reason,
	}),
	fc.record({
		type: fc.constant('answer-check'),
		step,
		answer: fc.constantFrom('yes', 'no', 'not-applicable', 'escalate'),
		note: reason,
	}),
	fc.record({type: fc.constant('withdraw-answer'), step}),
	fc.record({type: fc.constant('open-gate'), step, nonce: fc.constant('n'), head: fc.constant('h')}),
	fc.record({type: fc.constant('answer-gate'), step, answer: fc.constantFrom('go', 'no-go'), reason}),
	fc.record({type: fc.constant('hold-run'), reason}),
	fc.constant({type: 'release-run'}),
	fc.record({type: fc.constant('roll-back'), reason, trigger: fc.constant('person')}),
	fc.record({type: fc.constant('add-note'), text: reason}),
	fc.record({
		type: fc.constant('resume-run'),
		operator: fc.constant('bob'),
		host: fc.constant('h'),
		pid: fc.constant(1),
		screen: fc.constant('plain'),
		attended: fc.boolean(),
	}),
	fc.record({
		type: fc.constant('close-run'),
		verdict: fc.constantFrom(
			'complete',
			'rolled-back',
			'complete-with-deviations',
			'complete-except-deferred',
		),
	}),
) as fc.Arbitrary<Command>;

/** What the run itself asks for, so that random commands get anywhere. */
function suggestion(state: RunState): Command | undefined {
	const want = next(state);
	switch (want.is) {
		case 'perform':
			return {
				type: 'finish-step',
				step: want.step,
				attempt: want.attempt,
				outcome: {result: 'passed', durationMs: 1},
			};
		case 'open-gate':
			return {type: 'open-gate', step: want.step, nonce: 'n', head: 'h'};
		case 'settle':
			return {type: 'decide-step', step: want.step, disposition: want.disposition, reason: want.reason};
		case 'start':
			return {type: 'start-step', step: want.step};
		default:
			return undefined;
	}
}

test('replaying a journal gives the state that living the run gave, after every event', () => {
	fc.assert(
		fc.property(fc.array(fc.oneof(anyCommand, fc.constant('go on' as const)), {maxLength: 60}), commands => {
			const events: Event[] = [opened];
			let state = replay(book, entriesOf(events));
			for (const asked of commands) {
				const wanted = asked === 'go on' ? state && suggestion(state) : asked;
				const decision = state && wanted && decide(state, wanted, {by: 'alice', at});
				for (const event of decision?.ok ? decision.events : []) {
					events.push(event);
					state = state && evolve(state, {seq: events.length, v: 1, at, by: 'alice', event});
					expect(replay(book, entriesOf(events))).toEqual(state);
				}
			}
		}),
		{numRuns: 150},
	);
});

test('what the run wants is never refused by it', () => {
	fc.assert(
		fc.property(fc.array(fc.oneof(anyCommand, fc.constant('go on' as const)), {maxLength: 60}), commands => {
			let state = replay(book, entriesOf([opened]));
			let seq = 1;
			for (const asked of commands) {
				const wanted = state && suggestion(state);
				const command = asked === 'go on' ? wanted : asked;
				const decision = state && command && decide(state, command, {by: 'alice', at});
				if (asked === 'go on' && decision !== undefined) {
					expect(decision).toMatchObject({ok: true});
				}
				for (const event of decision?.ok ? decision.events : []) {
					seq++;
					state = state && evolve(state, {seq, v: 1, at, by: 'alice', event});
				}
			}
		}),
		{numRuns: 300},
	);
});

test('a step is never performed twice by the same attempt, whatever is asked', () => {
	fc.assert(
		fc.property(fc.array(anyCommand, {maxLength: 80}), commands => {
			let state = replay(book, entriesOf([opened]));
			let seq = 1;
			const started = new Set<string>();
			for (const command of commands) {
				const decision = state && decide(state, command, {by: 'alice', at});
				for (const event of decision?.ok ? decision.events : []) {
					if (event.type === 'step.started') {
						const key = `${event.step}.${event.attempt}`;
						expect(started).not.toContain(key);
						started.add(key);
					}
					seq++;
					state = state && evolve(state, {seq, v: 1, at, by: 'alice', event});
				}
			}
		}),
		{numRuns: 300},
	);
});
