import {type Order, variablesOf} from '../../engine/order.ts';
import {refusedInputNames} from '../../runbook/input/input-names.ts';
import type {CommandWork} from '../../runbook/work-model.ts';
import {fillPlain} from '../fill.ts';

/** Variables for a step's scripts, or why they can't be given; then nothing is started. */
export type Variables =
	| {readonly ok: true; readonly env: Readonly<Record<string, string>>}
	| {readonly ok: false; readonly why: string};

/** Longest `NAME=value` that Linux takes (MAX_ARG_STRLEN), in bytes with the closing NUL. */
const variableBytesMax = 131_072;

/** Colours and whole lines at once, though the output is no terminal. The author's and the operator's own settings win. */
const defaults = {FORCE_COLOR: '1', CLICOLOR_FORCE: '1', PYTHONUNBUFFERED: '1', GIT_TERMINAL_PROMPT: '0'};

/**
Inputs, captured values and secrets as variables, and the author's own. A name that changes how programs run is
refused; where only its spelling in capitals is one (an input `path`), that spelling is left out.
*/
export function stepVariables(
	order: Order,
	run: Pick<CommandWork, 'env'>,
	secrets: Readonly<Record<string, string>>,
): Variables {
	const env: Record<string, string> = {};
	const given = [
		...Object.entries(order.values),
		...order.secrets.flatMap(name => (secrets[name] === undefined ? [] : [[name, secrets[name]] as const])),
	];
	for (const [name, value] of given) {
		const [own, ...others] = variablesOf(name);
		if (own !== undefined && refusedInputNames.has(own)) {
			return {ok: false, why: `The input ${own} would change how programs run; give it another name.`};
		}
		for (const variable of [own, ...others]) {
			if (variable !== undefined && !refusedInputNames.has(variable)) {
				env[variable] = value;
			}
		}
	}
	for (const [name, value] of Object.entries({...order.env, ...run.env})) {
		if (!refusedInputNames.has(name) || name in run.env) {
			env[name] = name in run.env ? fillPlain(value, order.values) : value;
		}
	}
	const why = problemIn(env);
	return why === undefined ? {ok: true, env: {...env, ...aboutStep(order)}} : {ok: false, why};
}

/** What a child on this machine starts with: our own environment, the defaults, then the step's variables. */
export function localEnvironment(variables: Readonly<Record<string, string>>): Record<string, string> {
	const own: Record<string, string> = {};
	for (const [name, value] of Object.entries(process.env)) {
		if (value !== undefined && !ownBeginnings.test(name) && !ownOnly.has(name)) {
			own[name] = value;
		}
	}
	const colour = own.NO_COLOR === undefined ? defaults : {...defaults, FORCE_COLOR: '0', CLICOLOR_FORCE: '0'};
	return {...colour, ...own, ...variables};
}

/** Functions for every bash below this one; inputs as they were given, also the secrets that a step has no business with. */
const ownBeginnings = /^(?:BASH_FUNC_|GONOGO_INPUT_)/;

/** Variables that mean this program, not its children: they would change what a step's shell or Node.js does. */
const ownOnly: ReadonlySet<string> = new Set([
	'BASH_ENV',
	'ENV',
	'NODE_OPTIONS',
	'NODE_COMPILE_CACHE',
	'NODE_CHANNEL_FD',
	'NODE_UNIQUE_ID',
]);

function aboutStep(order: Order): Record<string, string> {
	return {GONOGO_RUN: order.run, GONOGO_STEP: order.step.id, GONOGO_ATTEMPT: String(order.attempt)};
}

function problemIn(env: Readonly<Record<string, string>>): string | undefined {
	for (const [name, value] of Object.entries(env)) {
		if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
			return `“${name}” can't be the name of a variable.`;
		}
		if (value.includes('\0')) {
			return `The value of ${name} contains a NUL character, which no program can be given.`;
		}
		if (Buffer.byteLength(value) + name.length + 2 > variableBytesMax) {
			return `The value of ${name} is longer than the 128 KiB a program can be given; put it into a file and give its path.`;
		}
	}
	return undefined;
}
