import type {Runbook} from '../../src/runbook/model.ts';
import type {Step} from '../../src/runbook/step-model.ts';
import {showRun} from '../../src/ui/screen/show.tsx';
import {given, production} from './given-inputs.ts';
import {type MemoryLive, type MemoryOptions, memoryLive} from './memory-live.ts';
import {sampleRunbook} from './sample.ts';
import {type TestTerminal, testTerminal} from './terminal.ts';

/** A screen in a known situation. */
export type Scene = {
	readonly terminal: TestTerminal;
	readonly live: MemoryLive;
	readonly over: Promise<'closed' | 'left'>;
	leave(): Promise<void>;
};

export type Show = MemoryOptions & {
	readonly columns?: number;
	readonly rows?: number;
	readonly colour?: 'none' | 'dark' | 'light';
	readonly live?: MemoryLive;
	readonly runbook?: Runbook;
	readonly incremental?: boolean;
	readonly depth?: 'newcomer' | 'expert';
	readonly begin?: () => void;
	readonly alerts?: 'on' | 'bell' | 'off';
	readonly usualMs?: (step: string) => number | undefined;
};

/** 09:04:10 on the day of the release. */
const sceneNow = Date.parse('2026-11-21T09:04:10.000Z');

/** Opens the full screen on a run in memory, in the terminal of this process. */
export function open(show: Show = {}): Scene {
	const terminal = testTerminal(show.columns ?? 100, show.rows ?? 30);
	const live = show.live ?? memoryLive(show.runbook ?? sampleRunbook(), {opened: production, ...show});
	const ending = new AbortController();
	const over = showRun(live, {
		stdin: terminal.stdin,
		stdout: terminal.stdout,
		now: show.now ?? (() => sceneNow),
		colour: show.colour ?? 'dark',
		depth: show.depth ?? 'newcomer',
		fpsMax: 1000,
		alerts: show.alerts ?? 'on',
		usualMs: show.usualMs ?? (() => undefined),
		incremental: show.incremental ?? false,
		signal: ending.signal,
		...(show.begin === undefined ? {} : {begin: show.begin}),
	});
	return {
		terminal,
		live,
		over,
		async leave() {
			ending.abort();
			await over;
		},
	};
}

const passed = {
	type: 'step.finished',
	attempt: 1,
	outcome: {result: 'passed', durationMs: 1_400, exit: 0},
} as const;

/** Lets everything up to a step pass, and waits until the screen has come there. */
export async function at(scene: Scene, id: string): Promise<void> {
	const {live, terminal} = scene;
	await terminal.sees('BRIEFING');
	live.record({type: 'inputs.set', values: given});
	await terminal.presses('\r');
	for (const step of live.state().runbook.walk) {
		if (step.id === id) {
			break;
		}
		await pass(live, step);
	}
	await terminal.sees((live.state().stepsById.get(id)?.title ?? id).slice(0, titleSeen));
	await terminal.settles();
}

export async function pass(live: MemoryLive, step: Step): Promise<void> {
	switch (step.kind) {
		case 'check':
			await live.send({type: 'answer-check', step: step.id, answer: 'yes'});
			return;
		case 'gate':
			await live.send({type: 'answer-gate', step: step.id, answer: 'go', typed: 'production'});
			return;
		case 'metric':
			return;
		default:
			await live.send({type: 'start-step', step: step.id});
			live.record({...passed, step: step.id});
			await live.send({type: 'add-note', text: 'went well', step: step.id});
	}
}

/** Waits until answers count: a grave question is deaf for a moment after it appeared. */
export async function heard({terminal}: Pick<Scene, 'terminal'>): Promise<void> {
	await new Promise(resolve => setTimeout(resolve, deafForMs));
	await terminal.settles();
}

/** A little longer than the screen is deaf. */
const deafForMs = 330;

/** A long title goes on in the next row. Characters. */
const titleSeen = 30;
