import type {Attributes} from '../annotation/attributes.ts';
import type {Criterion, Meta} from '../meta-model.ts';
import type {EscalationContact, Link, Problem, Reference, Trigger} from '../model.ts';
import type {Danger, Note, OnFailure, Prose, Step, StepCommon} from '../step-model.ts';
import type {SectionPart} from './sections.ts';
import type {Source} from './source.ts';

/** Where a step will be offered. */
export type Branch = 'walk' | 'rollback' | 'emergency' | 'aside';

/** A step that is not numbered yet: ids and parents are set when the whole file has been read. */
export type Draft = {
	step: Step;
	readonly branch: Branch;
	/** From `{#id}`; everything else is named after its title. */
	readonly explicitId?: string;
	readonly parent?: Draft;
	readonly trouble?: TroubleDraft;
};

export type TroubleDraft = {
	readonly title: string;
	readonly line: number;
	symptom: string;
	advice: string;
};

/** Everything found so far while a file is read. */
export type Sheet = {
	readonly source: Source;
	readonly meta: Meta;
	readonly title: string;
	/** The author writes `- [ ]` somewhere; then plain bullets are less likely to be ticks (rule R10). */
	readonly hasTasks: boolean;
	readonly hasOrdered: boolean;
	/** Sentences are in English, so that their mood can be told. */
	readonly english: boolean;
	readonly drafts: Draft[];
	readonly references: Reference[];
	/** First lines of the fences that were read as something. */
	readonly fencesRead: Set<number>;
	readonly problems: Problem[];
	readonly triggers: Trigger[];
	readonly escalation: EscalationContact[];
	readonly troubles: TroubleDraft[];
	readonly stops: {text: string; line: number}[];
	readonly links: Link[];
	readonly criteria: Criterion[];
	/** Values the author's footer gives: last updated, next review, owner (rule R20). */
	readonly footer: Map<string, string>;
};

/** What the surroundings of a block say about the steps in it. */
export type Place = {
	readonly section: SectionPart;
	readonly sectionId: string;
	readonly branch: Branch;
	readonly contingent: boolean;
	readonly forbidden: boolean;
	readonly host?: string;
	readonly parent?: Draft;
	readonly trouble?: TroubleDraft;
	/** The whole document is about going back or about an incident: that something failed is its occasion. */
	readonly incident?: boolean;
	/** The whole document is about going back: what it does to a database weighs more (rule R15). */
	readonly goesBack?: boolean;
	/** What the heading's comment says: defaults for every step under it. */
	readonly attributes?: Attributes;
	/** The shell a person was sent into and has not left (rule R16); shared by everything in one section. */
	readonly session?: {open: string | undefined};
};

export type NewStep = {
	readonly title: string;
	readonly line: number;
	readonly endLine: number;
	readonly rule: string;
	readonly prose?: Prose;
	readonly optional?: boolean;
	readonly danger?: Danger;
	readonly mutates?: boolean;
	readonly see?: string;
};

/** What every step has, from where it stands; attributes come later and win. */
export function commonOf(place: Place, step: NewStep): StepCommon {
	const onFailure: OnFailure = 'ask';
	return {
		id: '',
		title: step.title,
		section: place.sectionId,
		line: step.line,
		endLine: step.endLine,
		prose: step.prose ?? {},
		danger: step.danger ?? 'none',
		mutates: step.mutates ?? false,
		auto: false,
		optional: (step.optional ?? false) || place.contingent,
		required: false,
		critical: false,
		noReturn: false,
		onFailure,
		needs: [],
		inputs: [],
		forbidden: place.forbidden,
		contingent: place.contingent,
		rule: step.rule,
		...(step.see === undefined ? {} : {see: step.see}),
		...(place.host === undefined ? {} : {host: place.host}),
	};
}

/** Adds to what the author wrote about a step; a second text for the same heading is put below the first. */
export function addProse(draft: Draft, more: Prose): void {
	const prose: Record<string, unknown> = {...draft.step.prose};
	for (const [key, value] of Object.entries(more)) {
		if (value === undefined) continue;
		const before = prose[key];
		if (Array.isArray(value)) prose[key] = [...(Array.isArray(before) ? before : []), ...value];
		else prose[key] = typeof before === 'string' && before !== '' ? `${before}\n\n${value}` : value;
	}
	draft.step = {...draft.step, prose: prose as Prose};
}

export function addNote(draft: Draft, note: Note): void {
	draft.step = {
		...draft.step,
		prose: {...draft.step.prose, notes: [...(draft.step.prose.notes ?? []), note]},
	};
}
