import {type Command, Option} from 'commander';
import type {ExitCode} from '../fault.ts';
import {addPairVerbs, withTrust} from './pair-verbs.ts';
import {drills} from './practice/drills.ts';
import {addRecordVerbs} from './record-verbs.ts';

type Settle = (code: ExitCode) => void;

/**
Every verb and its options. A verb's own module is loaded when it is used, so that `--version` or `verify` never
loads Ink.
*/
export function addVerbs(program: Command, settle: Settle): void {
	addWalking(program, settle);
	addPairVerbs(program, settle);
	addReading(program, settle);
	addLooking(program, settle);
	addRecordVerbs(program, settle);
}

function addWalking(program: Command, settle: Settle): void {
	withTrust(program.command('practice'))
		.description('walk a real release on this computer')
		.option('--plain', 'plain lines instead of a full screen')
		.option('--screen-reader', 'plain lines without anything that is only drawn')
		.addOption(new Option('--drill <fault>', 'inject a fault for real').choices(drills))
		.option('--database <url>', 'a PostgreSQL server to use instead of the embedded one')
		.action(async options => settle(await (await import('./verbs/practice.ts')).practice(options)));
	withTrust(program.command('run'))
		.description('walk a runbook')
		.argument('[file]')
		.option('--env <name>', 'the environment, as the runbook declares it')
		.option(
			'-i, --input <name=value>',
			'give an input (again for another)',
			(value: string, all: string[]) => [...all, value],
			[] as string[],
		)
		.option('--inputs <file>', 'inputs from a YAML or JSON file')
		.option('--plain', 'plain lines instead of a full screen')
		.option('--screen-reader', 'plain lines without anything that is only drawn')
		.option('--ci', 'run up to the first question, then exit 3')
		.option('--run-through', 'run on over steps that only read')
		.option('--rehearse', 'probes are real, changes are shown and not made')
		.option('--emergency', 'leave for later what the runbook marks so; a review falls due')
		.option('--reason <text>', 'why it is urgent')
		.option('--incident <id>', 'the incident it belongs to')
		.option('--instructions', 'execute nothing: you do it, gonogo keeps the record')
		.option('--from <record>', 'start with the inputs of an earlier run, after showing what changed since')
		.option('--trust', 'trust this version of the runbook without being asked')
		.action(async (file: string | undefined, options) =>
			settle(await (await import('./verbs/run.ts')).run(file, options)),
		);
	withTrust(program.command('resume'))
		.description('go on with a run')
		.argument('[run]', 'id, its beginning, or nothing for the last one that is open')
		.option('--plain', 'plain lines instead of a full screen')
		.option('--screen-reader', 'plain lines without anything that is only drawn')
		.option('--ci', 'run up to the first question, then exit 3')
		.action(async (name: string | undefined, options) =>
			settle(await (await import('./verbs/resume.ts')).resume(name, options)),
		);
}

function addReading(program: Command, settle: Settle): void {
	program
		.command('plan')
		.description('show what a run would do; executes nothing')
		.argument('<file>')
		.option('--json', 'as JSON, schema gonogo.plan/1')
		.option('--why', 'with the rule that decided each reading')
		.action(async (file: string, options) =>
			settle(await (await import('./verbs/plan.ts')).plan(file, options)),
		);
	program
		.command('lint')
		.description('find what would hurt in runbooks')
		.argument('<files...>', 'files or patterns such as "runbooks/**/*.md"')
		.option('--json', 'as JSON, schema gonogo.lint/1')
		.option('--sarif', 'as SARIF 2.1.0 for code hosts')
		.option('--fix', 'show repairs as a diff; with --write, make them')
		.option('--write', 'write the repairs of --fix')
		.action(async (files: string[], options) =>
			settle(await (await import('./verbs/lint.ts')).lint(files, options)),
		);
	program
		.command('trust')
		.description('say that this version of a runbook may run here')
		.argument('<file>')
		.action(async (file: string) => settle(await (await import('./verbs/trust.ts')).trustRunbook(file)));
}

function addLooking(program: Command, settle: Settle): void {
	program
		.command('show')
		.description('what happened in a run')
		.argument('[run]')
		.option('--markdown', 'the runbook, filled in')
		.option('--html', 'the same as one page for a browser')
		.action(async (name: string | undefined, options) =>
			settle(await (await import('./verbs/show.ts')).show(name, options)),
		);
	program
		.command('settings')
		.description('show or change settings')
		.argument('[name]')
		.argument('[value]')
		.option('--unset', 'go back to the default')
		.action(async (name: string | undefined, value: string | undefined, options) =>
			settle(await (await import('./verbs/settings.ts')).settings(name, value, options)),
		);
	program
		.command('help')
		.description('this manual')
		.argument('[topic]')
		.action(async (topic: string | undefined) =>
			settle(await (await import('./verbs/help.ts')).help(topic, program)),
		);
}
