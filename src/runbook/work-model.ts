/** What the steps that touch the world do there. */

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
	| {
			readonly probe: 'http';
			readonly request: HttpRequest;
			readonly expect: HttpExpectation;
			readonly capture: Readonly<Record<string, string>>;
	  }
	| {
			readonly probe: 'sql';
			readonly connection: string;
			readonly sql: string;
			readonly expect?: string;
			readonly capture: Readonly<Record<string, string>>;
	  }
	| {readonly probe: 'tcp'; readonly host: string; readonly port: number | string}
	| {readonly probe: 'tls'; readonly host: string; readonly port: number; readonly daysLeftMin: number}
	| {
			readonly probe: 'disk';
			readonly path: string;
			readonly freePercentMin?: number;
			readonly freeBytesMin?: number;
	  }
	| {
			readonly probe: 'file';
			readonly path: string;
			readonly contains?: string;
			readonly sha256?: string;
			readonly absent?: boolean;
	  }
	| {readonly probe: 'command'; readonly run: CommandWork}
	| {readonly probe: 'tool'; readonly tool: string; readonly version?: string};

export type MetricSource =
	| {readonly source: 'http'; readonly request: HttpRequest; readonly path: string}
	| {
			readonly source: 'prometheus';
			readonly url: string;
			readonly query: string;
			/** Asks for so much of the past, and takes one number of its points. */
			readonly rangeMs?: number;
			readonly take?: 'last' | 'max' | 'min' | 'average';
	  }
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
	/** Measurements in a row that may get no answer. */
	readonly errorsMax: number;
	/** Answers in a row that may be no number; default: as many as errors. */
	readonly inconclusiveMax?: number;
	readonly baseline: boolean;
	/** It watches whether the service answers: as a guard its bad stretches are the measured downtime. */
	readonly downtime?: boolean;
};

export type BackupWork = {
	readonly connection: string;
	readonly format: 'custom' | 'plain' | 'directory' | 'copy';
	/** Directory for the dump; `copy` makes a database beside the first instead. */
	readonly into?: string;
	readonly keep?: number;
	readonly verify: 'exit' | 'size' | 'list' | 'read' | 'restore';
};
export type RestoreWork = {readonly connection: string; readonly from: StepId; readonly aside: boolean};
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
export type NotifyWork = {
	readonly channel: string;
	readonly template?: string;
	readonly text?: string;
	readonly key: string;
	readonly everyMs?: number;
};

/** `[a-z0-9._-]{1,64}`, unique in one runbook across walk, rollback, emergency and troubleshooting. */
export type StepId = string;

/** What one command can do to the world (rule R15). Unknown programs count as `changing`. */
export type CommandDanger = 'read' | 'changing' | 'irreversible';

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
	/** Of a suggested command: placeholders to be replaced literally before it runs, e.g. `<digest>` → `digest`. */
	readonly placeholders?: Readonly<Record<string, string>>;
};
