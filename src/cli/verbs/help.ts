import type {Command} from 'commander';
import {type ExitCode, exitCode} from '../../fault.ts';
import {frontPage} from '../front-page.ts';
import {manualPage, manualTopics} from '../manual.ts';
import {say} from '../out.ts';

export async function help(topic: string | undefined, program: Command): Promise<ExitCode> {
	await say(
		topic === undefined ? frontPage() : topic === 'all' ? everything(program) : onTopic(program, topic),
	);
	return exitCode.complete;
}

/** A topic that is a verb shows the verb's own options, then its page where the manual has one of that name. */
function onTopic(program: Command, topic: string): string {
	const options = verbHelp(program, topic);
	if (options === undefined) {
		return manualPage(topic);
	}
	return manualTopics().includes(topic) ? `${options}\n${manualPage(topic)}` : options;
}

function verbHelp(program: Command, name: string): string | undefined {
	return program.commands.find(command => command.name() === name)?.helpInformation();
}

function everything(program: Command): string {
	const verbs = program.commands.map(command => {
		const words = [
			command.name(),
			...command.registeredArguments.map(argument =>
				argument.required ? `<${argument.name()}>` : `[${argument.name()}]`,
			),
		];
		return `  ${words.join(' ').padEnd(26)} ${command.description()}`;
	});
	return `Verbs\n${verbs.join('\n')}\n\ngonogo VERB --help shows its options.\n\nManual\n  ${manualTopics().join(' · ')}\n`;
}
