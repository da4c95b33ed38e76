import type {Live} from '../../engine/live.ts';
import type {StepId} from '../../runbook/work-model.ts';
import {hostsOf, hostViews} from '../view/hosts.ts';
import {saidLine} from '../view/said.ts';
import {plainLine} from './output-tail.ts';

/** Lines that are told of one host when someone asks for them. */
const hostLinesMax = 20;

/** Tells how the hosts of a step on several stand, each change once. */
export class HostNews {
	readonly #live: Live;
	readonly #told = new Map<string, string>();

	constructor(live: Live) {
		this.#live = live;
	}

	/** Hosts that were begun or have ended since the last call. */
	news(step: StepId, attempt: number): readonly string[] {
		const state = this.#live.state();
		const known = state.stepsById.get(step);
		const heard = this.#live.hosts?.(step, attempt);
		if (known === undefined || heard === undefined || hostsOf(known).length === 0) {
			return [];
		}
		const views = hostViews(state, known, {attempt, heard, now: 0});
		return views.flatMap(({host, name, mark, took}) => {
			const key = `${step}.${attempt} ${host}`;
			const before = this.#told.get(key) ?? 'to do';
			this.#told.set(key, mark.word);
			const isOver = heard.some(one => one.host === host && one.durationMs !== undefined);
			return before === mark.word
				? []
				: [`  ${mark.glyph} ${name}: ${mark.word}${isOver ? ` after ${took}` : ''}`];
		});
	}
}

/** The last lines that one of several hosts wrote. */
export function hostOutput(
	live: Live,
	{step, attempt, host}: {readonly step: StepId; readonly attempt: number; readonly host: string},
): readonly string[] {
	const hosts = hostsOf(live.state().stepsById.get(step));
	if (!hosts.includes(host)) {
		const which =
			hosts.length === 0 ? 'It runs in one place.' : `It runs on ${hosts.map(saidLine).join(', ')}.`;
		return [`  There is no output of ${saidLine(host)}. ${which}`];
	}
	const view = live.output(step, attempt, host);
	const lines = view?.tail(hostLinesMax).lines ?? [];
	view?.close();
	return lines.length === 0 ? [`  ${saidLine(host)} wrote nothing.`] : lines.map(plainLine);
}
