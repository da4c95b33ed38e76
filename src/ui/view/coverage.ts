import {isGroup} from '../../engine/walk.ts';
import type {Runbook} from '../../runbook/model.ts';
import type {Step} from '../../runbook/step-model.ts';
import {counted} from './said.ts';

/** How much a newcomer is told: every question a step should answer, and how many of the steps it concerns do. */
export type Coverage = {
	/** 0 to 100. */
	readonly percent: number;
	readonly missing: readonly {readonly what: string; readonly steps: readonly Step[]}[];
};

type Question = {
	readonly what: string;
	readonly concerns: (step: Step) => boolean;
	readonly isAnswered: (step: Step) => boolean;
};

const hasRun = (step: Step) => 'run' in step && step.run !== undefined;
const isDangerous = (step: Step) => step.danger !== 'none' && step.danger !== 'caution';

const questions: readonly Question[] = [
	{
		what: 'why',
		concerns: step => step.kind !== 'gate' && step.kind !== 'wait',
		isAnswered: ({prose}) => prose.why !== undefined || (prose.explanation ?? '') !== '',
	},
	{
		what: 'what to expect',
		concerns: step => hasRun(step) && step.kind !== 'check',
		isAnswered: step =>
			step.prose.expect !== undefined ||
			('run' in step &&
				step.run !== undefined &&
				(step.run.expected !== undefined || step.run.verify !== undefined)),
	},
	{
		what: 'how to undo it',
		concerns: step => step.mutates,
		isAnswered: step => step.prose.undo !== undefined || ('run' in step && step.run?.undo !== undefined),
	},
	{
		what: 'what to do if not',
		concerns: step => step.mutates,
		isAnswered: ({prose}) => prose.ifNot !== undefined,
	},
	{
		what: 'what it could hit',
		concerns: isDangerous,
		isAnswered: ({prose}) => prose.blast !== undefined || prose.danger !== undefined,
	},
	{
		what: 'how long it takes',
		concerns: step => step.mutates,
		isAnswered: ({prose}) => prose.takes !== undefined,
	},
];

export function coverageOf(runbook: Runbook): Coverage {
	const steps = runbook.walk.filter(step => !isGroup(step));
	let asked = 0;
	let answered = 0;
	const missing: {what: string; steps: readonly Step[]}[] = [];
	for (const {what, concerns, isAnswered} of questions) {
		const concerned = steps.filter(concerns);
		const silent = concerned.filter(step => !isAnswered(step));
		asked += concerned.length;
		answered += concerned.length - silent.length;
		missing.push(...(silent.length === 0 ? [] : [{what, steps: silent}]));
	}
	return {percent: asked === 0 ? 100 : Math.round((100 * answered) / asked), missing};
}

/** Steps named for each missing word; the rest is counted. */
const namedMax = 3;

/** The score as lines for `plan`, with the lines of the file where words are missing. */
export function coverageLines(runbook: Runbook): readonly string[] {
	const {percent, missing} = coverageOf(runbook);
	const rows = missing.map(({what, steps}) => {
		const named = steps.slice(0, namedMax).map(step => `line ${step.line}`);
		const rest = steps.length > namedMax ? ` and ${steps.length - namedMax} more` : '';
		return `  ${counted(steps.length, 'step')} ${steps.length === 1 ? 'doesn’t' : 'don’t'} say ${what}: ${named.join(', ')}${rest}`;
	});
	return [`Told to a newcomer: ${percent} %`, ...rows];
}
