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

/** A test that shows it: the folder under test/ it stands in, and words of its title. */
export type Shown = {readonly room: string; readonly title: string};

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

const recordTests: Readonly<Record<string, Shown>> = {
	'': {
		room: 'record',
		title: 'a record tells who did what, how often, and where the time went',
	},
	dora: {room: 'record', title: 'a release that went well tells its four timestamps'},
	rollback: {room: 'record', title: 'a run rolled back tells when, why, for how long'},
	deferred: {
		room: 'record',
		title: 'what was deferred is named with who owns it until when',
	},
	reviews: {
		room: 'record',
		title: 'an emergency run names the review that falls due within a day',
	},
	emergency: {
		room: 'record',
		title: 'an emergency run names the review that falls due within a day',
	},
	verdict: {
		room: 'record',
		title: 'success criteria are measured by the step that bears their words',
	},
	artifacts: {room: 'record', title: 'the subject is the image that was deployed'},
	people: {room: 'record', title: 'a handover shows who drove when'},
	notes: {room: 'record', title: 'deviations, the way back and notes stand at the end'},
	deviations: {
		room: 'record',
		title: 'deviations, the way back and notes stand at the end',
	},
	runbook: {
		room: 'record',
		title: 'the record names the digest of the runbook filled in',
	},
};

/** Fields of the record; the test that shows one goes by its first word. */
export function record(...paths: string[]): Cover[] {
	return paths.map(path => ({
		is: 'record',
		path,
		shownBy: recordTests[path.split('.')[0] ?? ''] ?? shownFallback,
	}));
}

const shownFallback: Shown = {
	room: 'record',
	title: 'the published schema describes a strict object with every field of the record',
};

/** What the program does by itself, by the name used in the tables. */
const abilities = {
	'prechecks and verify': {
		room: 'engine',
		title: 'fixed by hand is believed only when its own verify passes',
	},
	'failure screen': {
		room: 'engine',
		title: 'stops the run, and the question names the ways on with the four first',
	},
	'no abort after the first change': {
		room: 'engine',
		title: 'be aborted once the world was changed, but before that it can',
	},
	'rollback at any time': {
		room: 'ui',
		title: 'rolling back shows the way back and asks for a reason first',
	},
	'rollback needs a reason': {
		room: 'engine',
		title: 'needs a reason, a section to walk, and happens once',
	},
	'not applicable': {
		room: 'engine',
		title: 'a step whose condition is false is settled as not applicable without being asked',
	},
	'unresolved inputs stop': {
		room: 'ui',
		title: 'the inputs of a run are checked while they are typed, and secrets go their own way',
	},
	'required steps': {
		room: 'engine',
		title: 'a required step can be neither overridden nor deferred',
	},
	'needs open only when passed': {
		room: 'engine',
		title: 'a step is blocked by a need that did not pass, and overriding the need does not open it',
	},
	'optional steps': {
		room: 'engine',
		title: 'an optional step is skipped without a deviation, another is not skipped at all',
	},
	'guards trip into the rollback': {
		room: 'engine',
		title: 'that trips stops the walk with a countdown to the rollback',
	},
	'every sample of the span': {
		room: 'engine',
		title: 'trip only when every one of them was beyond the limit for the whole time',
	},
	'no data never passes': {
		room: 'engine',
		title: 'without data asks and never rolls back by itself',
	},
	'live output': {
		room: 'ui',
		title: 'output is followed, scrolled back and followed again',
	},
	'journal before world': {
		room: 'session',
		title: 'has the start of a step on disk before the step touches the world',
	},
	'notes at any time': {
		room: 'ui',
		title: 'a note is written into the record without answering anything',
	},
	'troubles offered on failure': {
		room: 'ui',
		title: 'numbers the ways on from a failure, shows why, the output and known troubles',
	},
	rehearsal: {
		room: 'session',
		title: 'a rehearsal shows what would change and performs only what reads',
	},
	'release exercise': {
		room: 'practice',
		title: 'a bad release answers every smoke test, fails real clients after the switch',
	},
} as const satisfies Readonly<Record<string, Shown>>;

export function program(...names: (keyof typeof abilities)[]): Cover[] {
	return names.map(what => ({is: 'program', what, shownBy: abilities[what]}));
}
