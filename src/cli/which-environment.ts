import {Fault} from '../fault.ts';
import type {Runbook} from '../runbook/model.ts';
import {askLine} from './ask.ts';
import {isTerminal} from './screens.ts';

/** The environment is never guessed between several: a run on the wrong one is the worst thing a tool can do. */
export async function environmentOf(
	runbook: Runbook,
	options: {env?: string | undefined},
	attended: boolean,
): Promise<string> {
	const names = Object.keys(runbook.meta.environments);
	if (options.env !== undefined) {
		if (names.length > 0 && !names.includes(options.env)) {
			throw new Fault(
				'cli.usage',
				`This runbook is not meant for “${options.env}”.`,
				`Its environments are: ${names.join(', ')}.`,
			);
		}
		return options.env;
	}
	const [only] = names;
	if (names.length <= 1) {
		return only ?? 'production';
	}
	const answer =
		attended && isTerminal() ? await askLine(`Which environment? (${names.join(', ')}) `) : undefined;
	if (answer === undefined || !names.includes(answer.trim())) {
		throw new Fault(
			'cli.usage',
			answer === undefined
				? 'This runbook is for several environments.'
				: `“${answer.trim().slice(0, 80)}” is none of its environments.`,
			`Say which with --env: ${names.join(', ')}.`,
		);
	}
	return answer.trim();
}
