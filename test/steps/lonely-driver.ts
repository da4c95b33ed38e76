/** A program that performs one step and is killed meanwhile: masked where there is a secret, else begun by the starter. */
import {plainWork} from '../../src/runbook/work.ts';
import {perform} from '../../src/steps/perform.ts';
import {starterReady} from '../../src/steps/shell/starter.ts';

const [directory = '', secret = ''] = process.argv.slice(2);
const script =
	'echo "started ${token-}"; while [ ! -e go ]; do sleep 0.05; done; echo "end ${token-}"; touch done';
if (secret === '') {
	// Nothing else keeps this program until the starter is there.
	const awake = setInterval(() => {}, 1000);
	await starterReady();
	clearInterval(awake);
}
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
		secrets: secret === '' ? [] : ['token'],
		shell: {},
		connections: {},
		hosts: {},
		facts: {},
	},
	{
		signal: new AbortController().signal,
		directory,
		secrets: secret === '' ? {} : {token: secret},
		masked: secret === '' ? [] : [secret],
		report: () => {},
	},
);
