import {probesAtGate} from '../engine/gate-probes.ts';
import {orderOf} from '../engine/order.ts';
import type {RunState} from '../engine/state.ts';
import {currentStep} from '../engine/walk.ts';
import type {GateStep, ProbeStep} from '../runbook/step-model.ts';
import type {Beside} from './beside.ts';

/** However short a freshness is: asking more often than this is a load test. Milliseconds. */
const everyMsMin = 1_000;

/**
Measures what an open gate relies on again as soon as it is old, for as long as the gate waits. What is said goes to the
journal as an event, the output to a log of its own.
*/
export class GateProbes {
	readonly #options: Beside;
	readonly #measuring = new Map<string, AbortController>();
	#timer: NodeJS.Timeout | undefined;
	#count = 0;

	constructor(options: Beside) {
		this.#options = options;
	}

	/** Called after every event with where the run stands. */
	follow(state: RunState): void {
		clearTimeout(this.#timer);
		const gate = openGate(state);
		if (gate === undefined) {
			this.end();
			return;
		}
		const nowMs = this.#options.now().getTime();
		const waits = probesAtGate(state, gate)
			.filter(({step}) => !this.#measuring.has(step.id))
			.map(({step, at}) => {
				const freshMs = Math.max(everyMsMin, step.freshForMs);
				return {step, inMs: at === undefined ? 0 : Date.parse(at) + freshMs - nowMs};
			});
		for (const {step} of waits.filter(({inMs}) => inMs <= 0)) {
			void this.#measure(state, gate, step);
		}
		const next = Math.min(...waits.filter(({inMs}) => inMs > 0).map(({inMs}) => inMs));
		if (Number.isFinite(next)) {
			this.#timer = setTimeout(() => this.follow(state), next + 1).unref();
		}
	}

	end(): void {
		clearTimeout(this.#timer);
		for (const controller of this.#measuring.values()) {
			controller.abort('operator');
		}
		this.#measuring.clear();
	}

	async #measure(state: RunState, gate: GateStep, step: ProbeStep): Promise<void> {
		const {directory, secrets, perform, send} = this.#options;
		const controller = new AbortController();
		this.#measuring.set(step.id, controller);
		this.#count += 1;
		const order = orderOf(state, step, {number: this.#count, part: 'whole'});
		// A poll would make the gate wait for minutes; what counts is what it says now.
		const {poll: _, ...once} = order.step as ProbeStep;
		const outcome = await perform(
			{...order, step: {...once, id: `${step.id.slice(0, idCharsMax)}.at-gate`}},
			{
				signal: controller.signal,
				directory,
				secrets: Object.fromEntries(secrets),
				masked: [...secrets.values()],
				report: () => {},
			},
		).catch((error: unknown) => ({
			result: 'unknown' as const,
			durationMs: 0,
			why: `This is a bug in the performer: ${String(error)}`,
			summary: undefined,
		}));
		if (controller.signal.aborted) {
			return;
		}
		this.#measuring.delete(step.id);
		const why = outcome.why ?? outcome.summary;
		await send({
			type: 'note-probe',
			step: step.id,
			gate: gate.id,
			result: outcome.result,
			durationMs: outcome.durationMs,
			...(why === undefined ? {} : {why}),
		});
	}
}

/** Leaves room for the ending; an id has 64 characters at most. */
const idCharsMax = 56;

function openGate(state: RunState): GateStep | undefined {
	const step = state.closed === undefined ? currentStep(state) : undefined;
	return step?.kind === 'gate' && state.progress.get(step.id)?.now.is === 'open' ? step : undefined;
}
