import {lint} from '../../../src/runbook/lint/lint.ts';
import type {LintSource} from '../../../src/runbook/lint/paper.ts';
import type {Problem} from '../../../src/runbook/model.ts';
import {readRunbook} from '../../../src/runbook/read.ts';

/** What lint says about a text. */
export function lintText(text: string, more: Partial<LintSource> = {}): readonly Problem[] {
	const source = {text, path: 'runbook.md', ...more};
	return lint(readRunbook(source), source);
}

/** Codes found, each once, in the order of the registry's letters. */
export function codesOf(text: string, more: Partial<LintSource> = {}): readonly string[] {
	return [...new Set(lintText(text, more).map(problem => problem.code))].sort();
}

/** A runbook around one shell block in its walk. */
export function withBlock(...commands: readonly string[]): string {
	return ['# Ship the shop', '', '## Procedure', '', '```sh', ...commands, '```', ''].join('\n');
}
