import type {
	BackupWork,
	CommandWork,
	MetricWork,
	MigrationWork,
	NotifyWork,
	Poll,
	ProbeWork,
	RestoreWork,
	ShellCommand,
	StepId,
} from './work-model.ts';

/** The steps a runbook is walked by, one type a kind. */

/** How much a step can hurt, rising. */
export type Danger = 'none' | 'caution' | 'prod' | 'data' | 'irreversible';

/** What the author wrote about a step, as Markdown source. */
export type Prose = {
	readonly explanation?: string;
	readonly why?: string;
	readonly expect?: string;
	readonly undo?: string;
	readonly ifNot?: string;
	readonly takes?: string;
	readonly danger?: string;
	readonly blast?: string;
	/** Notes, tips and warnings that stand around the step (rule R17). */
	readonly notes?: readonly Note[];
};

export type Note = {
	readonly level: 'note' | 'tip' | 'important' | 'warning' | 'danger';
	readonly text: string;
};

export type OnFailure = 'ask' | 'continue' | 'rollback' | 'abort' | {readonly goto: StepId};

/** What every step has, whatever its kind. */
export type StepCommon = {
	readonly id: StepId;
	readonly title: string;
	readonly section: SectionId;
	/** 1-based first and last line in the file it stands in. */
	readonly line: number;
	readonly endLine: number;
	/** The included file it stands in, relative to the runbook's directory; absent for the runbook itself. */
	readonly file?: string;
	/** 1-based line of the runbook itself where the include stands that brought it. */
	readonly includeLine?: number;
	/** The check this one is a part of; a step with children has no answer of its own, it follows from theirs. */
	readonly parent?: StepId;
	readonly prose: Prose;
	readonly danger: Danger;
	/** May change the world: anything not known to be read-only. */
	readonly mutates: boolean;
	/** Starts without being confirmed. */
	readonly auto: boolean;
	/** May be answered "skip" without that being a deviation. */
	readonly optional: boolean;
	/** Can't be skipped, overridden or deferred. */
	readonly required: boolean;
	/** A failure here is a failure of what the release is for; a tripped critical probe asks for rollback. */
	readonly critical: boolean;
	/** The point of no return lies just before this step. */
	readonly noReturn: boolean;
	readonly onFailure: OnFailure;
	readonly needs: readonly StepId[];
	/** A condition over inputs and answers, e.g. `component has api`; false makes the step not applicable. */
	readonly when?: string;
	/** Belongs to this strategy alone; under another the step does not apply. */
	readonly strategy?: string;
	/** Belongs to this component; where it is not among the chosen ones the step does not apply. */
	readonly component?: string;
	readonly role?: string;
	readonly emergency?: 'required' | 'defer' | 'skip';
	/** Names of the inputs it uses. */
	readonly inputs: readonly string[];
	/** "Never do this" (rule R6): shown, never run. */
	readonly forbidden: boolean;
	/** Stands in a note or an "if …" sentence: offered, not part of the main walk. */
	readonly contingent: boolean;
	/** Where the text says it runs, as a hint; `on` of a command is what counts. */
	readonly host?: string;
	/** The reading rule that decided the kind, e.g. `R4d`. */
	readonly rule: string;
	readonly see?: string;
};

export type AnswerType =
	| {readonly is: 'tick'}
	| {readonly is: 'text'}
	| {readonly is: 'number'}
	| {readonly is: 'url'}
	| {readonly is: 'choice'; readonly choices: readonly string[]};

/** A person looks and answers. */
export type CheckStep = StepCommon & {
	readonly kind: 'check';
	readonly answer: AnswerType;
	/** Plain sub-bullets: details, not ticks. */
	readonly points: readonly string[];
	/** `[x]` in the file: shown, never counted as done. */
	readonly tickedInFile: boolean;
	/** Commands of an inline code span, offered on request. */
	readonly suggested: readonly ShellCommand[];
	/** A fence of its own: it runs first, then the person ticks. */
	readonly run?: CommandWork;
	/** What to type into a session that a person holds open before the answer. */
	readonly statements?: readonly string[];
	/** What to paste as evidence, from a comment such as "paste link". */
	readonly evidence?: string;
	/** Children exist: the answer follows from theirs. */
	readonly isGroup: boolean;
};

/** A person does something the program can't: prose instructions, REPL statements, file content, a message to send. */
export type ManualStep = StepCommon & {
	readonly kind: 'manual';
	readonly points: readonly string[];
	/** What to type into a session that a person holds open, line by line. */
	readonly statements: readonly string[];
	readonly suggested: readonly ShellCommand[];
	/** Text to put somewhere: a file's content or a message, with its language. */
	readonly content?: {readonly language: string; readonly text: string};
	readonly isGroup: boolean;
};

export type CommandStep = StepCommon & {readonly kind: 'command'; readonly run: CommandWork};

export type ProbeStep = StepCommon & {
	readonly kind: 'probe';
	readonly work: ProbeWork;
	readonly poll?: Poll;
	readonly timeoutMs: number;
	/** Older than this at a gate: measured again. */
	readonly freshForMs: number;
};

export type MetricStep = StepCommon & {
	readonly kind: 'metric';
	readonly work: MetricWork;
	readonly guard: boolean;
};

export type GateStep = StepCommon & {
	readonly kind: 'gate';
	readonly gate: 'approval' | 'judgement' | 'poll';
	readonly question: string;
	/** Judgement: name → step to go on with, or `next`. */
	readonly choices: Readonly<Record<string, string>>;
	/** Poll: the roles that answer one by one. */
	readonly roles: readonly string[];
	readonly approvals: number;
	/** Probes measured again when it opens. */
	readonly probes: readonly StepId[];
};

export type BackupStep = StepCommon & {readonly kind: 'backup'; readonly work: BackupWork};

export type RestoreStep = StepCommon & {readonly kind: 'restore'; readonly work: RestoreWork};

export type MigrationStep = StepCommon & {readonly kind: 'migration'; readonly work: MigrationWork};

export type NotifyStep = StepCommon & {readonly kind: 'notify'; readonly work: NotifyWork};

export type WaitStep = StepCommon & {
	readonly kind: 'wait';
	readonly forMs: number;
	/** Not before this: `22:30` or `2026-11-23 22:30` on the wall of that zone. */
	readonly until?: {readonly time: string; readonly timeZone: string};
};

export type Step =
	| CheckStep
	| ManualStep
	| CommandStep
	| ProbeStep
	| MetricStep
	| GateStep
	| BackupStep
	| RestoreStep
	| MigrationStep
	| NotifyStep
	| WaitStep;

export type SectionId = string;
