import type {Outcome} from '../engine/event.ts';
import type {DeploymentRecord} from '../engine/record.ts';
import type {StepState} from '../engine/record-steps.ts';
import type {RunState} from '../engine/state.ts';
import type {BackupStep, MigrationStep, NotifyStep, Step} from '../runbook/step-model.ts';
import type {StepId} from '../runbook/work-model.ts';
import {stateOf} from './step-records.ts';

type Migration = DeploymentRecord['migrations'][number];
type Common = {
	step: StepId;
	state: StepState;
	at?: string;
	summary?: string | undefined;
	facts?: Outcome['facts'];
};

export function migrationsOf(state: RunState): Migration[] {
	return ofKind(state, isMigration).map(step => {
		const common = commonOf(state, step);
		return {...common, files: [...step.work.files], phase: step.work.phase, applied: appliedOf(step, common)};
	});
}

export function backupsOf(state: RunState): DeploymentRecord['backups'] {
	return ofKind(state, isBackup).map(step => ({...commonOf(state, step), verify: step.work.verify}));
}

export function messagesOf(state: RunState): DeploymentRecord['messages'] {
	return ofKind(state, isNotify).map(step => ({...commonOf(state, step), channel: step.work.channel}));
}

/** What the last whole attempt said, if it ended. */
function lastOutcome(
	state: RunState,
	step: StepId,
): {readonly at: string; readonly outcome: Outcome} | undefined {
	const whole = state.progress.get(step)?.attempts.filter(attempt => attempt.part === 'whole') ?? [];
	const end = whole.at(-1)?.end;
	return end?.is === 'ended' ? {at: end.at, outcome: end.outcome} : undefined;
}

function ofKind<T extends Step>(state: RunState, isKind: (step: Step) => step is T): T[] {
	return [...state.stepsById.values()].filter(isKind);
}

const isMigration = (step: Step): step is MigrationStep => step.kind === 'migration';
const isBackup = (step: Step): step is BackupStep => step.kind === 'backup';
const isNotify = (step: Step): step is NotifyStep => step.kind === 'notify';

function commonOf(state: RunState, step: Step): Common {
	const last = lastOutcome(state, step.id);
	const common = {step: step.id, state: stateOf(state, step)};
	return last === undefined
		? common
		: {...common, at: last.at, summary: last.outcome.summary, facts: last.outcome.facts};
}

/** The step says so itself; else a failure inside one transaction left nothing, and any other failure is not known. */
function appliedOf(step: MigrationStep, {state, facts, at}: Common): Migration['applied'] {
	if (typeof facts?.applied === 'boolean') {
		return facts.applied ? 'yes' : 'no';
	}
	if (state === 'passed' || state === 'warned') {
		return 'yes';
	}
	const neverRan = at === undefined && state !== 'unknown';
	return neverRan || (state === 'failed' && step.work.transaction) ? 'no' : 'unknown';
}
