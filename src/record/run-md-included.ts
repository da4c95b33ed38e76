import {isGroup} from '../engine/walk.ts';
import type {Step} from '../runbook/step-model.ts';
import {words} from './markdown-text.ts';
import type {RunMdParts} from './run-md-parts.ts';
import {isTicked, stepLines} from './run-md-step.ts';

/**
What is said below an include: the file with its digest, and what came of its steps, which have no line of their own
in this page.

@returns by the 1-based line of the include.
*/
export function includedLines(parts: RunMdParts): ReadonlyMap<number, readonly string[]> {
	const {state} = parts;
	const lines = new Map<number, string[]>();
	const told = new Map<number, string>();
	for (const step of state.stepsById.values()) {
		const {file, includeLine} = step;
		if (file === undefined || includeLine === undefined) {
			continue;
		}
		const said = lines.get(includeLine) ?? [];
		if (told.get(includeLine) !== file) {
			told.set(includeLine, file);
			said.push(...(said.length === 0 ? [] : ['']), fileLine(parts, file), '');
		}
		said.push(...includedStep(parts, step));
		lines.set(includeLine, said);
	}
	return lines;
}

function fileLine({state}: RunMdParts, file: string): string {
	const digest = state.opened.runbook.includes?.find(one => one.path === file)?.sha256;
	return `From ${words(file)}${digest === undefined ? '' : `, sha256 ${digest}`}:`;
}

function includedStep(parts: RunMdParts, step: Step): string[] {
	const box = isGroup(step) || step.kind !== 'check' ? '' : isTicked(parts.state, step) ? '[x] ' : '[ ] ';
	return [
		`- ${box}${words(step.title)} (line ${step.line})`,
		...stepLines(parts, step).map(line => `  ${line}`),
	];
}
