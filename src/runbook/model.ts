/** What a Markdown runbook means once it is read. Values only: nothing here has been run, resolved or trusted. */

export type SectionId = string;
/** `[a-z0-9._-]{1,64}`, unique in one runbook across walk, rollback, emergency and troubleshooting. */
export type StepId = string;

/** How much a step can hurt, rising. */
export type Danger = 'none' | 'caution' | 'prod' | 'data' | 'irreversible';

/** What one command can do to the world (rule R15). Unknown programs count as `changing`. */
export type CommandDanger = 'read' | 'changing' | 'irreversible';

/** What a section is for (rule R3). Children inherit rollback, escalation, troubleshooting and emergency. */
export type SectionRole =
	| 'procedure'
	| 'briefing'
	| 'prerequisites'
	| 'verify'
	| 'rollback'
	| 'escalation'
	| 'troubleshooting'
	| 'emergency'
	| 'criteria'
	| 'reference';

export type Section = {
	readonly id: SectionId;
	readonly title: string;
	/** 1 to 6; 0 for the one section of a file without headings. */
	readonly level: number;
	readonly role: SectionRole;
	/** 1-based line of the heading. */
	readonly line: number;
	/** 1-based last line before the next heading of any level. */
	readonly endLine: number;
	readonly parent?: SectionId;
	/** Prose of the section that belongs to no step, as Markdown source. */
	readonly prose: string;
	readonly goal?: string;
};

/** One logical line of a shell block: continuations, heredocs, quotes and pipes joined. */
export type ShellCommand = {
	readonly text: string;
	/** 1-based line in the runbook file. */
	readonly line: number;
	readonly danger: CommandDanger;
	/** What it needs of the terminal (rule R16): nothing, all of it, or to be stopped by a key. */
	readonly tty: 'none' | 'interactive' | 'endless';
	/** The comment label it stands under, where a block holds several groups (rule R5). */
	readonly group?: string;
};

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

export type Note = {readonly level: 'note' | 'tip' | 'important' | 'warning' | 'danger'; readonly text: string};

export type OnFailure = 'ask' | 'continue' | 'rollback' | 'abort' | {readonly goto: StepId};

