import type {Input} from '../runbook/meta-model.ts';
import type {StepId} from '../runbook/work-model.ts';
import type {Verdict} from './event.ts';
import type {RuleNow} from './state.ts';

/** The ways on from a step that did not pass, in the order they are offered; the first four stand in front. */
export type Way =
	| 'retry'
	| 'fixed-by-hand'
	| 'override'
	| 'roll-back'
	| 'verify'
	| 'edit'
	| 'defer'
	| 'undo'
	| 'hold'
	| 'abort'
	| 'abandon'
	/** Goes on although a guard tripped: a deviation, with its reason. */
	| 'go-on'
	/** Goes back to the step that `on-failure=goto` names. */
	| 'goto'
	/** Measures anew what keeps a step from starting. */
	| 'look-again'
	/** Walks on up to the first step that changes something. */
	| 'put-off'
	/** Goes on although it does not hold: a deviation, with its reason. */
	| 'waive'
	/** Sends the message that the front matter has for a failure. */
	| 'tell';

/** What a person is being asked now: one question at a time, never a row of booleans. */
export type Question =
	| {readonly is: 'inputs'; readonly inputs: readonly Input[]}
	/** Run this command, probe, backup, … ? `typed`: the word that has to be typed to confirm. */
	| {
			readonly is: 'confirm';
			readonly step: StepId;
			readonly typed?: string;
			readonly choices?: readonly string[];
	  }
	| {readonly is: 'check'; readonly step: StepId}
	| {readonly is: 'manual'; readonly step: StepId}
	/** `typed`: a production gate needs this environment's name typed in full. */
	| {readonly is: 'gate'; readonly step: StepId; readonly typed?: string}
	/**
	`preferred`: what the runbook would have done about it, the first of the ways; at `until` (ISO 8601) the run does so by
	itself unless a person decides.
	*/
	| {
			readonly is: 'failed';
			readonly step: StepId;
			readonly ways: readonly Way[];
			readonly preferred?: 'roll-back' | 'abort';
			readonly until?: string;
	  }
	| {readonly is: 'unknown'; readonly step: StepId; readonly ways: readonly Way[]}
	| {readonly is: 'no-go'; readonly step: StepId; readonly ways: readonly Way[]}
	/** A step it needs did not pass, so it can't start. */
	| {readonly is: 'blocked'; readonly step: StepId; readonly why: string; readonly ways: readonly Way[]}
	/**
	A guard tripped: at `until` (ISO 8601) the run rolls back by itself unless a person decides. Without `until` (no
	data, or no way back) it only asks.
	*/
	| {
			readonly is: 'tripped';
			readonly step: StepId;
			readonly why: string;
			readonly until?: string;
			readonly ways: readonly Way[];
	  }
	/** Something that must hold before this step may start does not. */
	| {readonly is: 'rule'; readonly step: StepId; readonly rule: RuleNow; readonly ways: readonly Way[]}
	| {readonly is: 'held'; readonly reason: string}
	/** Everything has been walked: read the summary, then close. */
	| {readonly is: 'close'; readonly verdict: Verdict};

/** What the run wants next; read from the state alone, so that a resumed run wants what it wanted before. */
export type Want =
	| {readonly is: 'ask'; readonly question: Question}
	/** Start it without asking (`auto`, run-through, rehearsal): the session sends `start-step`. */
	| {readonly is: 'start'; readonly step: StepId}
	| {readonly is: 'open-gate'; readonly step: StepId}
	/** Before the first step: what must hold is to be measured. */
	| {readonly is: 'measure'}
	/** Send this decision: a `when` that is false, a failed step the runbook goes on after. */
	| {
			readonly is: 'settle';
			readonly step: StepId;
			readonly disposition: 'not-applicable' | 'override' | 'skip' | 'defer' | 'continue' | 'goto';
			readonly reason: string;
	  }
	/** Started and durable: touch the world. */
	| {readonly is: 'perform'; readonly step: StepId; readonly attempt: number}
	| {readonly is: 'done'; readonly verdict: Verdict};
