/** A test that shows it: the folder under test/ it stands in, and words of its title. */
export type Shown = {readonly room: string; readonly title: string};

/** By the first word of a record's field. */
export const recordTests: Readonly<Record<string, Shown>> = {
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

export const shownFallback: Shown = {
	room: 'record',
	title: 'the published schema describes a strict object with every field of the record',
};
