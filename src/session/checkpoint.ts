import type {Command, Refusal} from '../engine/command.ts';
import {optional} from '../engine/decision.ts';
import type {Finding} from '../engine/event-rules.ts';
import {type Measure, measuresOf} from '../engine/measures.ts';
import {judged, whyNotOffScript} from '../engine/off-script.ts';
import {measuresBeside, nextOffScript} from '../engine/off-script-rules.ts';
import {orderOf} from '../engine/order.ts';
import {keepsWindows, measuresBefore} from '../engine/rules.ts';
import type {RunState} from '../engine/state.ts';
import {currentStep, runningStep} from '../engine/walk.ts';
import type {Question} from '../engine/want.ts';
import type {Step} from '../runbook/step-model.ts';
import {measure} from '../steps/measure.ts';
import type {Perform} from '../steps/performer.ts';
import {formatDuration} from '../text/duration.ts';
import {maskText} from '../text/mask.ts';
import {sanitiseLine} from '../text/sanitise.ts';

type Sent = {readonly ok: true} | Refusal;

export type CheckpointOptions = {
	readonly directory: string;
	readonly secrets: ReadonlyMap<string, string>;
	readonly perform: Perform;
	readonly now: () => Date;
	readonly state: () => RunState;
	/** Sends a command in the program's own name. */
	readonly send: (command: Command) => Promise<Sent>;
	/** When this very runbook was rehearsed last (ISO 8601), or undefined for never; absent where nobody knows. */
	readonly lastRehearsal?: (() => Promise<string | undefined>) | undefined;
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly onActivity: (line: string | undefined) => void;
};

/** How soon a window that opens or closes is seen while nothing else happens. */
const clockEveryMs = 15_000;
/** Programs asked at once. */
const atOnceMax = 4;

/** Stands before the first step and before every step that changes something: measures what must hold there. */
export class Checkpoint {
	readonly #options: CheckpointOptions;
	readonly #ended = new AbortController();
	#starting: Promise<Sent> | undefined;
	#clock: NodeJS.Timeout | undefined;

	constructor(options: CheckpointOptions) {
		this.#options = options;
	}

	/** Measures what must hold before the first step; once at a time. */
	start(): Promise<Sent> {
		this.#starting ??= this.#measureAll(measuresOf(this.#options.state(), {moment: 'start'}))
			.then(findings => this.#options.send({type: 'note-rules', moment: 'start', findings}))
			.finally(() => {
				this.#starting = undefined;
			});
		return this.#starting;
	}

	/** True when the world has to be looked at before this command is decided on this state. */
	isDue(command: Command, state: RunState): boolean {
		return (
			command.type === 'look-again' ||
			this.#besideOf(command).length > 0 ||
			this.#stepOf(command, state) !== undefined
		);
	}

	/** Whether looking was all: it was all that was asked for, or the run asks about what was found. */
	isEnough({type}: Command, question: Question | undefined): boolean {
		return type === 'look-again' || (type !== 'run-off-script' && question?.is === 'rule');
	}

	/** Looks at the world for a step that is about to start, or because someone asked. */
	async before(command: Command): Promise<Sent> {
		if (command.type === 'look-again') {
			return this.#lookAgain();
		}
		const beside = this.#besideOf(command);
		if (beside.length > 0) {
			const findings = await this.#measureAll(beside);
			const step = nextOffScript(this.#options.state());
			return this.#options.send({type: 'note-rules', moment: 'step', step, findings});
		}
		const step = this.#stepOf(command, this.#options.state());
		if (step === undefined) {
			return {ok: true};
		}
		const findings = await this.#measureAll(measuresBefore(this.#options.state(), step));
		return this.#options.send({type: 'note-rules', moment: 'step', step: step.id, findings});
	}

	/** Measures everything anew because someone asked. */
	async #lookAgain(): Promise<Sent> {
		const state = this.#options.state();
		const step = currentStep(state);
		const atStart = state.branch === 'walk' ? measuresOf(state, {moment: 'start'}) : [];
		const before = step === undefined ? [] : measuresBefore(state, step);
		const byRule = new Map([...atStart, ...before].map(one => [one.rule, one]));
		const findings = await this.#measureAll([...byRule.values()]);
		return this.#options.send({type: 'note-rules', moment: 'again', ...optional({step: step?.id}), findings});
	}

	/** Called after every event: while windows hold the run, looks at the clock now and then. */
	follow(state: RunState): void {
		const isOver = state.closed !== undefined || !keepsWindows(state) || this.#ended.signal.aborted;
		if (isOver) {
			clearInterval(this.#clock);
			this.#clock = undefined;
			return;
		}
		this.#clock ??= setInterval(() => this.#tick(), clockEveryMs).unref();
	}

	end(): void {
		this.#ended.abort();
		clearInterval(this.#clock);
	}

	/** A refusal says that no window has opened or closed, which is no news. */
	#tick(): void {
		if (this.#options.state().measured !== undefined) {
			void this.#options.send({type: 'note-rules', moment: 'clock', findings: []});
		}
	}

	/** What is looked at before a typed command, where one could run at all. */
	#besideOf(command: Command): readonly Measure[] {
		const state = this.#options.state();
		return command.type !== 'run-off-script' || whyNotOffScript(state) !== undefined
			? []
			: measuresBeside(state, judged(command.script));
	}

	#stepOf(command: Command, state: RunState): Step | undefined {
		const isStart = command.type === 'start-step' && command.part !== 'verify';
		const isRetry = command.type === 'decide-step' && command.disposition === 'retry';
		if ((!isStart && !isRetry) || state.held !== undefined || runningStep(state) !== undefined) {
			return undefined;
		}
		const step = state.stepsById.get(command.step);
		const isNext =
			step !== undefined && (currentStep(state)?.id === step.id || state.runbook.aside.includes(step));
		return isNext && measuresBefore(state, step).length > 0 ? step : undefined;
	}

