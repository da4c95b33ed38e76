import type {CommandWork} from '../runbook/work-model.ts';
import {type At, performAt, scriptAt} from './at.ts';
import {fillPattern} from './fill.ts';
import {type Attempt, type Finding, failed, unknown} from './finding.ts';
import {startInBackground, stopInBackground} from './shell/background.ts';
import {stepVariables} from './shell/environment.ts';
import {runLocally} from './shell/local.ts';
import {needsTerminal} from './shell/sudo.ts';

/** Runs a shell block: precheck, script, verify, each stopping the rest when it does not pass. */
export async function performCommand(attempt: Attempt, given: CommandWork): Promise<Finding> {
	const {order, tools} = attempt;
	const work = withPatterns(given, order.values);
	if (order.part !== 'whole' && order.script === undefined && !(work.background && order.part === 'undo')) {
		return unknown(`Nothing is written down that would ${order.part} this step; nothing was run.`);
	}
	const variables = stepVariables(order, work, tools.secrets);
	if (!variables.ok) {
		return failed(variables.why);
	}
	if (work.on.length > 0) {
		return (await import('./ssh/hosts.ts')).performOnHosts(attempt, work, variables.env);
	}
	if (work.background && order.part === 'undo' && order.script === undefined) {
		return stopInBackground(attempt);
	}
	const run = (await needsTerminal(attempt, work)) ? {...work, interactive: true} : work;
	const at: At = {
		attempt,
		run,
		variables: variables.env,
		place: {host: '', run: (part, script) => runLocally(attempt, part, script)},
	};
	if (!work.background || order.part !== 'whole') {
		return performAt(at);
	}
	const script = scriptAt(at);
	return 'text' in script ? startInBackground(attempt, run, script) : script;
}

/** What its output is held against may name inputs: the digest that is meant, the version that is released. */
function withPatterns(work: CommandWork, values: Readonly<Record<string, string>>): CommandWork {
	const {failOn, expectOutput} = work;
	return {
		...work,
		...(failOn === undefined ? {} : {failOn: fillPattern(failOn, values)}),
		...(expectOutput === undefined ? {} : {expectOutput: fillPattern(expectOutput, values)}),
	};
}
