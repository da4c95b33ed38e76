import {Command, CommanderError} from 'commander';
import {exitCode, Fault} from '../fault.ts';
import {nearest} from '../runbook/schema/nearest.ts';
import {frontPage} from './front-page.ts';
import {addVerbs} from './verbs.ts';
import {version} from './version.ts';

/**
Reads the arguments and runs one verb.

@returns the exit code.
@throws Fault `cli.usage` for arguments that make no sense.
*/
export async function runProgram(args: readonly string[]): Promise<number> {
	const result: {code: number} = {code: exitCode.complete};
	const program = new Command('gonogo');
	program
		.exitOverride()
		.helpCommand(false)
		.version(version, '--version', 'print the version')
		.helpOption('-h, --help', 'show what the program can do')
		.configureOutput({writeErr: () => {}, outputError: () => {}})
		.configureHelp({
			formatHelp: (command, helper) =>
				command === program
					? frontPage()
					: new (helper.constructor as new () => typeof helper)().formatHelp(command, helper),
		})
		.showSuggestionAfterError(true)
		.argument('[verb]')
		.action(async (verb: string | undefined) => {
			result.code =
				verb === undefined ? await (await import('./verbs/home.ts')).home() : noVerb(program, verb);
		});
	addVerbs(program, code => {
		result.code = code;
	});
	try {
		await program.parseAsync(args, {from: 'user'});
	} catch (error) {
		return explainCommander(error);
	}
	return result.code;
}

function noVerb(program: Command, verb: string): never {
	const near = nearest(
		verb,
		program.commands.map(command => command.name()),
		2,
	);
	throw new Fault(
		'cli.usage',
		`There is no verb “${verb.slice(0, 80)}”${near === undefined ? '' : `; did you mean ${near}?`}`,
		'`gonogo help all` lists every verb. To walk a file: `gonogo run FILE`.',
	);
}

function explainCommander(error: unknown): number {
	if (!(error instanceof CommanderError)) {
		throw error;
	}
	if (error.exitCode === 0) {
		return exitCode.complete;
	}
	const message = error.message
		.replace(/^error: /, '')
		.replace(/\n\(Did you mean (.*)\?\)/, ' — did you mean $1?');
	throw new Fault(
		'cli.usage',
		`${message.charAt(0).toUpperCase()}${message.slice(1)}`,
		'`gonogo help all` lists every verb and its options.',
		{cause: error},
	);
}