	async #measureAll(measures: readonly Measure[]): Promise<readonly Finding[]> {
		const findings: Finding[] = [];
		if (measures.length > 0) {
			this.#options.onActivity('looking at what must hold …');
		}
		for (let at = 0; at < measures.length; at += atOnceMax) {
			const some = measures.slice(at, at + atOnceMax);
			findings.push(...(await Promise.all(some.map(one => this.#measure(one)))));
		}
		this.#options.onActivity(undefined);
		return findings;
	}

	async #measure({rule, by, expected}: Measure): Promise<Finding> {
		const found =
			by.is === 'perform'
				? await this.#perform(rule, by.step)
				: by.is === 'variable'
					? this.#variable(rule, by)
					: await this.#rehearsal(rule, by.withinMs);
		return {...found, ...optional({expected})};
	}

	#perform(rule: string, step: Step): Promise<Finding> {
		const {directory, secrets, perform, state} = this.#options;
		const now = state();
		const order = orderOf(now, step, {number: now.seq, part: 'whole'});
		const tools = {
			signal: this.#ended.signal,
			directory,
			secrets: Object.fromEntries(secrets),
			masked: [...secrets.values()],
			report: () => {},
		};
		return measure(rule, order, {perform, tools});
	}

	#variable(rule: string, {name, shown}: {readonly name: string; readonly shown: boolean}): Finding {
		const value = this.#options.env[name];
		if (value === undefined || value === '') {
			return {rule, is: 'fail', why: `$${name} is ${value === undefined ? 'not set' : 'empty'}.`};
		}
		const said = sanitiseLine(maskText(value, [...this.#options.secrets.values()]), 300);
		return {rule, is: 'pass', found: shown ? said : 'set'};
	}

	async #rehearsal(rule: string, withinMs: number): Promise<Finding> {
		const {lastRehearsal, now} = this.#options;
		if (lastRehearsal === undefined) {
			return {rule, is: 'unknown', why: 'Nobody here knows of earlier rehearsals.'};
		}
		const last = await lastRehearsal().catch(() => undefined);
		const ageMs = last === undefined ? undefined : now().getTime() - Date.parse(last);
		const limit = formatDuration(withinMs);
		if (last === undefined || ageMs === undefined || Number.isNaN(ageMs)) {
			return {rule, is: 'fail', why: `This version was never rehearsed here; ${limit} is the limit.`};
		}
		const day = last.slice(0, 10);
		if (ageMs < 0) {
			return {rule, is: 'unknown', found: day, why: `It was rehearsed on ${day}, which is still to come.`};
		}
		return ageMs <= withinMs
			? {rule, is: 'pass', found: day}
			: {rule, is: 'fail', found: day, why: `It was rehearsed on ${day}, more than ${limit} ago.`};
	}
}
