import type {RunState} from '../../engine/state.ts';
import type {Note} from '../../runbook/step-model.ts';
import type {StepId} from '../../runbook/work-model.ts';
import {counted, saidLine, saidText} from './said.ts';

/** What earlier runs said is wrong with a step, above its own words. */
export function redlineNotes(state: RunState, step: StepId): readonly Note[] {
	return state.recalled
		.filter(redline => redline.step === step)
		.map(({run, by, text, proposed}) => ({
			level: 'warning',
			text: saidText(
				`Redline by ${by} in run ${run}: ${text}${proposed === undefined ? '' : `\n\n\`\`\`\n${proposed}\n\`\`\``}`,
			),
		}));
}

/** For the briefing: how many redlines wait, and those about the runbook as a whole in full. */
export function redlineWords({recalled}: RunState): string | undefined {
	const whole = recalled.filter(({step}) => step === undefined);
	const steps = new Set(recalled.flatMap(({step}) => step ?? []));
	const told = whole.map(({by, text}) => `${saidLine(by)}: ${saidLine(text)}`);
	const some = steps.size === 0 ? [] : [`${counted(steps.size, 'step')} said to be wrong, see their cards`];
	return recalled.length === 0 ? undefined : [...told, ...some].join(' · ');
}
