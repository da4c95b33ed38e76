import type {Runbook} from '../runbook/model.ts';
import type {Step} from '../runbook/step-model.ts';
import type {StepId} from '../runbook/work-model.ts';
import type {EventOf, InputValue, Outcome, Screen, Verdict} from './event.ts';
import type {GatePolicy} from './event-people.ts';
import type {Finding} from './event-rules.ts';

/** One try at a step that touches the world. */
export type Attempt = {
	readonly number: number;
	readonly part: 'whole' | 'verify' | 'undo';
	readonly startedAt: string;
	readonly by: string;
	readonly resolved?: string;
	readonly edited?: string;
	readonly choice?: string;
	readonly auto: boolean;
	readonly stopRequested: boolean;
	/** The second person of a restore, or `alone`. */
	readonly witness?: string;
	/** What asked for the stop, when it was not a person. */
	readonly stoppedFor?: 'guard';
	readonly end: AttemptEnd;
};

export type AttemptEnd =
	| {readonly is: 'open'}
	| {readonly is: 'ended'; readonly at: string; readonly outcome: Outcome}
	/** Started, and no end was written: unknown. */
	| {readonly is: 'interrupted'; readonly at: string};

export type Answer = Omit<EventOf<'check.answered'>, 'type' | 'step'> & {
	readonly by: string;
	readonly at: string;
};
export type GateAnswer = Omit<EventOf<'gate.answered'>, 'type' | 'step'> & {
	readonly by: string;
	readonly at: string;
	/** Why it counts no more. */
	readonly voided?: string;
};
export type Decision = Omit<EventOf<'step.decided'>, 'type' | 'step'> & {
	readonly by: string;
	readonly at: string;
};

/** Where a step stands. The words of product states; `ready` is not kept, it follows from the walk. */
export type StepNow =
	| {readonly is: 'pending'}
	| {readonly is: 'running'; readonly attempt: number}
	/** A check whose own command passed: the person's answer is still to come. */
	| {readonly is: 'answerable'; readonly attempt: number}
	| {
			readonly is: 'open';
			readonly nonce: string;
			readonly since: string;
			readonly head: string;
			readonly policy?: GatePolicy;
	  }
	| {readonly is: 'passed' | 'warned'; readonly at: string}
	| {
			readonly is: 'failed' | 'unknown';
			readonly at: string;
			readonly why: string;
			/** The runbook went on after it (`on-failure`): nothing more is asked, and the verdict stays. */
			readonly wentOn?: true;
	  }
	| {readonly is: 'no-go'; readonly at: string; readonly reason: string}
	| {readonly is: 'overridden' | 'skipped' | 'deferred' | 'not-applicable' | 'resolved'; readonly at: string};

export type StepProgress = {
	readonly now: StepNow;
	readonly attempts: readonly Attempt[];
	readonly answer?: Answer;
	readonly gate: readonly GateAnswer[];
	readonly decisions: readonly Decision[];
	/** The person reads it otherwise than the program did. */
	readonly readAs?: 'output' | 'step';
};

/** Which list of steps is being walked. */
export type Branch = 'walk' | 'rollback';

export type Deviation = {
	readonly at: string;
	readonly by: string;
	readonly step?: StepId;
	readonly what:
		| 'override'
		| 'edited'
		| 'off-script'
		| 'freeze'
		| 'config'
		| 'resolved'
		| 'reread'
		/** A gate was passed in an emergency without the people it asks for. */
		| 'break-glass'
		/** Went on although something it requires, its context or its way back was not as it should be. */
		| 'requirement'
		| 'context'
		| 'readiness';
	readonly why: string;
};

export type CriterionAnswer = {
	readonly at: string;
	readonly by: string;
	readonly met: EventOf<'criteria.answered'>['answers'][number]['met'];
};

export type RunNote = {
	readonly at: string;
	readonly by: string;
	readonly text: string;
	readonly step?: StepId;
};

/** The run stood still because someone said so. */
export type Hold = {
	readonly at: string;
	readonly by: string;
	readonly reason: string;
	/** Absent while it is held, and where the run was taken up again without a release. */
	readonly released?: {readonly at: string; readonly by: string};
};

/** “This step is wrong”, for whoever owns the runbook. */
export type Redline = {readonly at: string; readonly by: string} & Omit<EventOf<'redline.made'>, 'type'>;

/** Someone of the escalation table who was called, and what came of it. */
export type Call = {readonly at: string; readonly by: string} & Omit<EventOf<'contact.called'>, 'type'> & {
		/** The time to answer was over and nobody had. */
		readonly overdue?: true;
		readonly answer?: {
			readonly at: string;
			readonly by: string;
			readonly is: 'answered' | 'no-answer';
			readonly note?: string;
		};
	};

