import {splitCommands} from '../runbook/shell/split.ts';
import type {CommandStep} from '../runbook/step-model.ts';
import {dangerOfCommands, mutates, plainStep, plainWork} from '../runbook/work.ts';
import type {Command} from './command.ts';
import {type Asked, accept, type Decision, optional, refuse} from './decision.ts';
import type {EventOf} from './event.ts';
import {besideCharsMax} from './event-beside.ts';
import {closedWindow, nextOffScript, whyNotBeside} from './off-script-rules.ts';
import type {RunState} from './state.ts';
import {currentStep, runningStep} from './walk.ts';

type Asking = Extract<Command, {type: 'run-off-script'}>;

/**
A command the runbook does not hold: shown and confirmed before it comes here, run like a step, a deviation whatever it
does. What can't be taken back is confirmed by typing the environment's name, like such a step.
*/
export function decideOffScript(state: RunState, command: Asking, {at}: Asked): Decision {
	const script = command.script.trim();
	const typed = {mutates: judged(script).mutates, reason: command.reason};
	const why = whyNotOffScript(state) ?? whyNotScript(state, command) ?? whyNotBeside(state, typed, at);
	if (why !== undefined) {
		return refuse(why);
	}
	const step = nextOffScript(state);
	return accept(
		{
			type: 'off-script.asked',
			step,
			script,
			...judged(script),
			...optional({
				reason: command.reason,
				beside: currentStep(state)?.id,
				window: closedWindow(state, typed, at),
			}),
		},
		{type: 'step.started', step, attempt: 1, part: 'whole', resolved: script},
	);
}

/** Why no command can be run beside the runbook now, or undefined. */
export function whyNotOffScript(state: RunState): string | undefined {
	const running = runningStep(state);
	if (running !== undefined) {
		return `“${running.step.title}” is running`;
	}
	if (state.held !== undefined) {
		return 'the run is held; release it first';
	}
	return state.opened.mode === 'instructions'
		? 'nothing is executed in instructions mode: do it yourself, and note it'
		: undefined;
}

/** The word that has to be typed to run such a command; absent where confirming it will do. */
export function typedForOffScript(state: RunState, script: string): string | undefined {
	return judged(script).danger === 'irreversible' && state.opened.mode === 'walk'
		? state.opened.environment
		: undefined;
}

/** How much a typed command can hurt, by the same rules as the runbook's own. */
export function judged(
	script: string,
): Pick<EventOf<'off-script.asked'>, 'danger' | 'mutates' | 'interactive'> {
	const commands = splitCommands(script, 1);
	return {
		danger: dangerOfCommands(commands, {grave: false, data: false}),
		mutates: mutates(commands),
		...(commands.some(({tty}) => tty === 'interactive') ? {interactive: true} : {}),
	};
}

/** The step that stands for such a command from then on. */
export function offScriptStep(event: EventOf<'off-script.asked'>, section: string): CommandStep {
	const [first = ''] = event.script.split('\n');
	return {
		...plainStep({
			id: event.step,
			title: `Off-script: ${first.slice(0, titleCharsMax)}`,
			section,
			line: 1,
			endLine: 1,
			danger: event.danger,
			mutates: event.mutates,
			optional: true,
			onFailure: 'continue',
			rule: 'off-script',
		}),
		kind: 'command',
		run: plainWork({
			interpreter: 'bash',
			script: event.script,
			commands: splitCommands(event.script, 1),
			interactive: event.interactive ?? false,
		}),
	};
}

/** As much of a command as fits on a line of the outline. UTF-16 units. */
const titleCharsMax = 80;

function whyNotScript(state: RunState, {script, typed}: Asking): string | undefined {
	if (script.trim() === '') {
		return 'no command was typed';
	}
	if (script.length > besideCharsMax) {
		return `a typed command holds ${besideCharsMax} characters at most`;
	}
	const wanted = typedForOffScript(state, script);
	return wanted !== undefined && typed !== wanted
		? `this can't be taken back: type ${wanted} to confirm`
		: undefined;
}
