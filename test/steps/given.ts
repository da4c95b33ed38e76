import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {onTestFinished} from 'vitest';
import type {Outcome} from '../../src/engine/event.ts';
import {environmentOf, type Order} from '../../src/engine/order.ts';
import type {ProbeStep, Step, StepCommon} from '../../src/runbook/step-model.ts';
import {plainStep, plainWork} from '../../src/runbook/work.ts';
import type {CommandWork, ProbeWork} from '../../src/runbook/work-model.ts';
import {perform} from '../../src/steps/perform.ts';
import type {Tools} from '../../src/steps/performer.ts';

const common = plainStep({
	id: 'step',
	title: 'A step',
	section: 's',
	line: 1,
	endLine: 1,
	mutates: true,
	rule: 'R4d',
});

/** A step of any kind, with what every step has filled in. */
export function aStep<K extends Step['kind']>(
	kind: K,
	rest: Omit<Extract<Step, {kind: K}>, keyof StepCommon | 'kind'> & {id?: string},
): Extract<Step, {kind: K}> {
	return {...common, id: kind, kind, ...rest} as unknown as Extract<Step, {kind: K}>;
}

export function aCommand(script: string, more: Partial<CommandWork> & {id?: string} = {}): Step {
	const {id = 'command', ...run} = more;
	return aStep('command', {id, run: plainWork({interpreter: 'bash', script, commands: [], ...run})});
}

export function aProbe(work: ProbeWork, more: Partial<Pick<ProbeStep, 'poll' | 'timeoutMs'>> = {}): Step {
	return aStep('probe', {work, timeoutMs: 5000, freshForMs: 60_000, ...more});
}

export type World = {
	readonly directory: string;
	/** Lines that were reported while it ran. */
	readonly reports: string[];
	/** Performs a step; what passed shell steps left behind is handed on like in a run. */
	perform(step: Step, more?: Partial<Order> & {readonly tools?: Partial<Tools>}): Promise<Outcome>;
	log(step: string, attempt?: number): string;
};

/** A run's directory of its own, removed after the test, and what a session keeps between steps. */
export function aWorld(
	given: {
		values?: Record<string, string>;
		secrets?: Record<string, string>;
		connections?: Order['connections'];
		hosts?: Order['hosts'];
	} = {},
): World {
	const directory = mkdtempSync(join(tmpdir(), 'gonogo-steps-'));
	onTestFinished(() => rmSync(directory, {recursive: true, force: true}));
	const reports: string[] = [];
	const attempts = new Map<string, number>();
	const shell: Record<string, string> = {};
	const facts: Record<string, NonNullable<Outcome['facts']>> = {};
	const values = {...given.values};
	return {
		directory,
		reports,
		async perform(step, {tools, ...more} = {}) {
			const attempt = more.attempt ?? (attempts.get(step.id) ?? 0) + 1;
			attempts.set(step.id, attempt);
			const run =
				step.kind === 'command'
					? step.run
					: step.kind === 'probe' && step.work.probe === 'command'
						? step.work.run
						: undefined;
			const script = more.part === 'verify' ? run?.verify : more.part === 'undo' ? run?.undo : run?.script;
			const outcome = await perform(
				{
					run: '20261121-000000-abcdef',
					step,
					attempt,
					part: 'whole',
					...(script === undefined ? {} : {script}),
					env: environmentOf(values),
					values,
					secrets: Object.keys(given.secrets ?? {}),
					shell: {...shell},
					connections: given.connections ?? {},
					hosts: given.hosts ?? {},
					facts: {...facts},
					...more,
				},
				{
					signal: new AbortController().signal,
					directory,
					secrets: given.secrets ?? {},
					masked: Object.values(given.secrets ?? {}),
					report: line => void reports.push(line),
					...tools,
				},
			);
			Object.assign(values, outcome.captured);
			if (outcome.facts !== undefined) {
				facts[step.id] = outcome.facts;
			}
			for (const host of outcome.shell === undefined ? [] : run?.on.length ? run.on : ['']) {
				shell[host] = outcome.shell ?? '';
			}
			return outcome;
		},
		log: (step, attempt = attempts.get(step) ?? 1) =>
			readFileSync(join(directory, 'output', `${step}.${attempt}.log`), 'utf8'),
	};
}
