import type {Meta} from '../runbook/meta-model.ts';
import type {Step} from '../runbook/step-model.ts';
import type {CommandWork, ShellCommand, StepId} from '../runbook/work-model.ts';
import {optional} from './decision.ts';
import {messageText, messageValues} from './message.ts';
import {fill, probeText} from './request-text.ts';
import type {Attempt, RunState} from './state.ts';
import {suggestedCommand} from './suggested.ts';

/** Everything a performer needs to touch the world once. Values only; secrets come beside it, in memory. */
export type Order = {
	readonly run: string;
	/** Where the runbook (or the included file the step stands in) lies; files it names are looked for there. Absolute. */
	readonly directory?: string;
	/** The step, with the placeholders of its scripts filled in. */
	readonly step: Step;
	readonly attempt: number;
	readonly part: 'whole' | 'verify' | 'undo';
	/** The script to run for this part; for command work only. */
	readonly script?: string;
	/** Inputs and captured values as environment variables; no secrets. */
	readonly env: Readonly<Record<string, string>>;
	/** Input values by name, for requests, SQL parameters and JSON; no secrets. */
	readonly values: Readonly<Record<string, string>>;
	/** Names of the secrets this step may see. */
	readonly secrets: readonly string[];
	/** Kept shell state to start from, by host; `` is this machine. */
	readonly shell: Readonly<Record<string, string>>;
	/** Database connections by name: the environment variable or the input that holds the URL. */
	readonly connections: Meta['connections'];
	readonly hosts: Readonly<Record<string, string>>;
	/** Channels and templates of messages. */
	readonly messages?: Meta['notify'];
	/** Facts of steps that passed, for later ones that build on them: the backup a restore reads. */
	readonly facts: Readonly<Record<StepId, Readonly<Record<string, string | number | boolean>>>>;
};

export type Part = Order['part'];

/** What is to be run, before it has an attempt of its own. */
export type Request = {readonly part: Part; readonly edited?: string; readonly choice?: string};

/** Builds the order for an attempt that the journal holds. */
export function orderOf(state: RunState, step: Step, attempt: Pick<Attempt, 'number'> & Request): Order {
	const values = step.kind === 'notify' ? messageValues(state, valuesOf(state)) : valuesOf(state);
	const filled = fillStep(step, values);
	const script = scriptOf(filled, attempt, values);
	return {
		run: state.opened.run,
		...optional({directory: directoryOf(state, step)}),
		step: filled,
		attempt: attempt.number,
		part: attempt.part,
		...(script === undefined ? {} : {script}),
		env: environmentOf(values),
		values,
		secrets: [...state.inputs].filter(([, value]) => value.is === 'secret').map(([name]) => name),
		shell: Object.fromEntries(state.shell),
		connections: state.runbook.meta.connections,
		hosts: state.runbook.meta.hosts,
		messages: state.runbook.meta.notify,
		facts: factsOf(state),
	};
}

/** The text that stands in the journal and on the card for what is about to run; secrets are not in it. */
export function resolvedText(state: RunState, step: Step, request: Request): string | undefined {
	const values = valuesOf(state);
	const filled = fillStep(step, values);
	const script = scriptOf(filled, request, values);
	if (script !== undefined) {
		return script;
	}
	switch (filled.kind) {
		case 'probe':
			return probeText(filled.work, values);
		case 'migration':
			return filled.work.sql ?? filled.work.files.join('\n');
		case 'metric':
			return filled.work.fail;
		case 'notify':
			return fill(messageText(state, filled), messageValues(state, values));
		default:
			return undefined;
	}
}

/** Names in the text that have no value yet: such a step can't start. */
export function openPlaceholders(state: RunState, step: Step): readonly string[] {
	const values = valuesOf(state);
	const run = workOf(step);
	const named = run === undefined ? [] : Object.values(run.placeholders);
	const given = (name: string) => name in values || state.inputs.get(name) !== undefined;
	return [...new Set([...named, ...step.inputs])].filter(
		name => !given(name) && state.runbook.inputs.some(input => input.name === name),
	);
}

/** Names in a suggested command that have no value; an input that may stay empty and did is none. */
export function openInSuggested(state: RunState, command: ShellCommand): readonly string[] {
	const values = valuesOf(state);
	return [...new Set(Object.values(command.placeholders ?? {}))].filter(name => (values[name] ?? '') === '');
}

