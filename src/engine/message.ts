import type {NotifyStep} from '../runbook/step-model.ts';
import type {RunState} from './state.ts';

/** The text of a message, its placeholders not yet filled in. */
export function messageText({runbook}: RunState, {work}: NotifyStep): string {
	return (
		work.text ?? (work.template === undefined ? '' : (runbook.meta.notify.templates[work.template] ?? ''))
	);
}

/**
What a message may name beside inputs and captured values; an input of the same name wins.

@param values inputs and captured values.
*/
export function messageValues(
	state: RunState,
	values: Readonly<Record<string, string>>,
): Record<string, string> {
	const {opened, rollback} = state;
	const troubles = [...state.progress.values()].flatMap(({now}) => ('why' in now ? [now.why] : []));
	return {
		run: opened.run,
		environment: opened.environment,
		env: opened.environment,
		service: opened.service ?? state.runbook.title,
		operator: state.operator,
		reason: rollback?.reason ?? troubles.at(-1) ?? 'not given',
		...values,
	};
}
