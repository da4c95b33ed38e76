import {readdirSync, readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {Fault} from '../fault.ts';

/** Names of the manual's pages, in alphabetical order. */
export function manualTopics(): readonly string[] {
	return readdirSync(manualDirectory())
		.filter(name => name.endsWith('.md'))
		.map(name => name.slice(0, -3))
		.sort();
}

/** @throws Fault `cli.usage` when there is no such page. */
export function manualPage(topic: string): string {
	if (!manualTopics().includes(topic)) {
		throw new Fault(
			'cli.usage',
			`There is no page “${topic}” in the manual.`,
			`The pages are: ${manualTopics().join(', ')}.`,
		);
	}
	return readFileSync(`${manualDirectory()}/${topic}.md`, 'utf8');
}

/** Beside the bundle (`dist/manual`), or in the sources when they run unbundled. */
function manualDirectory(): string {
	for (const place of ['./manual', '../manual']) {
		const directory = fileURLToPath(new URL(place, import.meta.url));
		if (existsAsManual(directory)) {
			return directory;
		}
	}
	throw new Fault('cli.usage', 'The manual is not beside the program.', 'Build again with `npm run build`.');
}

function existsAsManual(directory: string): boolean {
	try {
		return readdirSync(directory).some(name => name.endsWith('.md'));
	} catch {
		return false;
	}
}
