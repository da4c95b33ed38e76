import type {ShellCommand} from '../work-model.ts';
import {dangerOf} from './danger.ts';
import {type CommandGroup, readGroups} from './groups.ts';
import {ttyOf} from './tty.ts';

/**
The logical lines of a shell block: continuations, here-documents, quotes, pipes and compounds (`for … done`) joined,
comments left out.

@param firstLine 1-based line of the script's first line in the runbook file.
*/
export function splitCommands(script: string, firstLine: number): readonly ShellCommand[] {
	const {groups} = readGroups(script, firstLine);
	return groups.flatMap(group =>
		group.commands.map(command => shellCommand(command, group, groups.length > 1)),
	);
}

function shellCommand(
	command: {text: string; line: number},
	group: CommandGroup,
	hasSeveral: boolean,
): ShellCommand {
	return {
		...command,
		danger: dangerOf(command.text),
		tty: ttyOf(command.text),
		...(hasSeveral && group.label !== undefined ? {group: group.label} : {}),
	};
}
