import type {RunState} from '../../engine/state.ts';
import {branchSteps, isGroup, isGuard} from '../../engine/walk.ts';
import type {Question} from '../../engine/want.ts';
import {marks} from '../theme.ts';
import {askingOf} from './asking.ts';
import {historyView} from './history.ts';
import {standing} from './outline.ts';
import {summaryView} from './summary.ts';

/** Longer tables are cut by CI servers (GitHub: 1 MiB a step); what is left out is counted. Rows. */
const rowsMax = 500;

/**
How a run in CI went or where it stopped, as Markdown for the page of the CI job (`$GITHUB_STEP_SUMMARY`).

@param question what a person is needed for; absent once the run is closed.
*/
export function stepSummary(state: RunState, question: Question | undefined, now: number): string {
	const view = summaryView(state, now, '');
	const asking = question === undefined || state.closed !== undefined ? undefined : askingOf(state, question);
	const steps = branchSteps(state).filter(step => !isGroup(step) && !isGuard(step));
	const rows = steps.slice(0, rowsMax).map(step => {
		const mark = marks[standing(state, step)];
		return `| ${mark.glyph} ${mark.word} | ${cell(step.title)} | ${cell(historyView(state, step.id).at(-1)?.text ?? '')} |`;
	});
	const rest = steps.length > rowsMax ? [`| | and ${steps.length - rowsMax} more | |`] : [];
	return [
		`## ${cell(view.title)}: ${view.verdict}`,
		'',
		...view.facts.map(({label, text}) => `- **${cell(label)}**: ${cell(text)}`),
		...(asking === undefined
			? []
			: [
					'',
					`**${cell(asking.badge)}** ${cell(asking.title)}`,
					'',
					`Someone goes on from a terminal with \`gonogo resume ${cell(state.opened.run)}\`.`,
				]),
		'',
		'| state | step | what happened |',
		'|---|---|---|',
		...rows,
		...rest,
		...(view.deviations.length === 0
			? []
			: ['', '### Deviations', '', ...view.deviations.map(text => `- ${cell(text)}`)]),
		'',
	].join('\n');
}

/** Outside text as text: nothing in it is Markdown, HTML or another cell. */
function cell(text: string): string {
	return text
		.replaceAll(/\s+/g, ' ')
		.replaceAll('&', '&amp;')
		.replaceAll('<', '&lt;')
		.replaceAll('>', '&gt;')
		.replaceAll(/[\\`*_[\]|~#!]/g, character => `\\${character}`);
}
