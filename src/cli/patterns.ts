import {glob} from 'node:fs/promises';
import {Fault} from '../fault.ts';

/** More files than any team has runbooks; a pattern that finds more was a mistake. */
const filesMax = 10_000;

/** Paths as they are, patterns as the files they match. @throws Fault `runbook.unreadable` when a pattern matches none. */
export async function filesMatching(patterns: readonly string[]): Promise<readonly string[]> {
	const names: string[] = [];
	for (const pattern of patterns) {
		const found = /[*?[{]/.test(pattern) ? await matches(pattern) : [pattern];
		if (found.length === 0) {
			throw new Fault(
				'runbook.unreadable',
				`No file matches ${pattern}.`,
				'Check the pattern; quote it so that the shell leaves it alone.',
			);
		}
		names.push(...found);
	}
	if (names.length > filesMax) {
		throw new Fault(
			'cli.usage',
			`That matches ${names.length} files.`,
			`Name fewer than ${filesMax} at once.`,
		);
	}
	return [...new Set(names)];
}

async function matches(pattern: string): Promise<string[]> {
	const found: string[] = [];
	for await (const name of glob(pattern, {exclude: name => name === 'node_modules' || name === '.git'})) {
		found.push(name);
	}
	return found.sort();
}
