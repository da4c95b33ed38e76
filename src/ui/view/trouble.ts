import {progressOf} from '../../engine/draft.ts';
import type {RunState} from '../../engine/state.ts';
import {branchSteps} from '../../engine/walk.ts';
import type {Trouble} from '../../runbook/model.ts';
import type {Step} from '../../runbook/step-model.ts';
import {withinReason} from '../../text/pattern.ts';
import {endWords} from './history.ts';
import {counted, saidLine, saidText} from './said.ts';

/** Why a step did not pass, and what the person who has to decide should know. */
export type TroubleView = {
	/** `attempt 2 failed in 4 s, exit 1` */
	readonly what: string;
	/** The line, code or limit that made it fail. */
	readonly why: string;
	/** Entries of the runbook that recognise this output. */
	readonly troubles: readonly {readonly title: string; readonly advice: string}[];
	/** Markdown. */
	readonly undo?: string;
	readonly ifNot?: string;
	/** Where we stand to the point of no return and to the first change. */
	readonly standing: readonly string[];
};

/** @param output the last lines, as shown. */
export function troubleView(state: RunState, step: Step, output: readonly string[]): TroubleView {
	const {now, attempts} = progressOf(state, step.id);
	const last = attempts.at(-1);
	const why = now.is === 'no-go' ? now.reason : 'why' in now ? now.why : '';
	const ended = last?.end.is === 'ended' ? endWords(last.end.outcome) : '';
	const undo = step.prose.undo;
	return {
		what:
			last === undefined
				? ''
				: `attempt ${last.number} ${last.end.is === 'interrupted' ? 'was cut off' : ended}`,
		why: saidText(why),
		troubles: matching(state.runbook.troubleshooting, `${why}\n${output.join('\n')}`),
		...(undo === undefined ? {} : {undo: saidText(undo)}),
		...(step.prose.ifNot === undefined ? {} : {ifNot: saidText(step.prose.ifNot)}),
		standing: [noReturnWords(state, step), changedWords(state)],
	};
}

/** Text beyond this is not searched for known troubles. UTF-16 units. */
const searchedCharsMax = 8_192;

/** What was looked for last and found: a screen asks for the same again with every picture. */
let lastMatch: {
	readonly entries: readonly Trouble[];
	readonly text: string;
	readonly found: TroubleView['troubles'];
} = {entries: [], text: '', found: []};

function matching(entries: readonly Trouble[], text: string): TroubleView['troubles'] {
	const searched = text.slice(-searchedCharsMax);
	if (lastMatch.entries !== entries || lastMatch.text !== searched) {
		const known = entries.filter(entry => entry.match.some(pattern => matches(pattern, searched)));
		const found = known.map(entry => ({title: saidLine(entry.title), advice: saidText(entry.advice)}));
		lastMatch = {entries, text: searched, found};
	}
	return lastMatch.found;
}

/** Patterns are the runbook author's: one that can't be read, or never ends, recognises nothing. */
function matches(pattern: string, text: string): boolean {
	try {
		const regex = new RegExp(pattern, 'iu');
		return withinReason(() => regex.test(text))?.value ?? false;
	} catch {
		return false;
	}
}

function noReturnWords(state: RunState, at: Step): string {
	if (state.passedNoReturn !== undefined) {
		return `Past the point of no return: “${titleOf(state, state.passedNoReturn)}” was started.`;
	}
	const steps = branchSteps(state);
	const here = steps.findIndex(step => step.id === at.id);
	const ahead = steps.findIndex((step, index) => index >= here && step.noReturn);
	if (ahead === -1) {
		return 'No point of no return lies ahead.';
	}
	return ahead === here
		? 'This step is the point of no return.'
		: `The point of no return is ${counted(ahead - here, 'step')} ahead: “${saidLine(steps[ahead]?.title ?? '')}”.`;
}

function changedWords(state: RunState): string {
	return state.firstMutation === undefined
		? 'Nothing has been changed yet.'
		: `The first change was “${titleOf(state, state.firstMutation.step)}”.`;
}

function titleOf(state: RunState, id: string): string {
	return saidLine(state.stepsById.get(id)?.title ?? id);
}