/** Values by name: inputs, then what was captured from output. Secrets are left out. */
export function valuesOf(state: Pick<RunState, 'inputs' | 'captured' | 'opened'>): Record<string, string> {
	const values: Record<string, string> = {};
	for (const [name, input] of state.inputs) {
		if (input.is === 'value') {
			values[name] = input.value;
		}
	}
	for (const [name, value] of state.captured) {
		values[name] = value;
	}
	return values;
}

/**
Environment variables for scripts: the name as written where the shell can use it (`-` and `.` become `_`), and the
same in capitals, so that an input `api-url` is `$api_url` and `$API_URL`.
*/
export function environmentOf(values: Readonly<Record<string, string>>): Record<string, string> {
	const env: Record<string, string> = {};
	for (const [name, value] of Object.entries(values)) {
		for (const variable of variablesOf(name)) {
			env[variable] = value;
		}
	}
	return env;
}

export function variablesOf(name: string): readonly string[] {
	const variable = name.replaceAll(/[^A-Za-z0-9_]/g, '_');
	return /^[A-Za-z_]/.test(variable) ? [...new Set([variable, variable.toUpperCase()])] : [];
}

/** Undefined for a journal that does not say where its runbook lay. */
function directoryOf({opened}: RunState, {file}: Step): string | undefined {
	const {path} = opened.runbook;
	const above = (of: string): string => of.slice(0, of.lastIndexOf('/'));
	return path.startsWith('/') ? above(file === undefined ? path : `${above(path)}/${file}`) : undefined;
}

function factsOf(state: RunState): Order['facts'] {
	const facts: Record<StepId, Readonly<Record<string, string | number | boolean>>> = {};
	for (const [id, progress] of state.progress) {
		const end = progress.attempts.at(-1)?.end;
		if (end?.is === 'ended' && end.outcome.facts !== undefined) {
			facts[id] = end.outcome.facts;
		}
	}
	return facts;
}

function scriptOf(
	step: Step,
	request: Request,
	values: Readonly<Record<string, string>>,
): string | undefined {
	const run = workOf(step);
	const suggested = run === undefined ? suggestedCommand(step, request.choice) : undefined;
	if (suggested !== undefined) {
		return fillPlaceholders(suggested.text, suggested.placeholders ?? {}, values);
	}
	if (run === undefined || request.part !== 'whole') {
		return request.part === 'whole' ? undefined : run?.[request.part];
	}
	if (request.edited !== undefined) {
		return request.edited;
	}
	if (request.choice === undefined) {
		return run.script;
	}
	return run.commands
		.filter(command => (command.group ?? command.text) === request.choice)
		.map(command => command.text)
		.join('\n');
}

/** The command work of a step, whatever its kind. */
export function workOf(step: Step): CommandWork | undefined {
	if (step.kind === 'probe' && step.work.probe === 'command') {
		return step.work.run;
	}
	return 'run' in step ? step.run : undefined;
}

/**
Replaces placeholders of an unannotated runbook literally. Their values are checked when they are given: only
`[A-Za-z0-9._:/@+-]` may stand in shell text.
*/
function fillStep(step: Step, values: Readonly<Record<string, string>>): Step {
	const run = workOf(step);
	if (run === undefined || Object.keys(run.placeholders).length === 0) {
		return step;
	}
	const replace = (text: string) => fillPlaceholders(text, run.placeholders, values);
	const filled: CommandWork = {
		...run,
		script: replace(run.script),
		commands: run.commands.map(command => ({
			...command,
			text: replace(command.text),
			...(command.group === undefined ? {} : {group: command.group}),
		})),
		...(run.precheck === undefined ? {} : {precheck: replace(run.precheck)}),
		...(run.verify === undefined ? {} : {verify: replace(run.verify)}),
		...(run.undo === undefined ? {} : {undo: replace(run.undo)}),
	};
	return step.kind === 'probe'
		? {...step, work: {probe: 'command', run: filled}}
		: ({...step, run: filled} as Step);
}

function fillPlaceholders(
	text: string,
	placeholders: Readonly<Record<string, string>>,
	values: Readonly<Record<string, string>>,
): string {
	let filled = text;
	for (const [token, name] of Object.entries(placeholders)) {
		const value = values[name];
		if (value !== undefined) {
			filled = filled.replaceAll(token, value);
		}
	}
	return filled;
}