/** What every step has, whatever its kind. */
export type StepCommon = {
	readonly id: StepId;
	readonly title: string;
	readonly section: SectionId;
	/** 1-based first and last line in the runbook file. */
	readonly line: number;
	readonly endLine: number;
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

/** How a shell block runs. */
export type CommandWork = {
	readonly interpreter: string;
	/** The block as written, prompts and sample output removed; inputs not yet filled in. */
	readonly script: string;
	readonly commands: readonly ShellCommand[];
	/** Placeholders to be replaced literally before running (unannotated runbooks only), e.g. `<digest>` → `digest`. */
	readonly placeholders: Readonly<Record<string, string>>;
	/** Groups are alternatives: the person picks one, nothing is preselected (rule R5). */
	readonly choice: boolean;
	/** Commands and output stand in one block without prompts: nothing runs until the person picks lines (rule R4f). */
	readonly mixed: boolean;
	/** Sample output from the transcript or the fence that follows. */
	readonly expected?: string;
	readonly on: readonly string[];
	readonly cwd?: string;
	readonly env: Readonly<Record<string, string>>;
	readonly timeoutMs?: number;
	/** No output for this long is flagged on screen; nothing is killed. */
	readonly quietForMs?: number;
	/** Exit codes that pass. */
	readonly okExit: readonly number[];
	/** A line of output that matches makes it failed, whatever the exit code. */
	readonly failOn?: string;
	/** A line of output must match. */
	readonly expectOutput?: string;
	/** Names taken from the output: `name` → regular expression with one group, or `last-line`. */
	readonly capture: Readonly<Record<string, string>>;
	/** Scripts that run before, after, and to take it back. */
	readonly precheck?: string;
	readonly verify?: string;
	readonly undo?: string;
	readonly retry: {readonly attempts: number; readonly delayMs: number};
	readonly idempotent: boolean;
	readonly interactive: boolean;
	readonly background: boolean;
	/** Gives the command a pseudo-terminal of its own, for tools that buffer or colour only there. */
	readonly tty: boolean;
	/** `errexit`, `nounset` and `pipefail` are on unless the author says otherwise in the open. */
	readonly strict: boolean;
	readonly batch?: number;
};

export type CommandStep = StepCommon & {readonly kind: 'command'; readonly run: CommandWork};

/** How often and how long to ask; absent means once. */
export type Poll = {
	readonly everyMs: number;
	readonly withinMs: number;
	/** Good answers in a row that are needed. */
	readonly successes: number;
};

export type HttpRequest = {
	readonly method: string;
	/** May hold placeholders; `{{name}}`. */
	readonly url: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly body?: string;
};

export type HttpExpectation = {
	/** Status codes that pass; default 200 to 299. */
	readonly status?: readonly number[];
	readonly header?: Readonly<Record<string, string>>;
	/** JSON path → expected text. */
	readonly json?: Readonly<Record<string, string>>;
	/** Regular expression over the body. */
	readonly body?: string;
	readonly latencyMsMax?: number;
};

export type ProbeWork =
	| {readonly probe: 'http'; readonly request: HttpRequest; readonly expect: HttpExpectation; readonly capture: Readonly<Record<string, string>>}
	| {readonly probe: 'sql'; readonly connection: string; readonly sql: string; readonly expect?: string; readonly capture: Readonly<Record<string, string>>}
	| {readonly probe: 'tcp'; readonly host: string; readonly port: number | string}
	| {readonly probe: 'tls'; readonly host: string; readonly port: number; readonly daysLeftMin: number}
	| {readonly probe: 'disk'; readonly path: string; readonly freePercentMin?: number; readonly freeBytesMin?: number}
	| {readonly probe: 'file'; readonly path: string; readonly contains?: string; readonly sha256?: string; readonly absent?: boolean}
	| {readonly probe: 'command'; readonly run: CommandWork}
	| {readonly probe: 'tool'; readonly tool: string; readonly version?: string};

export type ProbeStep = StepCommon & {
	readonly kind: 'probe';
	readonly work: ProbeWork;
	readonly poll?: Poll;
	readonly timeoutMs: number;
	/** Older than this at a gate: measured again. */
	readonly freshForMs: number;
};

export type MetricSource =
	| {readonly source: 'http'; readonly request: HttpRequest; readonly path: string}
	| {readonly source: 'prometheus'; readonly url: string; readonly query: string}
	| {readonly source: 'sql'; readonly connection: string; readonly sql: string}
	| {readonly source: 'command'; readonly run: CommandWork};

export type MetricWork = {
	readonly from: MetricSource;
	readonly everyMs: number;
	/** How long to watch when it stands inline; a guard watches until the soak ends. */
	readonly forMs: number;
	/** E.g. `value > 5% for 5m`, `value > 2 * baseline for 10m`. */
	readonly fail: string;
	readonly warn?: string;
	readonly unit?: string;
	readonly errorsMax: number;
	readonly baseline: boolean;
};

export type MetricStep = StepCommon & {readonly kind: 'metric'; readonly work: MetricWork; readonly guard: boolean};

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

export type BackupWork = {
	readonly connection: string;
	readonly format: 'custom' | 'plain' | 'directory' | 'copy';
	/** Directory for the dump; `copy` makes a database beside the first instead. */
	readonly into?: string;
	readonly keep?: number;
	readonly verify: 'exit' | 'size' | 'list' | 'read' | 'restore';
};
export type BackupStep = StepCommon & {readonly kind: 'backup'; readonly work: BackupWork};

export type RestoreWork = {readonly connection: string; readonly from: StepId; readonly aside: boolean};
export type RestoreStep = StepCommon & {readonly kind: 'restore'; readonly work: RestoreWork};

export type MigrationWork = {
	readonly connection: string;
	readonly files: readonly string[];
	/** SQL given in the runbook itself. */
	readonly sql?: string;
	readonly phase: 'expand' | 'backfill' | 'contract';
	readonly lockTimeoutMs: number;
	readonly statementTimeoutMs: number;
	readonly transaction: boolean;
	/** A query that names the schema's revision. */
	readonly revision?: string;
	readonly review: 'required' | 'done';
};
export type MigrationStep = StepCommon & {readonly kind: 'migration'; readonly work: MigrationWork};

export type NotifyWork = {readonly channel: string; readonly template?: string; readonly text?: string; readonly key: string; readonly everyMs?: number};
export type NotifyStep = StepCommon & {readonly kind: 'notify'; readonly work: NotifyWork};

export type WaitStep = StepCommon & {readonly kind: 'wait'; readonly forMs: number; readonly until?: string};

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

export type InputType =
	| 'string' | 'int' | 'number' | 'bool' | 'choice' | 'url' | 'semver' | 'git-sha' | 'image-digest' | 'duration' | 'path' | 'secret';

export type Input = {
	readonly name: string;
	readonly type: InputType;
	readonly secret: boolean;
	readonly about?: string;
	readonly pattern?: string;
	readonly default?: string;
	readonly example?: string;
	readonly choices?: readonly string[];
	readonly from?: {readonly env: string} | {readonly command: string} | {readonly input: string};
	/** `declared`: front matter. `sure`: asked for. `likely`: asked, defaults to leaving the text alone (rule R12). */
	readonly confidence: 'declared' | 'sure' | 'likely';
	readonly required: boolean;
	/** 1-based line of its first use or declaration. */
	readonly line: number;
};

/** Something that was shown and not made a step: a file's content, a diagram, sample output, a table. */
export type Reference = {readonly kind: string; readonly line: number; readonly endLine: number; readonly language?: string; readonly rule: string};

export type Trouble = {
	readonly id: string;
	readonly title: string;
	readonly line: number;
	readonly symptom: string;
	/** Regular expressions that recognise it in output. */
	readonly match: readonly string[];
	readonly advice: string;
	readonly steps: readonly StepId[];
};

export type EscalationContact = {readonly issue: string; readonly contact: string; readonly within: string; readonly withinMs?: number; readonly channel?: string; readonly line: number};

export type Trigger = {readonly text: string; readonly line: number; readonly automatic: boolean};

export type Link = {readonly text: string; readonly target: string; readonly line: number};

export type Problem = {
	/** Stable, e.g. `front-matter.unknown-key` or `D4`. */
	readonly code: string;
	/** `error`: the runbook can't be run as it is. */
	readonly severity: 'error' | 'warning' | 'hint';
	/** 1-based; column counts UTF-16 units. */
	readonly line: number;
	readonly column: number;
	readonly message: string;
	/** What to write instead, or what to do. */
	readonly hint: string;
	/** Why it hurts (lint). */
	readonly why?: string;
};

/** What must be there before the first step. */
export type Requirements = {
	/** Program → range of versions, e.g. `>=24`; `*` is any. */
	readonly tools: Readonly<Record<string, string>>;
	/** Environment variables that must be set. */
	readonly env: readonly string[];
	/** Names of hosts that must answer. */
	readonly hosts: readonly string[];
	/** The last rehearsal may be this old, no older. */
	readonly rehearsedWithinMs?: number;
};

/** A day and time of the week: 1 is Monday, 7 Sunday; minutes since midnight, 0 to 1440 (1440 ends the day). */
export type WeekTime = {readonly day: number; readonly minute: number};

/** A stretch of wall-clock time in the zone of its windows; the end is not part of it. */
export type Window =
	| {readonly is: 'weekly'; readonly name?: string; readonly from: WeekTime; readonly to: WeekTime}
	/** `YYYY-MM-DDTHH:MM`, without a zone. */
	| {readonly is: 'dated'; readonly name?: string; readonly from: string; readonly to: string};

/** When a run may change things: inside a change window where there are any, outside every freeze. */
export type Windows = {
	/** IANA name; `UTC` unless the author says otherwise. */
	readonly timeZone: string;
	readonly freeze: readonly Window[];
	readonly change: readonly Window[];
};

/** What a runbook asks beyond the environment's policy; it can only tighten. */
export type RunbookPolicy = {
	readonly gates: {readonly approvals?: number; readonly roles: readonly string[]};
	readonly emergency: {readonly approvals?: number; readonly roles: readonly string[]; readonly reviewWithinMs?: number};
};

/** Where a message goes. `copy`: a person posts it there; the text is offered for the clipboard. */
export type Channel =
	| {readonly is: 'webhook'; readonly url: {readonly env: string} | {readonly input: string} | {readonly text: string}; readonly required: boolean}
	| {readonly is: 'command'; readonly script: string; readonly required: boolean}
	| {readonly is: 'copy'; readonly to: string; readonly required: boolean};

export type Messages = {
	readonly channels: Readonly<Record<string, Channel>>;
	/** Name → text with `{{input}}`; `start`, `success`, `failure` and `rollback` are offered when their moment comes. */
	readonly templates: Readonly<Record<string, string>>;
};

export type Strategy = 'recreate' | 'rolling' | 'blue-green' | 'canary';

export type Meta = {
	readonly about?: string;
	readonly service?: string;
	readonly owner?: string;
	/** ISO date after which the runbook counts as stale. */
	readonly reviewBy?: string;
	readonly updated?: string;
	/** Name → is production. An environment that isn't declared here is production. */
	readonly environments: Readonly<Record<string, {readonly production: boolean; readonly aliases?: readonly string[]}>>;
	readonly hosts: Readonly<Record<string, string>>;
	/** Database connections by name: an environment variable or an input that holds the URL. */
	readonly connections: Readonly<Record<string, {readonly env: string} | {readonly input: string}>>;
	readonly criteria: readonly {readonly text: string; readonly line: number}[];
	/** What a release is made of; an input or a `when` names one. */
	readonly components: readonly {readonly name: string; readonly about?: string}[];
	readonly requires: Requirements;
	readonly windows?: Windows;
	readonly policy?: RunbookPolicy;
	readonly notify: Messages;
	/** Metrics by name, for metric fences that say `metric: name`. */
	readonly metrics: Readonly<Record<string, MetricWork>>;
	readonly strategy?: Strategy;
	readonly links: readonly {readonly text: string; readonly target: string}[];
	/** Author's own keys, for the header: owner, team, system (rule R20). */
	readonly shown: Readonly<Record<string, string>>;
};

/** A runbook as read: total, whatever the text was. */
export type Runbook = {
	readonly title: string;
	readonly subtitle?: string;
	readonly meta: Meta;
	readonly briefing: string;
	readonly sections: readonly Section[];
	/** The main walk, in order; children follow their parent. */
	readonly walk: readonly Step[];
	readonly rollback: readonly Step[];
	readonly emergency: readonly Step[];
	/** Commands that stand in troubleshooting entries, notes and forbidden places: offered or shown, never walked. */
	readonly aside: readonly Step[];
	readonly inputs: readonly Input[];
	readonly references: readonly Reference[];
	readonly troubleshooting: readonly Trouble[];
	readonly escalation: readonly EscalationContact[];
	readonly triggers: readonly Trigger[];
	readonly links: readonly Link[];
	/** A stop the author put before the walk: "do not perform this unless …" (rule R19). */
	readonly stops: readonly {readonly text: string; readonly line: number}[];
};

/** What reading gives: always a runbook, and every problem at once. */
export type Reading = {readonly runbook: Runbook; readonly problems: readonly Problem[]};
