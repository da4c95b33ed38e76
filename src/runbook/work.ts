import {drawsWithoutEnd} from './shell/tty.ts';
import type {Danger, StepCommon} from './step-model.ts';
import type {CommandWork, ShellCommand} from './work-model.ts';

/** How a shell block runs when the author says nothing: once, strictly, here, exit code 0 is good. */
export function plainWork(
	given: Partial<CommandWork> & Pick<CommandWork, 'interpreter' | 'script' | 'commands'>,
): CommandWork {
	return {
		placeholders: {},
		choice: false,
		mixed: false,
		on: [],
		env: {},
		okExit: [0],
		capture: {},
		retry: {attempts: 1, delayMs: 0},
		idempotent: false,
		interactive: given.commands.some(({tty, text}) => tty === 'interactive' || drawsWithoutEnd(text)),
		background: false,
		tty: false,
		strict: true,
		...given,
	};
}

/** What every step is when nothing was said of it: it reads only, is asked about once and may fail into a question. */
export function plainStep(
	given: Partial<StepCommon> & Pick<StepCommon, 'id' | 'title' | 'section' | 'line' | 'endLine' | 'rule'>,
): StepCommon {
	return {
		prose: {},
		danger: 'none',
		mutates: false,
		auto: false,
		optional: false,
		required: false,
		critical: false,
		noReturn: false,
		onFailure: 'ask',
		needs: [],
		inputs: [],
		forbidden: false,
		contingent: false,
		...given,
	};
}

export function mutates(commands: readonly ShellCommand[]): boolean {
	return commands.some(command => command.danger !== 'read');
}

/**
How much a step can hurt (rule R15): by its worst command, one class more when the text around it speaks of losing
data or of downtime, or when it names production.
*/
export function dangerOfCommands(
	commands: readonly ShellCommand[],
	around: {readonly grave: boolean; readonly data: boolean},
): Danger {
	const isProduction = commands.some(command =>
		/(?<![a-z0-9]|\bnon-|\bpre-)(?:prod|production|prd|gprd)(?![a-z0-9]|-ready\b)/i.test(
			command.text.slice(0, 10_000),
		),
	);
	if (commands.some(command => command.danger === 'irreversible')) return 'irreversible';
	const changes = commands.some(command => command.danger === 'changing');
	if (changes && around.data) return 'data';
	if (changes && around.grave) return 'irreversible';
	if (changes) return isProduction ? 'prod' : 'caution';
	return isProduction || around.grave ? 'caution' : 'none';
}
