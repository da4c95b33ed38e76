import type {Verdict} from '../../engine/event.ts';
import type {RunState} from '../../engine/state.ts';
import {unmetCriteria} from '../../engine/verdict.ts';
import type {Tone} from '../theme.ts';
import {walked} from './outline.ts';
import {counted} from './said.ts';

const verdicts: Readonly<Record<Verdict, {readonly words: string; readonly tone: Tone}>> = {
	complete: {words: 'complete', tone: 'good'},
	'complete-except-deferred': {words: 'complete except what was deferred', tone: 'warn'},
	'complete-with-deviations': {words: 'complete with deviations', tone: 'warn'},
	'rolled-back': {words: 'rolled back', tone: 'bad'},
	aborted: {words: 'aborted', tone: 'bad'},
	abandoned: {words: 'abandoned', tone: 'bad'},
};

export function verdictOf(verdict: Verdict): {readonly words: string; readonly tone: Tone} {
	return verdicts[verdict];
}

export function walkedWords(state: RunState): string {
	const {done, total} = walked(state);
	const deviations =
		state.deviations.length === 0 ? 'no deviations' : counted(state.deviations.length, 'deviation');
	const unmet = unmetCriteria(state);
	const criteria = unmet === 0 ? '' : `, ${unmet} success ${unmet === 1 ? 'criterion' : 'criteria'} not met`;
	return `${done} of ${counted(total, 'step')} settled, ${deviations}${criteria}.`;
}