/** A message that was due again. */
export type Repetition = {readonly at: string} & Omit<EventOf<'message.repeated'>, 'type'>;

export type Rollback = {
	readonly startedAt: string;
	readonly by: string;
	readonly reason: string;
	readonly trigger: EventOf<'rollback.started'>['trigger'];
	readonly step?: StepId;
};

/** What a guard says: `watching` until its first verdict, then `good`, `tripped` or `no-data`. */
export type GuardNow = {
	readonly state: string;
	readonly value?: number;
	readonly why?: string;
	readonly at: string;
	/** A person goes on although it tripped; over when it changes again. */
	readonly accepted: boolean;
};

/** How something stands that must hold before a step may start. */
export type RuleNow = Finding & {
	readonly at: string;
	/** A person goes on although it does not hold; over when something else is found. */
	readonly waived: boolean;
	/** Asked again at the first step that changes something. */
	readonly putOff: boolean;
	/** Of a context: what it was at first, or what a person took instead. */
	readonly baseline?: string;
};

/** Someone who follows the run from another terminal. */
export type Present = {readonly person: string; readonly since: string; readonly mayDrive: boolean};

/** A run as its journal tells it, and nothing else: `replay(read(run))` gives the same value as living it. */
export type RunState = {
	readonly runbook: Runbook;
	/** By id, over walk, rollback, emergency and aside, and what was run off script. */
	readonly stepsById: ReadonlyMap<StepId, Step>;
	readonly opened: EventOf<'run.opened'>;
	readonly openedAt: string;
	/** Who drives now, through which screen, and whether a person can be there at all. */
	readonly operator: string;
	readonly screen: Screen;
	readonly attended: boolean;
	/** Roles of whoever drives; absent where no trust file says who has which. */
	readonly rights?: {readonly roles: readonly string[]};
	/** Everyone who has driven so far, the first one first. */
	readonly drove: readonly string[];
	/** Who follows along at this moment, the driver left out. */
	readonly present: readonly Present[];
	/** To whom the driving is offered. */
	readonly offeredTo?: string;
	/** Who has taken the driving over and has not begun yet. */
	readonly handedTo?: string;
	readonly progress: ReadonlyMap<StepId, StepProgress>;
	readonly inputs: ReadonlyMap<string, InputValue>;
	/** Values captured from output, later ones winning. */
	readonly captured: ReadonlyMap<string, string>;
	/** Secrets that were given in an earlier session and have to be asked for again. */
	readonly secretsGone: ReadonlySet<string>;
	readonly branch: Branch;
	readonly rollback?: Rollback;
	readonly held?: {readonly at: string; readonly by: string; readonly reason: string};
	/** Every hold so far, the one that is on included. */
	readonly holds: readonly Hold[];
	readonly deviations: readonly Deviation[];
	readonly notes: readonly RunNote[];
	/** Commands that were run beside the runbook; each is a step in `stepsById`. */
	readonly offScript: readonly StepId[];
	readonly redlines: readonly Redline[];
	/** What earlier runs said is wrong, and still stands there. */
	readonly recalled: EventOf<'redlines.recalled'>['redlines'];
	/** In the order they were made: call n is at n - 1. */
	readonly calls: readonly Call[];
	readonly repetitions: readonly Repetition[];
	/** A person took it in hand (released a hold, opened the run again, typed a command): a countdown from before is over. */
	readonly takenInHandAt?: string;
	/** Journal seq of the first mutating step that was started; from then on a run is not simply aborted. */
	readonly firstMutation?: {readonly seq: number; readonly at: string; readonly step: StepId};
	/** The step that stood after the point of no return, once it was started. */
	readonly passedNoReturn?: StepId;
	/** Name of the kept shell state for the next shell step, per host (`` is this machine). */
	readonly shell: ReadonlyMap<string, string>;
	readonly guards: ReadonlyMap<StepId, GuardNow>;
	/** Probes that were measured again while a gate waited. */
	readonly remeasured: ReadonlyMap<
		StepId,
		{readonly at: string; readonly result: Outcome['result']; readonly why?: string}
	>;
	/** What was said at the end of success criteria that nothing measured, by their place in the runbook. */
	readonly criteria: ReadonlyMap<number, CriterionAnswer>;
	/** What must hold before a step may start, by rule; empty until it was measured. */
	readonly rules: ReadonlyMap<string, RuleNow>;
	/** For which attempt the rules were measured last, and whether they let it start. */
	readonly measured?: {readonly step?: StepId; readonly attempt?: number; readonly at: string};
	readonly seq: number;
	readonly lastAt: string;
	readonly closed?: {
		readonly at: string;
		readonly by: string;
		readonly verdict: Verdict;
		readonly reason?: string;
	};
};
