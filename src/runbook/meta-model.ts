import type {MetricWork} from './work-model.ts';

/** What stands in a runbook’s front matter, and what a run has to be given. */

export type InputType =
	| 'string'
	| 'int'
	| 'number'
	| 'bool'
	| 'choice'
	| 'url'
	| 'semver'
	| 'git-sha'
	| 'image-digest'
	| 'duration'
	| 'path'
	| 'secret';

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

/** A fact of where a run happens that this program can find out by itself. */
export type ContextProgram =
	| 'kube-context'
	| 'kube-namespace'
	| 'aws-account'
	| 'gcloud-project'
	| 'azure-subscription'
	| 'git-commit'
	| 'git-branch'
	| 'host'
	| 'user'
	| 'directory';

/** Something that must stay as it is while a run changes things. */
export type ContextFact = {
	readonly by:
		| {readonly program: ContextProgram}
		| {readonly command: string}
		| {readonly env: string}
		/** A connection: which database it is, where, and as whom. */
		| {readonly database: string};
	/** What it has to be from the start; may hold `{{input}}`. */
	readonly is?: string;
};

/** What a runbook asks beyond the environment's policy; it can only tighten. */
export type RunbookPolicy = {
	readonly gates: {readonly approvals?: number; readonly roles: readonly string[]};
	readonly emergency: {
		readonly approvals?: number;
		readonly roles: readonly string[];
		readonly reviewWithinMs?: number;
	};
};

/** Where a message goes. `copy`: a person posts it there; the text is offered for the clipboard. */
export type Channel =
	| {
			readonly is: 'webhook';
			readonly url: {readonly env: string} | {readonly input: string} | {readonly text: string};
			readonly required: boolean;
	  }
	| {readonly is: 'command'; readonly script: string; readonly required: boolean}
	| {readonly is: 'copy'; readonly to: string; readonly required: boolean};

export type Messages = {
	readonly channels: Readonly<Record<string, Channel>>;
	/** Name → text with `{{input}}`; `start`, `success`, `failure` and `rollback` are offered when their moment comes. */
	readonly templates: Readonly<Record<string, string>>;
};

/** What has to be true for the release to count as a success. Without `metBy` and `metIf` a person says at the end. */
export type Criterion = {
	readonly text: string;
	readonly line: number;
	/** Ids of steps or sections that all have to have passed; `every-step`: all that are walked. */
	readonly metBy?: readonly string[];
	/** Comparisons joined by `and`; see front-matter/criterion.ts. */
	readonly metIf?: string;
	/** The included file it stands in; absent for the runbook itself. */
	readonly file?: string;
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
	readonly environments: Readonly<
		Record<string, {readonly production: boolean; readonly aliases?: readonly string[]}>
	>;
	readonly hosts: Readonly<Record<string, string>>;
	/** Database connections by name: an environment variable or an input that holds the URL. */
	readonly connections: Readonly<Record<string, {readonly env: string} | {readonly input: string}>>;
	readonly criteria: readonly Criterion[];
	/** What a release is made of; an input or a `when` names one. */
	readonly components: readonly {readonly name: string; readonly about?: string}[];
	readonly requires: Requirements;
	readonly windows?: Windows;
	/** By name; measured at the start and before every step that changes something. */
	readonly context?: Readonly<Record<string, ContextFact>>;
	readonly policy?: RunbookPolicy;
	readonly notify: Messages;
	/** Metrics by name, for metric fences that say `metric: name`. */
	readonly metrics: Readonly<Record<string, MetricWork>>;
	/** The one there is; absent where several stand to choice. */
	readonly strategy?: Strategy;
	/** Which of these a run follows is asked as the input `strategy`. */
	readonly strategies?: readonly Strategy[];
	readonly links: readonly {readonly text: string; readonly target: string}[];
	/** Author's own keys, for the header: owner, team, system (rule R20). */
	readonly shown: Readonly<Record<string, string>>;
};
