import type {Command, Refusal} from '../../src/engine/command.ts';
import {decide} from '../../src/engine/decide.ts';
import {progressOf} from '../../src/engine/draft.ts';
import type {Event, Outcome} from '../../src/engine/event.ts';
import {evolve, replay} from '../../src/engine/evolve.ts';
import type {HostNow, Live, OutputView, Trend} from '../../src/engine/live.ts';
import {next} from '../../src/engine/next.ts';
import type {RunState} from '../../src/engine/state.ts';
import type {Runbook} from '../../src/runbook/model.ts';
import type {StepId} from '../../src/runbook/work-model.ts';
import {opened} from '../engine/given.ts';

/** A run in memory with the real engine: nothing is performed, the test says what came of a step. */
export type MemoryLive = Live & {
	/** Ends the running step. */
	finish(outcome: Partial<Outcome>): Promise<void>;
	/** Adds to the output of a step's last attempt. */
	print(step: StepId, text: string): void;
	/** How a host of a step on several stands now, and what it wrote there. */
	setHost(step: StepId, now: HostNow, text?: string): void;
	/** Writes events that no command stands for. */
	record(...events: readonly Event[]): void;
	/** Every command that was sent, in order. */
	readonly sent: readonly Command[];
	readonly secrets: ReadonlyMap<string, string>;
	/** What the screen offers for interactive steps. */
	handOver(): ((work: () => Promise<void>) => Promise<void>) | undefined;
	/** Ends the session as a broken journal does. */
	breakDown(error: Error): void;
	setActivity(words: string | undefined): void;
	/** What a guard measured. */
	setTrend(guard: StepId, trend: Trend): void;
};

export type MemoryOptions = {readonly opened?: Partial<typeof opened>; readonly now?: () => number};

export function memoryLive(runbook: Runbook, options: MemoryOptions = {}): MemoryLive {
	const now = options.now ?? (() => Date.parse('2026-11-21T09:00:00.000Z'));
	const at = () => new Date(now()).toISOString();
	const listeners = new Set<() => void>();
	const outputs = new Map<string, string[]>();
	const hosts = new Map<string, Map<string, HostNow>>();
	const sent: Command[] = [];
	const trends = new Map<StepId, Trend>();
	const secrets = new Map<string, string>();
	const ended = Promise.withResolvers<void>();
	ended.promise.catch(() => undefined);
	let handOver: ReturnType<MemoryLive['handOver']>;
	let activity: string | undefined;
	const first = {seq: 1, v: 1, at: at(), by: 'alice', event: {...opened, ...options.opened}};
	let state = replay(runbook, [first]) as RunState;

	function record(...events: readonly Event[]): void {
		for (const event of events) {
			state = evolve(state, {seq: state.seq + 1, v: 1, at: at(), by: state.operator, event});
		}
		for (const listener of listeners) {
			listener();
		}
	}

	function send(command: Command): {readonly ok: true} | Refusal {
		const decision = decide(state, command, {by: state.operator, at: at()});
		if (!decision.ok) {
			return decision;
		}
		record(...decision.events);
		goOn();
		return {ok: true};
	}

	/** What a session does by itself. */
	function goOn(): void {
		const want = next(state);
		switch (want.is) {
			case 'start':
				send({type: 'start-step', step: want.step, auto: true});
				return;
			case 'open-gate':
				send({type: 'open-gate', step: want.step, nonce: '1'.repeat(32), head: '2'.repeat(64)});
				return;
			case 'settle':
				send({type: 'decide-step', step: want.step, disposition: want.disposition, reason: want.reason});
				return;
			default:
				return;
		}
	}

	goOn();
	return {
		sent,
		secrets,
		directory: '/state/runs/20261121-090000-abcdef',
		ended: ended.promise,
		state: () => state,
		want: () => next(state),
		question() {
			const want = next(state);
			return want.is === 'ask' ? want.question : undefined;
		},
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		async send(command) {
			sent.push(command);
			return send(command);
		},
		async giveSecrets(values) {
			for (const [name, value] of Object.entries(values)) {
				secrets.set(name, value);
			}
			return send({
				type: 'set-inputs',
				values: Object.fromEntries(Object.keys(values).map(name => [name, {is: 'secret', from: 'asked'}])),
			});
		},
		output: (step, attempt, host) =>
			viewOf(outputs, `${step} ${attempt}${host === undefined ? '' : ` ${host}`}`),
		hosts: (step, attempt) => [...(hosts.get(`${step} ${attempt}`)?.values() ?? [])],
		setHost(step, now, text) {
			const key = `${step} ${progressOf(state, step).attempts.length}`;
			hosts.set(key, new Map([...(hosts.get(key) ?? []), [now.host, now]]));
			const name = `${key} ${now.host}`;
			outputs.set(name, [...(outputs.get(name) ?? []), ...(text?.split('\n') ?? [])]);
		},
		activity: () => activity,
		trend: guard => trends.get(guard),
		setTrend: (guard, trend) => trends.set(guard, trend),
		lendTerminal(offered) {
			handOver = offered;
		},
		handOver: () => handOver,
		async finish(outcome) {
			const want = next(state);
			if (want.is === 'perform') {
				const command = {
					type: 'finish-step' as const,
					step: want.step,
					attempt: want.attempt,
					outcome: {result: 'passed' as const, durationMs: 1_200, ...outcome},
				};
				send(command);
			}
		},
		print(step, text) {
			const key = `${step} ${progressOf(state, step).attempts.length}`;
			outputs.set(key, [...(outputs.get(key) ?? []), ...text.split('\n')]);
		},
		record,
		breakDown: error => ended.reject(error),
		setActivity(words) {
			activity = words;
		},
	};
}

function viewOf(outputs: ReadonlyMap<string, string[]>, key: string): OutputView {
	const all = () => outputs.get(key) ?? [];
	const bytes = () => all().reduce((sum, text) => sum + text.length + 1, 0);
	return {
		tail: count => ({
			lines: all().slice(-count),
			bytes: bytes(),
			linesBefore: Math.max(0, all().length - count),
			quietMs: 0,
		}),
		lines: async (start, count) => ({
			lines: all().slice(start, start + count),
			bytes: bytes(),
			linesBefore: start,
			quietMs: 0,
		}),
		async find(text, start) {
			const found = all().findIndex(
				(row, at) => at >= start && row.toLowerCase().includes(text.toLowerCase()),
			);
			return found === -1 ? undefined : found;
		},
		close: () => undefined,
	};
}
