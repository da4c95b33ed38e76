import {spawnSync} from 'node:child_process';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {attacks} from '../text/attacks.ts';

test('whatever plain lines were given to say or to ask, it does nothing to a terminal', () => {
	const text = attacks.map(attack => `${attack.text}|\u001B[32mgreen\u001B[0m`).join('\n');
	const {stdout} = spawnSync(process.execPath, [join(import.meta.dirname, 'stdio-driver.ts')], {
		input: `${JSON.stringify(text)}\n`,
		encoding: 'utf8',
	});
	expect(stdout.match(/green/g)).toHaveLength(2 * attacks.length);
	expect(stdout).toContain('\u001B[32mgreen\u001B[0m');
	expect(stdout.replaceAll(/\u001B\[(?:0|[1-4]|3[1-6]|9[0-6])(?:;\d+)*m/g, '')).not.toMatch(
		/[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u200B\u2028-\u202E\u2060-\u2069\uFEFF]/,
	);
});
