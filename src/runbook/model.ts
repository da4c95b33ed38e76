import type {Input, Meta} from './meta-model.ts';
import type {SectionId, Step} from './step-model.ts';
import type {StepId} from './work-model.ts';

/** What a Markdown runbook means once it is read. Values only: nothing here has been run, resolved or trusted. */

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
	/** The included file it stands in; absent for the runbook itself. */
	readonly file?: string;
};

/** Something that was shown and not made a step: a file's content, a diagram, sample output, a table. */
export type Reference = {
	readonly kind: string;
	readonly line: number;
	readonly endLine: number;
	readonly language?: string;
	readonly rule: string;
	/** The included file it stands in; absent for the runbook itself. */
	readonly file?: string;
};

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

export type EscalationContact = {
	readonly issue: string;
	readonly contact: string;
	readonly within: string;
	readonly withinMs?: number;
	readonly channel?: string;
	readonly line: number;
};

export type Trigger = {readonly text: string; readonly line: number; readonly automatic: boolean};

/** `target` is relative to the runbook's directory, `line` counts in `file` where that is given. */
export type Link = {
	readonly text: string;
	readonly target: string;
	readonly line: number;
	readonly file?: string;
};

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
	/** The included file it stands in, relative to the runbook's directory; absent for the runbook itself. */
	readonly file?: string;
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
