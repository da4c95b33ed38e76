import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {emptyHome, gonogo} from './shell.ts';

const text = `---
environments:
  staging:
    production: false
---
# Switch

## Deploy

\`\`\`sh {#switch}
echo switch blue
\`\`\`
`;

test('a redline of one run is on the card of the next, until the step was changed', async () => {
	const home = emptyHome();
	const file = join(home, 'switch.md');
	writeFileSync(file, text);
	const run = (input: string) =>
		gonogo(home, ['run', file, '--plain', '--trust', '--env', 'staging'], {input});

	const first = await run('redline it has to be green\necho switch green\n.\n! echo seen\nyes\n\ny\ny\n');
	expect(first.stdout).toContain('redline by');
	expect(first.code).toBe(0);
	const next = await run('y\ny\n');
	expect(next.stdout).toContain('Redlines: 1 step said to be wrong');
	expect(next.stdout).toContain('it has to be green');
	expect(next.stdout).toContain('echo switch green');

	writeFileSync(file, readFileSync(file, 'utf8').replace('switch blue', 'switch green'));
	expect((await run('y\ny\n')).stdout).not.toContain('it has to be green');
});
