import {Fault} from '../fault.ts';
import type {Runbook} from '../runbook/model.ts';
import {sanitiseLine} from '../text/sanitise.ts';
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
	if (!attended || !isTerminal()) {
		throw new Fault('cli.usage', 'This runbook is for several environments.', sayWhich(names));
	}
	return asked(names);
}

/** Enter pressed too early, a slip of the hand, a name misremembered: more than these is somebody lost. */
const triesMax = 5;

async function asked(names: readonly string[]): Promise<string> {
	const offered = names.map(name => sanitiseLine(name)).join(', ');
	let wrong = '';
	for (let tries = 0; tries < triesMax; tries += 1) {
		const answer = (await askLine(`${wrong}Which environment? (${offered}) `))?.trim();
		if (answer === undefined) {
			break;
		}
		if (names.includes(answer)) {
			return answer;
		}
		wrong = answer === '' ? '' : `“${sanitiseLine(answer, answerCharsMax)}” is none of its environments.\n`;
	}
	throw new Fault('cli.usage', 'No environment was chosen.', sayWhich(names));
}

/** As much of a wrong answer as is said again. UTF-16 units. */
const answerCharsMax = 80;

function sayWhich(names: readonly string[]): string {
	return `Say which with --env: ${names.join(', ')}.`;
}
