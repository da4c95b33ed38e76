import {abilities} from './abilities.ts';
import {recordTests, type Shown, shownFallback} from './shown.ts';

/** One way in which a point of the five source runbooks is covered. */
export type Cover =
	/** A step of a runbook in checklists/, whichever branch it stands in. */
	| {readonly is: 'step'; readonly runbook: RunbookName; readonly id: string}
	/** A section, by its title: prose that is shown, a table, a list of triggers. */
	| {readonly is: 'section'; readonly runbook: RunbookName; readonly title: string}
	/** What the front matter declares, by its path in the model's `meta`, e.g. `windows.freeze`. */
	| {readonly is: 'meta'; readonly runbook: RunbookName; readonly path: string}
	/** A field of the signed record, by its path in the record's schema. */
	| {readonly is: 'record'; readonly path: string; readonly shownBy: Shown}
	/** A screen, a report or a rule of the program. */
	| {readonly is: 'program'; readonly what: string; readonly shownBy: Shown};

export const runbookNames = ['generic', 'compose', 'image-digest', 'systemd', 'blue-green'] as const;
export type RunbookName = (typeof runbookNames)[number];

/** Row id → everything that covers it; one is enough. */
export type Rows = Readonly<Record<string, readonly Cover[]>>;

/** Writes covers of one runbook in few words. */
export function coversOf(runbook: RunbookName) {
	return {
		step: (...ids: string[]): Cover[] => ids.map(id => ({is: 'step', runbook, id})),
		section: (...titles: string[]): Cover[] => titles.map(title => ({is: 'section', runbook, title})),
		meta: (...paths: string[]): Cover[] => paths.map(path => ({is: 'meta', runbook, path})),
	};
}

/** Fields of the record; the test that shows one goes by its first word. */
export function record(...paths: string[]): Cover[] {
	return paths.map(path => ({
		is: 'record',
		path,
		shownBy: recordTests[path.split('.')[0] ?? ''] ?? shownFallback,
	}));
}

export function program(...names: (keyof typeof abilities)[]): Cover[] {
	return names.map(what => ({is: 'program', what, shownBy: abilities[what]}));
}
