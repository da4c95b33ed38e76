import type {Command} from '../engine/command.ts';
import type {Limit, Sample} from '../engine/condition.ts';
import {type Trend, trendMax} from '../engine/live.ts';
import {orderOf} from '../engine/order.ts';
import type {RunState} from '../engine/state.ts';
import {applies, isGuard, runningStep, trippedGuard} from '../engine/walk.ts';
import type {Question, Want} from '../engine/want.ts';
import {rememberOf} from '../runbook/remember.ts';
import type {Step} from '../runbook/step-model.ts';
import type {StepId} from '../runbook/work-model.ts';
import {type GuardChange, watchGuard} from '../steps/guard.ts';
import {takeBaseline} from '../steps/metric/baseline.ts';
import type {Tools} from '../steps/performer.ts';

export type WatchOptions = {
	readonly directory: string;
	readonly secrets: ReadonlyMap<string, string>;
	readonly now: () => Date;
	readonly send: (command: Command) => Promise<unknown>;
};

/**
Watches what goes on in the background of a run: its guards, from the first change of the world to the end of the run
or the start of a rollback, and the countdown of one that tripped.
*/
export class Watch {
	readonly #options: WatchOptions;
	readonly #guards = new Map<StepId, AbortController>();
	/** What is measured before the change, by guard. */
	readonly #usual = new Map<StepId, {taken: Promise<number | undefined>; isOver: AbortController}>();
	readonly #over = new AbortController();
	readonly #trends = new Map<StepId, Trend>();
	#countdown: {readonly until: string; readonly timer: NodeJS.Timeout} | undefined;

	constructor(options: WatchOptions) {
		this.#options = options;
	}

	/** Called after every event with where the run stands. */
	follow(state: RunState, want: Want): void {
		this.#followGuards(state, want);
		this.#stopForTrip(state);
		this.#followCountdown(want);
	}

	trend(guard: StepId): Trend | undefined {
		return this.#trends.get(guard);
	}

	end(): void {
		this.#over.abort();
		for (const {isOver} of this.#usual.values()) {
			isOver.abort();
		}
		for (const controller of this.#guards.values()) {
			controller.abort();
		}
		clearTimeout(this.#countdown?.timer);
	}

	#followGuards(state: RunState, want: Want): void {
		const isOver = state.closed !== undefined || state.branch === 'rollback';
		if (isOver) {
			this.end();
			return;
		}
		const isArmed = state.firstMutation !== undefined;
		if (!isArmed && !(want.is === 'ask' && want.question.is === 'inputs')) {
			this.#takeBaselines(state);
		}
		for (const step of isArmed ? guardsOf(state.runbook.walk) : []) {
			if (!this.#guards.has(step.id) && applies(state, step)) {
				this.#guards.set(step.id, this.#startGuard(state, step));
			}
		}
	}

	/** What is usual is measured while nothing has been changed yet. */
	#takeBaselines(state: RunState): void {
		for (const step of guardsOf(state.runbook.walk)) {
			const isWanted = step.kind === 'metric' && step.work.baseline;
			if (isWanted && !this.#usual.has(step.id) && applies(state, step)) {
				const order = orderOf(state, step, {number: 1, part: 'whole'});
				const isOver = new AbortController();
				const taken = takeBaseline(order, this.#tools(this.#over.signal), isOver.signal).catch(
					() => undefined,
				);
				this.#usual.set(step.id, {taken, isOver});
			}
		}
	}

	#tools(signal: AbortSignal): Tools {
		const {directory, secrets} = this.#options;
		const given = {secrets: Object.fromEntries(secrets), masked: [...secrets.values()]};
		return {signal, directory, ...given, report: () => {}};
	}

	#startGuard(state: RunState, step: Step): AbortController {
		const controller = new AbortController();
		const {send} = this.#options;
		const order = orderOf(state, step, {number: 1, part: 'whole'});
		const tools = this.#tools(controller.signal);
		const usual = this.#usual.get(step.id);
		usual?.isOver.abort();
		const onChange = (change: GuardChange) => void send({type: 'note-guard', step: step.id, ...change});
		const onSample = (sample: Sample, limit: Limit | undefined) => this.#keep(step.id, sample, limit);
		void watchGuard(order, tools, {
			onChange,
			onSample,
			signal: controller.signal,
			...(usual === undefined ? {} : {usual: usual.taken}),
		}).catch((error: unknown) => {
			onChange({
				from: 'watching',
				to: 'no-data',
				why: `It can't be watched: ${error instanceof Error ? error.message : String(error)}`,
			});
		});
		return controller;
	}

	#keep(guard: StepId, sample: Sample, limit: Limit | undefined): void {
		const value = 'value' in sample && Number.isFinite(sample.value) ? sample.value : undefined;
		const values = [...(this.#trends.get(guard)?.values ?? []), value].slice(-trendMax);
		this.#trends.set(guard, {values, ...(limit === undefined ? {} : {limit})});
	}

	/** A command is never cut off for a guard; a wait, a measurement or a poll is. */
	#stopForTrip(state: RunState): void {
		const running = runningStep(state);
		const kind = running?.step.kind;
		const isInterruptible = kind === 'wait' || kind === 'metric' || kind === 'probe';
		const isStopping = state.progress.get(running?.step.id ?? '')?.attempts.at(-1)?.stopRequested ?? false;
		if (running !== undefined && isInterruptible && !isStopping && trippedGuard(state) !== undefined) {
			void this.#options.send({type: 'stop-step', step: running.step.id, why: 'guard'});
		}
	}

	/** What the run does by itself when its time is over and no person has decided: go back, or end before anything changed. */
	#followCountdown(want: Want): void {
		const question = want.is === 'ask' && 'until' in want.question ? want.question : undefined;
		const until = question?.until;
		if (until === this.#countdown?.until) {
			return;
		}
		clearTimeout(this.#countdown?.timer);
		this.#countdown = undefined;
		if (question === undefined || until === undefined) {
			return;
		}
		const inMs = Math.max(0, Date.parse(until) - this.#options.now().getTime());
		const timer = setTimeout(() => void this.#options.send(byItself(question)), inMs);
		this.#countdown = {until, timer};
	}
}

const guardsOf = rememberOf((walk: readonly Step[]) => walk.filter(isGuard));

function byItself(question: Extract<Question, {until?: string}>): Command {
	const {step} = question;
	if (question.is === 'tripped') {
		return {type: 'roll-back', reason: question.why, trigger: 'guard', step};
	}
	return question.preferred === 'abort'
		? {type: 'abort-run', reason: `“${step}” did not pass, and the runbook ends the run then.`}
		: {
				type: 'roll-back',
				reason: `“${step}” did not pass, and the runbook rolls back then.`,
				trigger: 'failure',
				step,
			};
}
