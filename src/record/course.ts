import {criteriaNow} from '../engine/criteria.ts';
import {reviewDueAt} from '../engine/emergency.ts';
import type {Entry} from '../engine/entry.ts';
import type {DeploymentRecord} from '../engine/record.ts';
import type {RunState} from '../engine/state.ts';

export function rollbackOf(state: RunState): DeploymentRecord['rollback'] {
	const {rollback, lastAt} = state;
	if (rollback === undefined) {
		return undefined;
	}
	const {startedAt, by, reason, trigger, step} = rollback;
	return {
		startedAt,
		by,
		reason,
		trigger,
		step,
		endedAt: lastAt,
		durationMs: Math.max(0, Date.parse(lastAt) - Date.parse(startedAt)),
		component: componentOf(state),
		succeeded: state.closed?.verdict === 'rolled-back',
	};
}

/** Which part failed: an input of that name, or what was chosen at a gate of the way back whose id says so. */
function componentOf(state: RunState): string | undefined {
	const given = state.inputs.get('component');
	const gate = state.runbook.rollback.find(
		step => step.kind === 'gate' && /(?:^|[-_])component$/.test(step.id),
	);
	const chosen = gate === undefined ? undefined : state.progress.get(gate.id)?.gate.at(-1)?.choice;
	return given?.is === 'value' ? given.value : chosen;
}

/** The timestamps the five DORA metrics are made of. */
export function doraOf(state: RunState, committedAt: string | undefined): DeploymentRecord['dora'] {
	const changed = state.firstMutation !== undefined;
	const verdict = state.closed?.verdict;
	const completed = verdict?.startsWith('complete') === true;
	const failed = changed && (state.rollback !== undefined || verdict === 'aborted');
	return {
		committedAt,
		startedAt: state.openedAt,
		changedAt: state.firstMutation?.at,
		deployedAt: completed ? lastChangeAt(state) : undefined,
		failedAt: failed ? (state.rollback?.startedAt ?? state.lastAt) : undefined,
		restoredAt: verdict === 'rolled-back' ? state.lastAt : undefined,
		changeFailed: failed,
		rework: state.opened.emergency !== undefined,
	};
}

/**
The change's ticket, kind and author are asked for by inputs more often than they are known beforehand; an emergency run
is an emergency change.
*/
export function changeOf(
	state: RunState,
	known: DeploymentRecord['change'] | undefined,
): DeploymentRecord['change'] {
	const ticket = known?.ticket ?? inputNamed(state, ticketName);
	const author = inputNamed(state, authorName) ?? known?.author;
	const kind =
		state.opened.emergency === undefined ? (inputNamed(state, kindName) ?? known?.kind) : 'emergency';
	return {
		...known,
		...(ticket === undefined ? {} : {ticket}),
		...(kind === undefined ? {} : {kind}),
		...(author === undefined ? {} : {author}),
	};
}

const ticketName = /^(?:ticket|change|issue)(?:[_-]?(?:id|key|number|url))?$/i;
const kindName = /^(?:change[_-]?(?:kind|type|class)|kind[_-]?of[_-]?change)$/i;
const authorName = /^(?:change[_-]?|commit[_-]?)?author$/i;

function inputNamed(state: RunState, name: RegExp): string | undefined {
	const named = [...state.inputs].find(([key, input]) => input.is === 'value' && name.test(key))?.[1];
	return named?.is === 'value' && named.value.trim() !== '' ? named.value : undefined;
}

export function verdictOf(state: RunState): DeploymentRecord['verdict'] {
	return {is: state.closed?.verdict ?? 'open', reason: state.closed?.reason, criteria: criteriaOf(state)};
}

export function deferredOf(state: RunState): DeploymentRecord['deferred'] {
	return [...state.stepsById.values()].flatMap(step => {
		const progress = state.progress.get(step.id);
		const decision = progress?.decisions.findLast(({disposition}) => disposition === 'defer');
		return progress?.now.is === 'deferred'
			? [
					{
						step: step.id,
						title: step.title,
						owner: decision?.owner,
						due: decision?.due,
						reason: decision?.reason,
					},
				]
			: [];
	});
}

/** Absent where nothing had to be measured. */
export function rulesOf(state: RunState): DeploymentRecord['rules'] {
	const rules = [...state.rules.values()].map(({putOff: _, ...rule}) => rule);
	return rules.length === 0 ? undefined : rules;
}

/** What someone else has to look at: an emergency that was no rehearsal, and every gate that was passed in it without the people it asks for. */
export function reviewsOf(state: RunState): DeploymentRecord['reviews'] {
	if (state.opened.emergency === undefined || state.opened.mode === 'rehearse') {
		return [];
	}
	const dueAt = reviewDueAt(state, state.lastAt);
	const broken = [...state.progress].flatMap(([id, {gate}]) =>
		gate
			.filter(answer => answer.breakGlass === true)
			.map(({by, reason}) => ({
				what: `${by} went on at “${state.stepsById.get(id)?.title ?? id}” without approval: ${reason ?? ''}`,
				dueAt,
			})),
	);
	return [{what: 'Emergency run: to be reviewed by someone who did not take part.', dueAt}, ...broken];
}

/** Guards of the runbook with what they went through; a guard that never changed its state stands there too. */
export function guardsOf(state: RunState, entries: readonly Entry[]): DeploymentRecord['guards'] {
	const guards = [...state.stepsById.values()].filter(step => step.kind === 'metric' && step.guard);
	return guards.map(({id, title}) => ({
		step: id,
		title,
		changes: entries.flatMap(({at, event}) =>
			event.type === 'guard.changed' && event.step === id
				? [{at, from: event.from, to: event.to, value: event.value, why: event.why}]
				: [],
		),
		accepted: entries.flatMap(({at, by, event}) =>
			event.type === 'guard.accepted' && event.step === id ? [{at, by, reason: event.reason}] : [],
		),
	}));
}

/**
What guards on the service itself saw, else the sum of what steps measured as `downtimeMs`; undefined when nothing did.
*/
export function downtimeOf(state: RunState, watchedMs: number | undefined): number | undefined {
	if (watchedMs !== undefined) {
		return watchedMs;
	}
	const measured = [...state.progress.values()].flatMap(({attempts}) =>
		attempts.flatMap(({end}) =>
			end.is === 'ended' && typeof end.outcome.facts?.downtimeMs === 'number'
				? [end.outcome.facts.downtimeMs]
				: [],
		),
	);
	return measured.length === 0 ? undefined : measured.reduce((sum, downMs) => sum + downMs, 0);
}

function lastChangeAt(state: RunState): string | undefined {
	const ends = state.runbook.walk.flatMap(({id, mutates}) =>
		(mutates ? (state.progress.get(id)?.attempts ?? []) : []).flatMap(({end}) =>
			end.is === 'ended' ? [end.at] : [],
		),
	);
	return ends.sort().at(-1);
}

function criteriaOf(state: RunState): DeploymentRecord['verdict']['criteria'] {
	return criteriaNow(state).map(({text, met, steps, measured, answer}) => {
		const [only] = steps;
		return {
			text,
			met,
			...(steps.length === 1 && only !== undefined ? {by: only} : {}),
			...(steps.length > 1 ? {steps: [...steps]} : {}),
			...(measured === undefined ? {} : {measured}),
			...(answer === undefined ? {} : {answered: {at: answer.at, by: answer.by}}),
		};
	});
}
