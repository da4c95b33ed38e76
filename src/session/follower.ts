import {setTimeout as delay} from 'node:timers/promises';
import type {Command, Refusal} from '../engine/command.ts';
import {optional} from '../engine/decision.ts';
import {evolve} from '../engine/evolve.ts';
import type {Live, OutputView, Seat} from '../engine/live.ts';
import {next} from '../engine/next.ts';
import type {RunState} from '../engine/state.ts';
import type {Question, Want} from '../engine/want.ts';
import type {StepId} from '../runbook/work-model.ts';
import {outputOf} from '../steps/step-output.ts';
import type {FollowerOptions} from './follower-options.ts';
import {connectRoad, type RoadClient} from './road-client.ts';

/** A run that another process of this machine drives, followed from here. */
export type Follower = Live & {
	seat(): Seat;
	/** Resolves once the driver's terminal answered or did not; a driver who has just taken over is given a moment. */
	readonly called: Promise<void>;
	/** Resolves once this person has taken the control: the run is free, and theirs to open. */
	readonly taken: Promise<void>;
	close(): Promise<void>;
};

type Sent = {readonly ok: true} | Refusal;

/** A driver that comes back, or another one, is spoken to again within this time. */
const knockAgainMs = 1_000;

/** A new driver's program opens the run within a second or two; whoever looks on sees it sooner than that. */
const knocksMax = 4;

/** Follows a run from what is known of it on; entries are shown within half a second of their writing. */
export function followRun(options: FollowerOptions): Follower {
	return new LiveFollower(options);
}

class LiveFollower implements Follower {
	readonly directory: string;
	readonly ended: Promise<void>;
	readonly called: Promise<void>;
	readonly taken: Promise<void>;
	readonly #options: FollowerOptions;
	readonly #listeners = new Set<() => void>();
	readonly #end = Promise.withResolvers<void>();
	readonly #firstCall = Promise.withResolvers<void>();
	readonly #take = Promise.withResolvers<void>();
	readonly #leaving = new AbortController();
	readonly #work: Promise<unknown>;
	#state: RunState;
	#want: Want;
	#road: RoadClient | undefined;
	#unheard: string | undefined = 'the driver’s terminal is being called';
	#keyWaits: string | undefined;

	constructor(options: FollowerOptions) {
		this.#options = options;
		this.directory = options.directory;
		this.#state = options.state;
		this.#want = next(options.state);
		this.ended = this.#end.promise;
		this.ended.catch(() => {});
		this.called = this.#firstCall.promise;
		this.taken = this.#take.promise;
		this.#work = Promise.all([this.#follow(), this.#keepTalking()]);
	}

	state(): RunState {
		return this.#state;
	}

	want(): Want {
		return this.#want;
	}

	question(): Question | undefined {
		return this.#want.is === 'ask' ? this.#want.question : undefined;
	}

	/** What a step says of itself stays with the driver. */
	activity(): undefined {
		return undefined;
	}

	seat(): Seat {
		const {name, mayDrive} = this.#options;
		return {name, mayDrive, ...optional({unheard: this.#unheard, keyWaits: this.#keyWaits})};
	}

	subscribe(listener: () => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	/** What a follower may ask of a run; all else is the driver's. */
	async send(command: Command): Promise<Sent> {
		const {name} = this.#options;
		switch (command.type) {
			case 'add-note': {
				const step = command.step === undefined ? {} : {step: command.step};
				return this.#ask(road => road.ask({ask: 'note', name, text: command.text, ...step}));
			}
			case 'hold-run':
				return this.#ask(road => road.ask({ask: 'hold', name, reason: command.reason}));
			case 'answer-gate':
				return this.#ask(road => this.#answer(road, command));
			case 'take-control':
				return this.#ask(road => this.#takeOver(road));
			default:
				return this.#refuse();
		}
	}

	giveSecrets(): Promise<Sent> {
		return Promise.resolve(this.#refuse());
	}

	output(step: StepId, attempt: number, host?: string): OutputView | undefined {
		return outputOf(this.directory, {step, attempt, host});
	}

	/** Nothing is performed here that could need a terminal. */
	lendTerminal(): void {}

	async close(): Promise<void> {
		this.#leaving.abort();
		this.#road?.close();
		this.#firstCall.resolve();
		await this.#work;
		this.#end.resolve();
	}

	#refuse(): Refusal {
		return {ok: false, why: `${this.#state.operator} drives this run: only the driver can do that`};
	}

	#ask(say: (road: RoadClient) => Promise<Sent>): Promise<Sent> {
		return this.#road === undefined
			? Promise.resolve({ok: false, why: this.#unheard ?? 'the driver’s terminal is gone'})
			: say(this.#road);
	}

	async #answer(road: RoadClient, command: Extract<Command, {type: 'answer-gate'}>): Promise<Sent> {
		if (command.breakGlass === true) {
			return this.#refuse();
		}
		const {step, typed, answer, choice, role, reason} = command;
		const {sign, name} = this.#options;
		const said = {answer, by: name, ...optional({choice, role, reason})};
		const waits = (words: string | undefined): void => {
			this.#keyWaits = words;
			this.#tell();
		};
		const signed = await sign(this.#state, step, {said, waits}).finally(() => waits(undefined));
		return signed.ok
			? road.ask({ask: 'answer-gate', signed: signed.value, ...(typed === undefined ? {} : {typed})})
			: signed;
	}

	async #takeOver(road: RoadClient): Promise<Sent> {
		if (!this.#options.mayDrive) {
			return {ok: false, why: 'the run’s files belong to another user of this computer'};
		}
		const taken = await road.ask({ask: 'take-control'});
		if (taken.ok) {
			this.#take.resolve();
		}
		return taken;
	}

	async #follow(): Promise<void> {
		const {store} = this.#options;
		const {signal} = this.#leaving;
		try {
			for await (const entry of store.follow(this.#state.opened.run, this.#state.seq + 1, signal)) {
				this.#state = evolve(this.#state, entry);
				this.#want = next(this.#state);
				this.#tell();
			}
		} catch (error) {
			this.#end.reject(error);
			this.#leaving.abort();
			this.#road?.close();
		}
	}

	/** Calls the driver's terminal, and calls again as long as this person follows: the next driver is another process. */
	async #keepTalking(): Promise<void> {
		const {signal} = this.#leaving;
		let knocks = 0;
		while (!signal.aborted) {
			const road = await this.#call();
			if (road !== undefined) {
				this.#hear(road, undefined);
			}
			knocks += 1;
			if (road !== undefined || this.#state.handedTo === undefined || knocks >= knocksMax) {
				this.#firstCall.resolve();
			}
			if (road !== undefined) {
				await road.closed;
				this.#hear(undefined, 'the driver’s terminal is gone');
			}
			await delay(knockAgainMs, undefined, {signal}).catch(() => {});
		}
	}

	async #call(): Promise<RoadClient | undefined> {
		const {directory, name, mayDrive} = this.#options;
		const road = await connectRoad(directory);
		if (!road.ok) {
			this.#hear(undefined, road.why);
			return undefined;
		}
		const joined = await road.value.ask({ask: 'follow', name, mayDrive});
		if (joined.ok && !this.#leaving.signal.aborted) {
			return road.value;
		}
		road.value.close();
		this.#hear(undefined, joined.ok ? undefined : joined.why);
		return undefined;
	}

	#hear(road: RoadClient | undefined, unheard: string | undefined): void {
		this.#road = road;
		if (this.#unheard !== unheard) {
			this.#unheard = unheard;
			this.#tell();
		}
	}

	#tell(): void {
		for (const listener of this.#listeners) {
			listener();
		}
	}
}
