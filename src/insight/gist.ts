import type {Amendment} from '../engine/amendment.ts';
import type {DeploymentRecord} from '../engine/record.ts';
import type {StepRecord} from '../engine/record-steps.ts';
import {kindOf} from './audit.ts';

/** What is kept of a record to count with: some hundred bytes a run, so that thousands fit into memory. */
export type Gist = {
	readonly run: string;
	readonly title: string;
	readonly service?: string | undefined;
	readonly environment: string;
	readonly kind: 'release' | 'rehearsal' | 'practice';
	readonly openedAt: string;
	readonly durationMs: number;
	readonly activeMs: number;
	readonly waitingMs: number;
	readonly heldMs: number;
	readonly awayMs: number;
	/** The world was changed: what DORA calls a deployment. */
	readonly changed: boolean;
	readonly deployed: boolean;
	readonly failed: boolean;
	readonly rolledBack: boolean;
	readonly rework: boolean;
	/** From commit to deployment, and from failure to restored; undefined where one end is not known. */
	readonly leadMs?: number | undefined;
	readonly restoreMs?: number | undefined;
	readonly ratings: readonly number[];
	readonly steps: readonly StepTime[];
};

export type StepTime = {
	readonly id: string;
	readonly title: string;
	readonly tookMs: number;
	readonly failed: boolean;
};

/** Takes from a record what is counted. An incident that was reported later makes its change a failed one. */
export function gistOf(record: DeploymentRecord, amendments: readonly Amendment[]): Gist {
	const {run, runbook, service, environment, dora, rollback, steps} = record;
	const says = amendments.map(one => one.says);
	return {
		run: run.id,
		title: runbook.title,
		service,
		environment: environment.name,
		kind: kindOf(record),
		openedAt: run.openedAt,
		durationMs: run.durationMs,
		activeMs: run.activeMs,
		waitingMs: run.waitingMs,
		heldMs: run.heldMs,
		awayMs: run.awayMs,
		changed: dora.changedAt !== undefined,
		deployed: dora.deployedAt !== undefined,
		failed: dora.changeFailed || says.some(({is}) => is === 'incident'),
		rolledBack: rollback !== undefined,
		rework: dora.rework,
		leadMs: between(dora.committedAt, dora.deployedAt),
		restoreMs: between(dora.failedAt, dora.restoredAt),
		ratings: says.flatMap(one => (one.is === 'rating' ? [one.rating] : [])),
		steps: steps.flatMap(step => timeOf(step)),
	};
}

/** Of a step that ran, its last attempt; of one that a person answered, the waiting. What was never reached has no time. */
function timeOf({id, title, attempts, answer, waitingMs, state}: StepRecord): StepTime[] {
	const last = attempts.findLast(({part}) => part === 'whole');
	const tookMs = last?.activeMs ?? (answer === undefined ? undefined : waitingMs);
	const failed = attempts.some(({result}) => result === 'failed');
	return tookMs === undefined || state === 'pending' ? [] : [{id, title, tookMs, failed}];
}

function between(from: string | undefined, to: string | undefined): number | undefined {
	return from === undefined || to === undefined ? undefined : Math.max(0, Date.parse(to) - Date.parse(from));
}
