import type {StepId} from '../runbook/work-model.ts';
import type {Disposition, EventOf, InputValue, Outcome, Screen, Verdict} from './event.ts';
import type {GatePolicy} from './event-people.ts';
import type {Finding} from './event-rules.ts';

/** What a person or the session may ask of a run. `decide` answers with events or says why not. */
export type Command =
	| {readonly type: 'open-run'; readonly opened: Omit<EventOf<'run.opened'>, 'type'>}
	| {
			readonly type: 'resume-run';
			readonly operator: string;
			readonly host: string;
			readonly pid: number;
			readonly roles?: readonly string[];
			readonly screen: Screen;
			readonly attended: boolean;
	  }
	| {readonly type: 'record-recovery'; readonly droppedBytes: number; readonly keptAs: string}
	| {readonly type: 'set-inputs'; readonly values: Readonly<Record<string, InputValue>>}
	| {
			readonly type: 'start-step';
			readonly step: StepId;
			readonly part?: 'whole' | 'verify' | 'undo';
			readonly edited?: string;
			readonly choice?: string;
			readonly auto?: boolean;
			readonly typed?: string;
			/** The second person of a restore, or `alone`. */
			readonly witness?: string;
	  }
	| {readonly type: 'stop-step'; readonly step: StepId; readonly why?: 'guard'}
	| {readonly type: 'finish-step'; readonly step: StepId; readonly attempt: number; readonly outcome: Outcome}
	| {
			readonly type: 'decide-step';
			readonly step: StepId;
			readonly disposition: Disposition;
			readonly reason?: string;
			readonly owner?: string;
			readonly due?: string;
	  }
	| {
			readonly type: 'answer-check';
			readonly step: StepId;
			readonly answer: 'yes' | 'no' | 'not-applicable' | 'escalate';
			readonly value?: string;
			readonly note?: string;
	  }
	| {readonly type: 'withdraw-answer'; readonly step: StepId; readonly reason?: string}
	| {
			readonly type: 'open-gate';
			readonly step: StepId;
			readonly nonce: string;
			readonly head: string;
			readonly policy?: GatePolicy;
	  }
	| {
			readonly type: 'answer-gate';
			readonly step: StepId;
			readonly answer: 'go' | 'no-go';
			readonly choice?: string;
			readonly role?: string;
			readonly reason?: string;
			readonly typed?: string;
			readonly simulated?: boolean;
			/** In an emergency: goes on without the people this gate asks for. */
			readonly breakGlass?: boolean;
			/** The answer was signed: checked before it came here, and the asking person is the one who signed. */
			readonly verified?: VerifiedAnswer;
	  }
	| {
			readonly type: 'void-answers';
			readonly step: StepId;
			readonly people: readonly string[];
			readonly why: string;
			readonly policy?: GatePolicy;
	  }
	| {readonly type: 'join-run'; readonly mayDrive: boolean}
	| {readonly type: 'leave-run'}
	| {readonly type: 'offer-control'; readonly to: string}
	| {readonly type: 'withdraw-control'}
	| {readonly type: 'take-control'}
	| {readonly type: 'hold-run'; readonly reason: string}
	| {readonly type: 'release-run'}
	| {
			readonly type: 'roll-back';
			readonly reason: string;
			readonly trigger: EventOf<'rollback.started'>['trigger'];
			readonly step?: StepId;
	  }
	| {readonly type: 'abort-run'; readonly reason: string}
	| {readonly type: 'abandon-run'; readonly reason: string}
	| {readonly type: 'add-note'; readonly text: string; readonly step?: StepId}
	| {
			readonly type: 'read-as';
			readonly step: StepId;
			readonly as: 'output' | 'step';
			readonly reason?: string;
	  }
	| {
			readonly type: 'note-guard';
			readonly step: StepId;
			readonly from: string;
			readonly to: string;
			readonly value?: number;
			readonly why?: string;
	  }
	| {readonly type: 'accept-guard'; readonly step: StepId; readonly reason: string}
	/** A command that the runbook does not hold, as a person typed and confirmed it. */
	| {
			readonly type: 'run-off-script';
			readonly script: string;
			readonly reason?: string;
			readonly typed?: string;
	  }
	| {
			readonly type: 'make-redline';
			readonly step?: StepId;
			readonly text: string;
			readonly proposed?: string;
	  }
	| {
			readonly type: 'recall-redlines';
			readonly redlines: EventOf<'redlines.recalled'>['redlines'];
	  }
	| {
			readonly type: 'call-contact';
			readonly level: number;
			readonly step?: StepId;
			readonly note?: string;
	  }
	| {
			readonly type: 'answer-call';
			readonly call: number;
			readonly answer: 'answered' | 'no-answer';
			readonly note?: string;
	  }
	| ({readonly type: 'note-probe'} & Omit<EventOf<'probe.measured'>, 'type'>)
	| {readonly type: 'note-overdue'; readonly call: number}
	| ({readonly type: 'note-repetition'} & Omit<EventOf<'message.repeated'>, 'type'>)
	| {
			readonly type: 'answer-criteria';
			readonly answers: EventOf<'criteria.answered'>['answers'];
	  }
	| {
			readonly type: 'note-rules';
			readonly moment: EventOf<'rules.measured'>['moment'];
			readonly step?: StepId;
			readonly findings: readonly Finding[];
	  }
	/** Measures anew what kept a step from starting; the session does, and sends what it found. */
	| {readonly type: 'look-again'}
	| {readonly type: 'waive-rule'; readonly rule: string; readonly reason: string; readonly role?: string}
	| {readonly type: 'put-off-rule'; readonly rule: string}
	| {readonly type: 'close-run'; readonly verdict: Verdict};

/** What record/ found in a signed answer that holds. */
export type VerifiedAnswer = {
	/** The key's fingerprint, `SHA256:…`. */
	readonly key: string;
	/** The envelope, for the journal. */
	readonly signed: string;
};

/** A refusal is shown where the person looks (help bar) and writes nothing. */
export type Refusal = {readonly ok: false; readonly why: string};
