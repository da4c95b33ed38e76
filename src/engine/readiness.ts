import {findVariables} from '../runbook/input/variables.ts';
import type {Step} from '../runbook/step-model.ts';
import {progressOf} from './draft.ts';
import type {Finding} from './event-rules.ts';
import {environmentOf, valuesOf, variablesOf, workOf} from './order.ts';
import type {RunState} from './state.ts';
import {applies, isGroup, isSettled} from './walk.ts';

/**
Whether a run must have a way back before it changes anything: on a production environment that the runbook declares,
and in every emergency. A runbook that declares none is walked as it is; its briefing says that no way back is written.
*/
export function needsWayBack({opened, runbook}: RunState): boolean {
	const isDeclared = Object.hasOwn(runbook.meta.environments, opened.environment);
	return opened.mode !== 'rehearse' && ((opened.production && isDeclared) || opened.emergency !== undefined);
}

/** True for a step that may change the world, by itself or by a person's hand. */
export function changes(step: Step): boolean {
	return step.mutates || (step.kind === 'manual' && step.danger !== 'none');
}

/** Whether the way back is looked at before this step: before the first change, and where nothing leads back behind it. */
export function asksForWayBack(state: RunState, step: Step): boolean {
	return changes(step) && state.branch === 'walk' && (state.firstMutation === undefined || step.noReturn);
}

/** What can be told of the way back from the state alone: that it is written, and that it has what it needs. */
export function wayBackFindings(state: RunState): readonly Finding[] {
	const written: readonly Finding[] = needsWayBack(state) ? [writtenFinding(state)] : [];
	return [...written, ...[...givenBySteps(state)].map(([name, giver]) => givenFinding(state, name, giver))];
}

/** Steps of the way back whose own check can be tried now: everything they use is known already. */
export function wayBackChecks(state: RunState): readonly {readonly step: Step; readonly script: string}[] {
	const env = environmentOf(valuesOf(state));
	const secrets = new Set(
		[...state.inputs].flatMap(([name, input]) => (input.is === 'secret' ? variablesOf(name) : [])),
	);
	const given = givenBySteps(state);
	return wayBack(state).flatMap(step => {
		const script = workOf(step)?.precheck;
		const used = script === undefined ? [] : findVariables(script).used.map(({name}) => name);
		const isKnown = used.every(
			name => name in env || secrets.has(name) || !given.has(name) || isHandedOn(state, given.get(name)),
		);
		return script !== undefined && isKnown ? [{step, script}] : [];
	});
}

function writtenFinding(state: RunState): Finding {
	const steps = wayBack(state).length;
	return steps === 0
		? {rule: 'rollback', is: 'fail', why: 'No way back is written in this runbook.'}
		: {rule: 'rollback', is: 'pass', found: steps === 1 ? 'a step' : `${steps} steps`};
}

/** The steps of the way back that apply to this run. */
export function wayBack(state: RunState): readonly Step[] {
	return state.runbook.rollback.filter(
		step => !isGroup(step) && !step.forbidden && !step.contingent && applies(state, step),
	);
}

/** Names that the way back uses and the walk gives: captured, or set in a shell step; and the backups it restores. */
function givenBySteps(state: RunState): ReadonlyMap<string, Step> {
	const givers = new Map<string, Step>();
	for (const step of state.runbook.walk) {
		for (const name of namesGiven(step)) {
			givers.set(name, step);
		}
	}
	const used = new Set<string>();
	const own = new Set<string>();
	for (const step of wayBack(state)) {
		for (const name of namesUsed(step)) {
			if (!own.has(name)) {
				used.add(name);
			}
		}
		for (const name of namesGiven(step)) {
			own.add(name);
		}
	}
	const backups = new Map(state.runbook.walk.map(step => [`backup ${step.id}`, step]));
	return new Map(
		[...used].flatMap(name => {
			const giver = givers.get(name) ?? backups.get(name);
			return giver === undefined ? [] : [[name, giver]];
		}),
	);
}

function namesGiven(step: Step): readonly string[] {
	const run = workOf(step);
	if (run === undefined) {
		return [];
	}
	return [...Object.keys(run.capture).flatMap(variablesOf), ...findVariables(run.script).assigned];
}

function namesUsed(step: Step): readonly string[] {
	if (step.kind === 'restore') {
		return [`backup ${step.work.from}`];
	}
	const run = workOf(step);
	const own = run === undefined ? new Set<string>() : findVariables(run.script).assigned;
	const texts = run === undefined ? [] : [run.script, run.precheck ?? ''];
	return texts.flatMap(text => findVariables(text).used.map(({name}) => name)).filter(name => !own.has(name));
}

/** A step that is still to come will give it; one that was left out or did not pass never does. */
function givenFinding(state: RunState, name: string, giver: Step): Finding {
	const isLost =
		applies(state, giver) && isSettled(progressOf(state, giver.id).now) && !isHandedOn(state, giver, name);
	const called = name.startsWith('backup ') ? 'the backup' : `$${name}`;
	return {
		rule: `captured.${name}`,
		is: isLost ? 'fail' : 'pass',
		...(isLost
			? {
					why: `The way back needs ${called} of “${giver.title}”, which is ${progressOf(state, giver.id).now.is}.`,
				}
			: {found: isHandedOn(state, giver, name) ? 'known' : `comes with “${giver.title}”`}),
	};
}

function isHandedOn(state: RunState, giver: Step | undefined, name?: string): boolean {
	if (giver === undefined) {
		return false;
	}
	const env = name === undefined ? {} : environmentOf(valuesOf(state));
	return (
		(name !== undefined && name in env) ||
		progressOf(state, giver.id).attempts.some(
			({part, end}) =>
				part === 'whole' && end.is === 'ended' && ['passed', 'warned'].includes(end.outcome.result),
		)
	);
}
