import {resolvedText, valuesOf, variablesOf, workOf} from '../../engine/order.ts';
import type {Attempt, RunState} from '../../engine/state.ts';
import type {Step} from '../../runbook/step-model.ts';
import type {CommandWork} from '../../runbook/work-model.ts';
import {formatDuration} from '../../text/duration.ts';
import {type DiffLine, diffOf} from './diff.ts';
import {originOf} from './origin.ts';
import {saidLine, saidText} from './said.ts';

/** What will run or ran, or what a person has to type: resolved, secrets left out. */
export type ScriptView = {
	readonly label: string;
	/** `bash on db-1 · at most 2 m 00 s` */
	readonly where: string;
	readonly text: string;
	/** A changed command, against what the runbook says. */
	readonly diff?: readonly DiffLine[];
	/** Lines that can't be taken back. */
	readonly grave: ReadonlySet<string>;
	/** Values of the variables that stand in it; of a secret only that there is one. */
	readonly values: readonly {readonly name: string; readonly value: string; readonly origin: string}[];
	/** `only reads`, `changes things`, `can’t be taken back`; empty where it isn't known. */
	readonly effect: string;
};

export function scriptView(
	state: RunState,
	step: Step,
	attempt: Attempt | undefined,
): ScriptView | undefined {
	const text =
		attempt?.edited ??
		attempt?.resolved ??
		resolvedText(state, step, {part: attempt?.part ?? 'whole'}) ??
		byHand(step);
	if (text === undefined || text.trim() === '') {
		return undefined;
	}
	const run = workOf(step);
	const original = resolvedText(state, step, {part: 'whole'}) ?? '';
	return {
		label: {
			whole: attempt?.edited === undefined ? labelOf(step) : 'edited command',
			verify: 'its own check',
			undo: 'its way back',
		}[attempt?.part ?? 'whole'],
		where: run === undefined ? channelWords(state, step) : whereOf(run),
		text: saidText(text).replace(/\n+$/, ''),
		...(attempt?.edited === undefined ? {} : {diff: diffOf(saidText(original), saidText(attempt.edited))}),
		grave: new Set(
			run?.commands
				.filter(command => command.danger === 'irreversible')
				.flatMap(command => saidText(command.text).split('\n')) ?? [],
		),
		values: valuesIn(state, text),
		effect: run === undefined ? '' : effectOf(run),
	};
}

/** Names of inputs and captured values are the names of their variables, in capitals too. */
function valuesIn(state: RunState, text: string): ScriptView['values'] {
	const secrets = [...state.inputs].flatMap(([name, input]) =>
		input.is === 'secret' ? [[name, '••••••'] as const] : [],
	);
	const known = new Map<string, string>([...Object.entries(valuesOf(state)), ...secrets]);
	const used = new Set([...text.matchAll(/\$\{?([A-Za-z_]\w*)/g)].map(match => match[1] ?? ''));
	return [...known].flatMap(([name, value]) => {
		const variable = variablesOf(name).find(candidate => used.has(candidate));
		return variable === undefined
			? []
			: [{name: saidLine(variable), value: saidLine(value), origin: originOf(state, name)}];
	});
}

function byHand(step: Step): string | undefined {
	if (step.kind === 'manual' && step.statements.length > 0) {
		return step.statements.join('\n');
	}
	const commands = step.kind === 'manual' || step.kind === 'check' ? step.suggested : [];
	return commands.length === 0 ? undefined : commands.map(command => command.text).join('\n');
}

function labelOf(step: Step): string {
	switch (step.kind) {
		case 'probe':
			return `${step.work.probe} probe`;
		case 'manual':
			return 'to type yourself';
		case 'check':
			return step.run === undefined ? 'to help you look' : 'command';
		case 'notify':
			return 'message';
		default:
			return step.kind;
	}
}

/** Where a message goes, and what is left to the person. */
function channelWords({runbook}: RunState, step: Step): string {
	const channel = step.kind === 'notify' ? runbook.meta.notify.channels[step.work.channel] : undefined;
	if (step.kind !== 'notify' || channel === undefined) {
		return '';
	}
	const name = saidLine(step.work.channel);
	return channel.is === 'copy'
		? `to ${name}: copy it and post it to ${saidLine(channel.to)} yourself`
		: `to ${name}, by ${channel.is}`;
}

function whereOf(run: CommandWork): string {
	const where = run.on.length === 0 ? 'this computer' : run.on.map(saidLine).join(', ');
	const more = [
		run.cwd === undefined ? undefined : `in ${saidLine(run.cwd)}`,
		run.timeoutMs === undefined ? undefined : `at most ${formatDuration(run.timeoutMs)}`,
		run.interactive ? 'takes the terminal' : undefined,
	];
	return [`${saidLine(run.interpreter)} on ${where}`, ...more].filter(part => part !== undefined).join(' · ');
}

function effectOf(run: CommandWork): string {
	const dangers = new Set(run.commands.map(command => command.danger));
	if (dangers.has('irreversible')) {
		return 'can’t be taken back';
	}
	return dangers.has('changing') ? 'changes things' : dangers.has('read') ? 'only reads' : '';
}
