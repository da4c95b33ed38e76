import type {Outcome} from '../engine/event.ts';
import {orderOf} from '../engine/order.ts';
import type {RunState} from '../engine/state.ts';
import type {StepId} from '../runbook/work-model.ts';
import type {Perform, Tools} from '../steps/performer.ts';
import {rehearsed} from './rehearse.ts';

/** One attempt that is being performed. */
export type Work = {
	/** `<step>.<attempt>`. */
	readonly key: string;
	readonly outcome: Promise<Outcome>;
	/** Asks it to stop; safe to call twice. */
	stop(why: 'operator' | 'guard'): void;
};

export type WorkOptions = {
	readonly key: string;
	readonly state: RunState;
	readonly step: StepId;
	readonly directory: string;
	readonly secrets: ReadonlyMap<string, string>;
	readonly perform: Perform;
	readonly report: (line: string) => void;
	readonly reportHost?: Tools['reportHost'];
	readonly handOver?: NonNullable<Tools['handOver']>;
};

/** Touches the world for an attempt whose start is durable. Never rejects: a bug becomes an unknown outcome. */
export function startWork(options: WorkOptions): Work {
	const controller = new AbortController();
	return {
		key: options.key,
		outcome: performed(options, controller.signal),
		stop: why => controller.abort(why),
	};
}

async function performed(options: WorkOptions, signal: AbortSignal): Promise<Outcome> {
	const {state, directory, secrets, report, reportHost, handOver} = options;
	const step = state.stepsById.get(options.step);
	const attempt = state.progress.get(options.step)?.attempts.at(-1);
	const startedAt = performance.now();
	if (step === undefined || attempt === undefined) {
		return {
			result: 'unknown',
			durationMs: 0,
			why: 'This is a bug: the step to perform is not in the runbook.',
		};
	}
	const order = orderOf(state, step, attempt);
	const perform = state.opened.mode === 'rehearse' ? rehearsed(options.perform) : options.perform;
	try {
		return await perform(order, {
			signal,
			directory,
			secrets: Object.fromEntries(secrets),
			masked: [...secrets.values()],
			report,
			...(reportHost === undefined ? {} : {reportHost}),
			...(handOver === undefined ? {} : {handOver}),
		});
	} catch (error) {
		return {
			result: 'unknown',
			durationMs: Math.round(performance.now() - startedAt),
			why: `This is a bug in the performer: ${error instanceof Error ? error.message : String(error)}`,
		};
	}
}
