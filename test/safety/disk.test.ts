import {execFile} from 'node:child_process';
import {chmodSync, mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {environment, program, withHome} from '../journeys/terminal.ts';

const runbook = `# Never begun

\`\`\`sh {#touch auto}
echo x > "$HOME/touched"
\`\`\`
`;

test.each([
	['can be written by others', 0o777],
	['is a file', undefined],
])(
	'a state directory that %s stops the program with 7 before anything is done',
	{timeout: 30_000},
	(_, mode) =>
		withHome(async home => {
			const path = join(home, 'never.md');
			writeFileSync(path, runbook);
			const state = join(home, 'state');
			mode === undefined ? writeFileSync(state, '') : mkdirSync(state);
			if (mode !== undefined) {
				chmodSync(state, mode);
			}
			const {code, said} = await new Promise<{code: number; said: string}>(resolve => {
				const child = execFile(
					process.execPath,
					[program, 'run', path, '--trust', '--ci'],
					{env: environment(home, {GONOGO_STATE: state}), encoding: 'utf8'},
					(_error, out, err) => resolve({code: child.exitCode ?? -1, said: out + err}),
				);
			});
			expect(code, said).toBe(7);
			expect(said).toContain(state);
			expect(said).not.toContain('bug');
		}),
);
