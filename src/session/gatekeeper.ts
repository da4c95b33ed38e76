import type {Command, Refusal} from '../engine/command.ts';
import {optional} from '../engine/decision.ts';
import type {RunState} from '../engine/state.ts';
import type {StepId} from '../runbook/work-model.ts';
import {type Approvers, judgeAnswer, openGate, policyNow, type SignedAnswer, voidingOf} from './approvals.ts';

type Sent = {readonly ok: true} | Refusal;

export type GatekeeperOptions = {
	readonly approvers: Approvers | undefined;
	readonly now: () => Date;
	readonly nonce: () => string;
	readonly state: () => RunState;
	/** Hash of the journal's last entry. */
	readonly head: () => string;
	/** Decides and writes; called in turn, so that what was judged is what it is decided on. */
	readonly take: (by: string, command: Command) => Promise<Sent>;
	/** Waits for its turn behind what was asked before. */
	readonly inTurn: (work: () => Promise<Sent>) => Promise<Sent>;
};

/** How soon a change of trust.yaml is seen at an open gate where nothing else happens: two small files are read. */
const lookAgainMs = 2_000;

/** Stands at the gates of one run: reads whom to believe, and lets answers in that hold. */
export class Gatekeeper {
	readonly #options: GatekeeperOptions;
	#timer: NodeJS.Timeout | undefined;

	constructor(options: GatekeeperOptions) {
		this.#options = options;
	}

	/** Called after every event: while a gate is open, looks whether its answers and its policy still hold. */
	follow(): void {
		clearTimeout(this.#timer);
		const {approvers, state, inTurn} = this.#options;
		if (approvers === undefined || openGate(state()) === undefined) {
			return;
		}
		this.#timer = setTimeout(() => this.follow(), lookAgainMs).unref();
		void inTurn(() => this.#recheck());
	}

	end(): void {
		clearTimeout(this.#timer);
	}

	/** Opens a gate under the policy of this moment; where that can't be read any more the run is held instead. */
	async open(step: StepId): Promise<Sent> {
		const {approvers, state, nonce, head, take} = this.#options;
		const believed = await approvers?.();
		if (believed?.ok === false) {
			return take('gonogo', {type: 'hold-run', reason: `Who may approve is not known: ${believed.why}`});
		}
		const policy = believed === undefined ? undefined : policyNow(state(), believed.value);
		return take('gonogo', {
			type: 'open-gate',
			step,
			nonce: nonce(),
			head: head(),
			...optional({policy}),
		});
	}

	async answer(answer: SignedAnswer): Promise<Sent> {
		const believed = await this.#options.approvers?.();
		if (believed?.ok !== true) {
			return {ok: false, why: believed?.why ?? 'no allowed signers are known where the run is driven'};
		}
		await this.#void(believed.value);
		const looking = {believed: believed.value, nowMs: this.#options.now().getTime()};
		const judged = judgeAnswer(this.#options.state(), answer, looking);
		return judged.ok ? this.#options.take(judged.value.by, judged.value.command) : judged;
	}

	async #recheck(): Promise<Sent> {
		const believed = await this.#options.approvers?.();
		return believed?.ok === true
			? this.#void(believed.value)
			: {ok: false, why: 'whom to believe can’t be read'};
	}

	async #void(believed: Parameters<typeof policyNow>[1]): Promise<Sent> {
		const {state, now, take} = this.#options;
		const voiding = voidingOf(state(), {believed, nowMs: now().getTime()});
		return voiding === undefined ? {ok: false, why: 'every answer holds'} : take('gonogo', voiding);
	}
}
