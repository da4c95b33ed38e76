import {orderOf} from '../engine/order.ts';
import type {RunState} from '../engine/state.ts';
import {branchSteps} from '../engine/walk.ts';
import {rememberOf} from '../runbook/remember.ts';
import type {NotifyStep, Step} from '../runbook/step-model.ts';
import type {Beside} from './beside.ts';

/** A message that is repeated more often than this is a flood. Milliseconds. */
const everyMsMin = 1_000;
/** Longest a timer of Node.js can be set to. Milliseconds. */
const timerMsMax = 2_147_483_647;

type Due = {readonly step: NotifyStep; readonly number: number; readonly inMs: number};

/**
Sends messages again that say `every`, for as long as the run lasts. A message that a person posts is only said to be
due. Each repetition has a key of its own, so that it is sent once, also over a crash.
*/
export class Repeats {
	readonly #options: Beside;
	#timer: NodeJS.Timeout | undefined;
	#isSending = false;
	#isOver = false;

	constructor(options: Beside) {
		this.#options = options;
	}

	/** Called after every event with where the run stands. */
	follow(state: RunState): void {
		clearTimeout(this.#timer);
		const [next] = this.#dues(state).toSorted((a, b) => a.inMs - b.inMs);
		if (next === undefined || this.#isSending || this.#isOver) {
			return;
		}
		const inMs = Math.min(timerMsMax, Math.max(0, next.inMs));
		this.#timer = setTimeout(() => void this.#repeat(state, next), inMs).unref();
	}

	end(): void {
		this.#isOver = true;
		clearTimeout(this.#timer);
	}

	#dues(state: RunState): readonly Due[] {
		if (state.closed !== undefined || state.opened.mode !== 'walk') {
			return [];
		}
		const nowMs = this.#options.now().getTime();
		return repeated(branchSteps(state)).flatMap(({step, everyMs}) => {
			const now = state.progress.get(step.id)?.now;
			if (now?.is !== 'passed' && now?.is !== 'warned') {
				return [];
			}
			const before = state.repetitions.filter(one => one.step === step.id);
			const last = before.at(-1)?.at ?? now.at;
			const inMs = Date.parse(last) + Math.max(everyMsMin, everyMs) - nowMs;
			return [{step, number: before.length + 1, inMs}];
		});
	}

	async #repeat(state: RunState, {step, number}: Due): Promise<void> {
		this.#isSending = true;
		const channel = state.runbook.meta.notify.channels[step.work.channel];
		const said =
			channel?.is === 'copy'
				? {result: 'passed' as const, copyTo: channel.to}
				: await this.#sent(state, step, number);
		this.#isSending = false;
		if (!this.#isOver) {
			await this.#options.send({type: 'note-repetition', step: step.id, number, ...said});
		}
	}

	async #sent(
		state: RunState,
		step: NotifyStep,
		number: number,
	): Promise<{result: 'passed' | 'warned' | 'failed' | 'unknown'; why?: string}> {
		const {directory, secrets, perform} = this.#options;
		const key = `${step.work.key} (${number})`;
		const again: NotifyStep = {
			...step,
			id: `${step.id.slice(0, idCharsMax)}.again`,
			work: {...step.work, key},
		};
		const order = orderOf(state, again, {number, part: 'whole'});
		const tools = {
			signal: new AbortController().signal,
			directory,
			secrets: Object.fromEntries(secrets),
			masked: [...secrets.values()],
			report: () => {},
		};
		try {
			const {result, why} = await perform(order, tools);
			return {result, ...(why === undefined ? {} : {why})};
		} catch (error) {
			return {result: 'unknown', why: `This is a bug in the performer: ${String(error)}`};
		}
	}
}

/** The messages of a branch that say `every`. */
const repeated = rememberOf((steps: readonly Step[]) =>
	steps.flatMap(step =>
		step.kind === 'notify' && step.work.everyMs !== undefined ? [{step, everyMs: step.work.everyMs}] : [],
	),
);

/** Leaves room for the ending; an id has 64 characters at most. */
const idCharsMax = 56;
