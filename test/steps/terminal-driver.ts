/** A program on a terminal that performs an interactive step and one after it (see interactive.test.ts). */
import {plainWork} from '../../src/runbook/work.ts';
import {perform} from '../../src/steps/perform.ts';

const [directory = ''] = process.argv.slice(2);

function order(
	id: string,
	script: string,
	more: {readonly interactive: boolean; readonly shell: Record<string, string>},
) {
	const run = plainWork({interpreter: 'bash', script, commands: [], interactive: more.interactive});
	return {
		run: 'r',
		step: {id, kind: 'command', run, title: id} as never,
		attempt: 1,
		part: 'whole' as const,
		script,
		env: {},
		values: {},
		secrets: [],
		shell: more.shell,
		connections: {},
		hosts: {},
		facts: {},
	};
}

const tools = {
	signal: new AbortController().signal,
	directory,
	secrets: {},
	masked: [],
	report: () => {},
	handOver: (work: () => Promise<void>) => work(),
};
const first = await perform(
	order('asking', 'read -r -p "your name? " name; [ -t 0 ] && [ -t 1 ] && echo "hello $name on a terminal"', {
		interactive: true,
		shell: {},
	}),
	tools,
);
const second = await perform(
	order('next', 'echo "$name"', {interactive: false, shell: {'': first.shell ?? ''}}),
	tools,
);
process.exitCode = first.result === 'passed' && second.result === 'passed' ? 0 : 1;
