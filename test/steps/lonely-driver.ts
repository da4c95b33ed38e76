/** A program that performs one step and is killed meanwhile (see masking.test.ts). */
import {plainWork} from '../../src/runbook/work.ts';
import {perform} from '../../src/steps/perform.ts';

const [directory = '', secret = ''] = process.argv.slice(2);
const script = 'echo "started $token"; while [ ! -e go ]; do sleep 0.05; done; echo "end $token"; touch done';
const run = plainWork({interpreter: 'bash', script, commands: [], cwd: directory});
await perform(
	{
		run: 'r',
		step: {id: 'lonely', kind: 'command', run, title: 'Lonely'} as never,
		attempt: 1,
		part: 'whole',
		script,
		env: {},
		values: {},
		secrets: ['token'],
		shell: {},
		connections: {},
		hosts: {},
		facts: {},
	},
	{
		signal: new AbortController().signal,
		directory,
		secrets: {token: secret},
		masked: [secret],
		report: () => {},
	},
);
