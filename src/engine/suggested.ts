import type {Step} from '../runbook/step-model.ts';
import type {ShellCommand} from '../runbook/work-model.ts';

/**
Commands of a check or a manual step that may be run where it stands, on request (rules R9, R11): those that only read
and need nothing of the terminal. Anything else is typed by a person, or run as a command beside the runbook.
*/
export function suggestedOf(step: Step): readonly ShellCommand[] {
	const isPersons = step.kind === 'manual' || (step.kind === 'check' && step.run === undefined);
	if (!isPersons || step.isGroup || step.forbidden) {
		return [];
	}
	return step.suggested.filter(command => command.danger === 'read' && command.tty === 'none');
}

/** The suggested command a person picked, its placeholders as they stand; undefined when there is none such. */
export function suggestedCommand(step: Step, choice: string | undefined): ShellCommand | undefined {
	return choice === undefined ? undefined : suggestedOf(step).find(command => command.text === choice);
}
