import type {Command, Refusal} from '../engine/command.ts';
import {decide} from '../engine/decide.ts';
import type {Live, OutputView} from '../engine/live.ts';
import {next} from '../engine/next.ts';
import type {RunState} from '../engine/state.ts';
import type {Question, Want} from '../engine/want.ts';
import type {Fault} from '../fault.ts';
import type {StepId} from '../runbook/work-model.ts';
import {outputOf} from '../steps/step-output.ts';
import type {SignedAnswer} from './approvals.ts';
import {faultOf} from './broken-journal.ts';
import {Checkpoint} from './checkpoint.ts';
import {fold, nextStart} from './fold.ts';
import {Gatekeeper} from './gatekeeper.ts';
import {Loop} from './loop.ts';
import {secretInputs, whyHoldsSecret} from './secret-inputs.ts';
import type {SessionOptions} from './session-options.ts';

/** One live run, driven from this process: the only loop there is. */
export type Session = Live & {
	/** Sends a command in the name of the program itself. */
	readonly sendAs: (by: string, command: Command) => Promise<{readonly ok: true} | Refusal>;
	/** Takes a signed answer to the open gate in the name of whoever signed it, or says why not. */
	readonly answerSigned: (answer: SignedAnswer) => Promise<{readonly ok: true} | Refusal>;
	/** Starts whatever the run wants next; until then nothing is performed. */
	start(): void;
	/** Stops asking and performing; a running step is asked to stop first. Gives the journal back. */
	close(): Promise<void>;
};

type Sent = {readonly ok: true} | Refusal;

export function openSession(options: SessionOptions): Session {
	return new LiveSession(options);
}

class LiveSession implements Session {
	readonly directory: string;
	readonly ended: Promise<void>;
	readonly #options: SessionOptions;
	readonly #listeners = new Set<() => void>();
	readonly #secrets: Map<string, string>;
	readonly #settle: {resolve: () => void; reject: (reason: unknown) => void};
	#state: RunState;
	#want: Want;
	#queue: Promise<unknown> = Promise.resolve();
	#activity: string | undefined;
	#handOver: ((work: () => Promise<void>) => Promise<void>) | undefined;
	readonly trend: NonNullable<Live['trend']> = guard => this.#loop.trend(guard);
	readonly hosts: NonNullable<Live['hosts']> = (...which) => this.#loop.hosts(...which);
	readonly #loop: Loop;
	readonly #gatekeeper: Gatekeeper;
	readonly #checkpoint: Checkpoint;
	#isDriving = false;
	#fault: Fault | undefined;
	#isClosed = false;

