import type {DeploymentRecord} from '../engine/record.ts';
import type {Runbook} from '../runbook/model.ts';
import type {Step} from '../runbook/step-model.ts';
import {type Edit, unifiedPatch} from './patch.ts';

export type RedlinedFile = {
	/** As the patch names it: relative, with `/`. */
	readonly path: string;
	readonly text: string;
	/** The included file it is; absent for the runbook itself. */
	readonly file?: string;
};

/**
What people said is wrong with a runbook while they ran it, as a patch to it: what was proposed stands in the place of
what stood there, everything else becomes a comment behind its step. The lines above the patch say who said what.

@returns nothing where nobody said anything.
*/
export function redlinePatch(
	{run, redlines = []}: DeploymentRecord,
	runbook: Runbook,
	files: readonly RedlinedFile[],
): string {
	const steps = new Map(
		[runbook.walk, runbook.rollback, runbook.emergency, runbook.aside].flat().map(step => [step.id, step]),
	);
	const placed = redlines.map(redline => ({redline, step: steps.get(redline.step ?? '')}));
	const patches = files.map(({path, text, file}) => {
		const lines = text.split('\n');
		const own = placed.filter(({step}) => step?.file === file);
		return unifiedPatch(
			path,
			text,
			own.map(({redline, step}) => editOf(lines, redline, {step, run: run.id})),
		);
	});
	const told = redlines.map(
		({at, by, step, text}) =>
			`  ${oneLine(`${at} ${by}${step === undefined ? '' : ` at ${step}`}: ${text}`)}`,
	);
	return redlines.length === 0 ? '' : [`Redlines of run ${run.id}:`, ...told, '', ...patches].join('\n');
}

type Redline = NonNullable<DeploymentRecord['redlines']>[number];
type Occasion = {readonly step: Step | undefined; readonly run: string};

function editOf(lines: readonly string[], redline: Redline, {step, run}: Occasion): Edit {
	const replaced = step === undefined ? undefined : replacement(lines, redline, step);
	return replaced ?? comment(lines, redline, {step, run});
}

/** What stood there is found word for word inside the step, else nothing is replaced. */
function replacement(lines: readonly string[], {was, proposed}: Redline, step: Step): Edit | undefined {
	if (was === undefined || proposed === undefined) {
		return undefined;
	}
	const old = was.replace(/\n+$/, '').split('\n');
	const first = step.line - 1;
	for (let at = first; at + old.length <= Math.min(step.endLine, lines.length); at++) {
		const indent = /^\s*/.exec(lines[at] ?? '')?.[0] ?? '';
		const isHere = old.every(
			(line, index) => (lines[at + index] ?? '').trimEnd() === `${indent}${line}`.trimEnd(),
		);
		if (isHere) {
			return {from: at, remove: old.length, insert: indented(proposed, indent)};
		}
	}
	const inside = lines.findIndex(
		(line, index) => index >= first && index < step.endLine && line.includes(was),
	);
	const isOneLine = old.length === 1 && !proposed.includes('\n') && inside !== -1;
	return isOneLine
		? {from: inside, remove: 1, insert: [(lines[inside] ?? '').replace(was, () => proposed)]}
		: undefined;
}

/** Behind its step, in its indentation, never inside a fence; without a step at the end of the file. */
function comment(lines: readonly string[], {at, by, text, proposed}: Redline, {step, run}: Occasion): Edit {
	const instead = proposed === undefined ? '' : ` Instead: ${proposed}`;
	const said = oneLine(`${text}${instead} (${by}, ${at.slice(0, 10)}, run ${run})`).replace(
		/-{2,}|>/g,
		sign => (sign === '>' ? '›' : '–'),
	);
	const end = lines.at(-1) === '' ? lines.length - 1 : lines.length;
	const from = step === undefined ? end : Math.min(step.endLine, end);
	const indent =
		step === undefined ? '' : (/^\s*(?:(?:[-*+]|\d+[.)])\s+)?/.exec(lines[step.line - 1] ?? '')?.[0] ?? '');
	return {from, remove: 0, insert: [`${' '.repeat(indent.length)}<!-- Redline: ${said} -->`]};
}

function indented(text: string, indent: string): readonly string[] {
	return text
		.replace(/\n+$/, '')
		.split('\n')
		.map(line => `${indent}${line}`.trimEnd());
}

function oneLine(text: string): string {
	return text.replace(/\s+/g, ' ').trim();
}
