import {expect, test} from 'vitest';
import {readRunbook} from '../../src/runbook/read.ts';

function problemsOf(condition: string): readonly string[] {
	const text = `# Release\n\n\`\`\`sh {#deploy when="${condition}"}\n./deploy\n\`\`\`\n`;
	return readRunbook({text, path: 'release.md'}).problems.map(
		({severity, message, hint}) => `${severity}: ${message} ${hint}`,
	);
}

test('a condition that can be read is no problem', () => {
	for (const condition of [
		'database == yes',
		'component has api',
		'not urgent',
		"tier != 'gold' and urgent",
	]) {
		expect(problemsOf(condition)).toEqual([]);
	}
});

test('a condition that can’t be read is an error, because it would always hold', () => {
	expect(problemsOf('database = yes')).toEqual([
		expect.stringMatching(/^error: .*when.*“database = yes” is not/),
	]);
});