	constructor(options: SessionOptions) {
		this.#options = options;
		this.#secrets = options.secrets ?? new Map();
		this.#state = options.state;
		this.#want = next(options.state);
		this.directory = options.journal.directory;
		const {promise, resolve, reject} = Promise.withResolvers<void>();
		promise.catch(() => {});
		this.ended = promise;
		this.#settle = {resolve, reject};
		this.#gatekeeper = new Gatekeeper({
			approvers: options.approvers,
			now: options.now,
			nonce: options.nonce,
			state: () => this.#state,
			head: () => options.journal.head,
			take: (by, command) => this.#take(by, command),
			inTurn: work => this.#inTurn(work),
		});
		const common = {
			directory: this.directory,
			secrets: this.#secrets,
			perform: options.perform,
			now: options.now,
			onActivity: (line: string | undefined) => {
				this.#activity = line;
				this.#tell();
			},
		};
		this.#checkpoint = new Checkpoint({
			...common,
			state: () => this.#state,
			send: command => this.#inTurn(() => this.#take('gonogo', command)),
			lastRehearsal: options.lastRehearsal,
			env: process.env,
		});
		this.#loop = new Loop({
			...common,
			measure: () => this.#checkpoint.start(),
			openGate: step => this.#inTurn(() => this.#gatekeeper.open(step)),
			send: command => this.sendAs('gonogo', command),
			onContradiction: why => this.#halt(new Error(why)),
			handOver: () => this.#handOver,
		});
	}

	state(): RunState {
		return this.#state;
	}

	want(): Want {
		return this.#want;
	}

	readonly question = (): Question | undefined => (this.#want.is === 'ask' ? this.#want.question : undefined);

	activity(): string | undefined {
		return this.#activity;
	}

	subscribe(listener: () => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	lendTerminal(handOver: ((work: () => Promise<void>) => Promise<void>) | undefined): void {
		this.#handOver = handOver;
	}

	send(command: Command): Promise<Sent> {
		return this.sendAs(this.#options.operator, command);
	}

	/** One command at a time: each is decided on the state that the one before it left (invariant 2). */
	sendAs(by: string, command: Command): Promise<Sent> {
		return this.#checkpoint.isDue(command, this.#state)
			? this.#measured(by, command)
			: this.#inTurn(() => this.#take(by, command));
	}

	/** The world is looked at first; when a rule does not hold then it is asked about instead. */
	async #measured(by: string, command: Command): Promise<Sent> {
		const noted = await this.#checkpoint.before(command);
		const isOver = !noted.ok || this.#checkpoint.isEnough(command, this.question());
		return isOver ? noted : this.#inTurn(() => this.#take(by, command));
	}

	/** Judged in its turn as well: on the state it will be decided on. */
	answerSigned(answer: SignedAnswer): Promise<Sent> {
		return this.#inTurn(() => this.#gatekeeper.answer(answer));
	}

	async giveSecrets(values: Readonly<Record<string, string>>): Promise<Sent> {
		const given = secretInputs(values);
		if (!given.ok) {
			return given;
		}
		for (const [name, value] of Object.entries(values)) {
			this.#secrets.set(name, value);
		}
		return this.send({type: 'set-inputs', values: given.inputs});
	}

	output(step: StepId, attempt: number, host?: string): OutputView | undefined {
		return outputOf(this.directory, {step, attempt, host});
	}

	start(): void {
		this.#isDriving = true;
		this.#drive();
	}

	async close(): Promise<void> {
		this.#isDriving = false;
		const ended = this.#loop.end();
		this.#gatekeeper.end();
		this.#checkpoint.end();
		await Promise.all([this.#queue, ended]);
		this.#isClosed = true;
		await this.#options.journal.close();
		this.#settle.resolve();
	}

	#inTurn(work: () => Promise<Sent>): Promise<Sent> {
		const sent = this.#queue.then(work);
		this.#queue = sent.catch(() => {});
		return sent;
	}

	async #take(by: string, command: Command): Promise<Sent> {
		const over = this.#isClosed ? 'the run is not driven here any more' : undefined;
		const why = this.#fault?.message ?? over ?? whyHoldsSecret(command, this.#secrets);
		if (why !== undefined) {
			return {ok: false, why};
		}
		const at = this.#options.now().toISOString();
		const decision = decide(this.#state, command, {by, at});
		if (!decision.ok) {
			return decision;
		}
		const decided = fold(this.#state, decision.events, {by, at});
		const isDue = (...of: Parameters<Checkpoint['isDue']>) => this.#checkpoint.isDue(...of);
		const isOver = command.type === 'finish-step' && this.#isDriving;
		const behind = isOver ? nextStart(decided, {at, isDue}) : undefined;
		try {
			await this.#options.journal.append(decided.entries, behind?.entries);
		} catch (error) {
			const isWritten = this.#options.journal.seq >= decided.state.seq;
			this.#state = isWritten ? decided.state : this.#state;
			return this.#halt(error);
		}
		this.#state = behind?.state ?? decided.state;
		this.#want = next(this.#state);
		this.#tell();
		this.#drive();
		return {ok: true};
	}

	/** The journal can't be written: nothing more is performed, and whoever waits for the end is told (invariant 1). */
	#halt(error: unknown): Refusal {
		const fault = faultOf(error);
		this.#fault = fault;
		this.#isDriving = false;
		this.#loop.end();
		this.#gatekeeper.end();
		this.#checkpoint.end();
		this.#settle.reject(fault);
		this.#tell();
		return {ok: false, why: fault.message};
	}

	#drive(): void {
		if (this.#isDriving) {
			this.#loop.follow(this.#state, this.#want);
			this.#gatekeeper.follow();
			this.#checkpoint.follow(this.#state);
		}
	}

	#tell(): void {
		for (const listener of this.#listeners) {
			listener();
		}
	}
}
