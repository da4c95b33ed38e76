import type {Command, Refusal} from '../engine/command.ts';
import type {HostNow, Trend} from '../engine/live.ts';
import type {RunState} from '../engine/state.ts';
import type {Want} from '../engine/want.ts';
import type {StepId} from '../runbook/work-model.ts';
import type {Perform, Tools} from '../steps/performer.ts';
import {Backgrounds} from './backgrounds.ts';
import {CallClock} from './call-clock.ts';
import {GateProbes} from './gate-probes.ts';
import {HostBoard} from './host-board.ts';
import {Repeats} from './repeats.ts';
import {Watch} from './watch.ts';
import {startWork, type Work} from './work.ts';

type Sent = {readonly ok: true} | Refusal;

export type LoopOptions = {
	readonly directory: string;
	readonly secrets: ReadonlyMap<string, string>;
	readonly perform: Perform;
	readonly now: () => Date;
	/** Measures what must hold before the first step. */
	readonly measure: () => Promise<Sent>;
	readonly openGate: (step: StepId) => Promise<Sent>;
	/** Sends a command in the program's own name. */
	readonly send: (command: Command) => Promise<Sent>;
	/** What the running step says of itself; undefined when none runs. */
	readonly onActivity: (line: string | undefined) => void;
	/** The run wants something and refuses it: a bug that would spin for ever. */
	readonly onContradiction: (why: string) => void;
	readonly handOver: () => Tools['handOver'];
};

/** Gives a run what it wants, as far as no person is needed for it: the only loop there is. */
export class Loop {
	readonly #options: LoopOptions;
	readonly #watch: Watch;
	readonly #calls: CallClock;
	readonly #probes: GateProbes;
	readonly #repeats: Repeats;
	readonly #backgrounds = new Backgrounds();
	readonly #board: HostBoard;
	#work: Work | undefined;
	#isOver = false;
	#latest: Want | undefined;

	constructor(options: LoopOptions) {
		this.#options = options;
		this.#watch = new Watch(options);
		this.#calls = new CallClock(options);
		this.#probes = new GateProbes(options);
		this.#repeats = new Repeats(options);
		this.#board = new HostBoard(options.now);
	}

	/** Called after every event with where the run stands. */
	follow(state: RunState, want: Want): void {
		if (this.#isOver) {
			return;
		}
		this.#latest = want;
		this.#watch.follow(state, want);
		this.#calls.follow(state);
		this.#probes.follow(state);
		this.#repeats.follow(state);
		this.#backgrounds.follow(state);
		switch (want.is) {
			case 'perform':
				return this.#perform(state, want.step, want.attempt);
			case 'start':
				return this.#ask(want, {type: 'start-step', step: want.step, auto: true});
			case 'open-gate':
				return this.#expect(want, this.#options.openGate(want.step));
			case 'measure':
				return this.#expect(want, this.#options.measure());
			case 'settle':
				return this.#ask(want, {
					type: 'decide-step',
					step: want.step,
					disposition: want.disposition,
					reason: want.reason,
				});
			default:
				return;
		}
	}

	trend(guard: StepId): Trend | undefined {
		return this.#watch.trend(guard);
	}

	hosts(step: StepId, attempt: number): readonly HostNow[] | undefined {
		return this.#board.of(`${step}.${attempt}`);
	}

	/** Nothing more is started; what runs goes on. @returns once what was to be ended in the background is. */
	end(): Promise<void> {
		this.#isOver = true;
		this.#watch.end();
		this.#calls.end();
		this.#probes.end();
		this.#repeats.end();
		return this.#backgrounds.end();
	}

	#ask(want: Want, command: Command): void {
		this.#expect(want, this.#options.send(command));
	}

	/** What the engine wants must be allowed by it, unless a person was faster and it wants something else by now. */
	#expect(want: Want, asked: Promise<Sent>): void {
		void asked.then(sent => {
			if (!sent.ok && !this.#isOver && this.#latest === want) {
				this.#options.onContradiction(
					`This is a bug: the run wants “${want.is}” and refuses it: ${sent.why}`,
				);
			}
		});
	}

	#perform(state: RunState, step: StepId, attempt: number): void {
		const key = `${step}.${attempt}`;
		if (this.#work?.key === key) {
			if (state.progress.get(step)?.attempts.at(-1)?.stopRequested === true) {
				this.#work.stop(state.progress.get(step)?.attempts.at(-1)?.stoppedFor ?? 'operator');
			}
			return;
		}
		const {directory, secrets, perform, onActivity, send} = this.#options;
		const handOver = this.#options.handOver();
		const work = startWork({
			key,
			state,
			step,
			directory,
			secrets,
			perform,
			report: onActivity,
			reportHost: (host, is) => this.#board.note(key, {host, is}),
			...(handOver === undefined ? {} : {handOver}),
		});
		this.#work = work;
		void work.outcome.then(outcome => {
			onActivity(undefined);
			return send({type: 'finish-step', step, attempt, outcome});
		});
	}
}
