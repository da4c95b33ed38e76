import type {Runbook} from './model.ts';
import type {NotifyStep, Step} from './step-model.ts';
import {plainStep} from './work.ts';

/** The moments of a release that have a message of their own, by the names of their templates. */
const moments = ['start', 'success', 'failure', 'rollback'] as const;

type Moment = (typeof moments)[number];

/**
Puts the messages of the front matter where their moment is, as steps: `start` before the first change, `success` at the
end, `rollback` where the rollback begins, `failure` beside the walk, to be sent when something did not pass. They go to
the first channel that is declared. A template that a step of the runbook sends itself is left to that step.
*/
export function withMessages(runbook: Runbook): Runbook {
	const {channels, templates} = runbook.meta.notify;
	const [channel] = Object.keys(channels);
	const steps = [...runbook.walk, ...runbook.rollback, ...runbook.emergency, ...runbook.aside];
	const taken = new Set(steps.map(({id}) => id));
	const own = new Set(steps.flatMap(step => (step.kind === 'notify' ? (step.work.template ?? []) : [])));
	const wanted = moments.filter(
		moment => Object.hasOwn(templates, moment) && !own.has(moment) && !taken.has(idOf(moment)),
	);
	if (channel === undefined || runbook.walk.length === 0) {
		return runbook;
	}
	const required = channels[channel]?.required ?? false;
	return wanted.reduce((book, moment) => placed(book, {moment, channel, required}), runbook);
}

/** The step that tells of a failure, where the front matter has such a message and no step sends it. */
export function failureMessage(runbook: Runbook): NotifyStep | undefined {
	return runbook.aside.find(
		(step): step is NotifyStep => step.kind === 'notify' && step.id === idOf('failure'),
	);
}

function idOf(moment: Moment): string {
	return `message-${moment}`;
}

type Sending = {readonly moment: Moment; readonly channel: string; readonly required: boolean};

function placed(book: Runbook, sending: Sending): Runbook {
	switch (sending.moment) {
		case 'start': {
			const change = book.walk.findIndex(step => step.mutates && step.parent === undefined);
			const at = Math.max(0, change);
			return {...book, walk: book.walk.toSpliced(at, 0, ...beside(book.walk[at], sending))};
		}
		case 'success':
			return {...book, walk: [...book.walk, ...beside(book.walk.at(-1), sending)]};
		case 'rollback':
			return {...book, rollback: [...beside(book.rollback[0], sending), ...book.rollback]};
		case 'failure':
			return {...book, aside: [...book.aside, ...beside(book.walk.at(-1), sending)]};
	}
}

const titles: Readonly<Record<Moment, string>> = {
	start: 'Say that the release begins',
	success: 'Say that the release is live',
	failure: 'Say that the release has stopped',
	rollback: 'Say that the release is being taken back',
};

/** The message's step, in the section of the step it stands beside; none where there is no such step. */
function beside(neighbour: Step | undefined, {moment, channel, required}: Sending): readonly NotifyStep[] {
	if (neighbour === undefined) {
		return [];
	}
	const {section, line, endLine, file, includeLine} = neighbour;
	const place = moment === 'start' || moment === 'rollback' ? line : endLine;
	const common = plainStep({
		id: idOf(moment),
		title: titles[moment],
		section,
		line: place,
		endLine: moment === 'start' || moment === 'rollback' ? Math.max(1, line - 1) : endLine,
		...(file === undefined ? {} : {file}),
		...(includeLine === undefined ? {} : {includeLine}),
		optional: !required,
		required,
		rule: 'notify.templates',
	});
	return [{...common, kind: 'notify', work: {channel, template: moment, key: idOf(moment)}}];
}
