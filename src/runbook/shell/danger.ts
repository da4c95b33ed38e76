import type {CommandDanger} from '../work-model.ts';
import {programDanger} from './programs.ts';
import {type SimpleCommand, simpleCommands} from './simple.ts';
import {sqlClients, sqlDangerOf} from './sql.ts';
import {worst} from './worst.ts';
import {unwrap} from './wrappers.ts';

/** `sudo` in `ssh` in `kubectl exec` …: deeper than this counts as changing. */
const nestingMax = 8;

/**
What a shell text can do to the world (rule R15): the worst of its program calls, whatever they stand behind (`sudo`,
`env`, `time`, `ssh host`, `docker exec`, `xargs`, `$(…)`).

@param unknown what a program that isn't known counts as.
*/
export function dangerOf(text: string, unknown: CommandDanger = 'changing'): CommandDanger {
	return dangerAt(text, {depth: 0, unknown});
}

type Depth = {readonly depth: number; readonly unknown: CommandDanger};

function dangerAt(text: string, at: Depth): CommandDanger {
	return at.depth > nestingMax
		? 'changing'
		: worst(simpleCommands(text).map(command => worst([redirectDanger(command), callDanger(command, at)])));
}

function callDanger(command: SimpleCommand, at: Depth): CommandDanger {
	const {words} = command;
	const {depth, unknown} = at;
	const deeper = {depth: depth + 1, unknown};
	if (words.length === 0 || depth > nestingMax) {
		return words.length === 0 ? 'read' : 'changing';
	}
	const inner = unwrap(words);
	if (inner !== undefined) {
		const script = inner.script ?? (inner.readsScript ? command.heredoc : undefined);
		return worst([
			inner.words === undefined ? 'read' : callDanger({...command, words: inner.words}, deeper),
			script === undefined ? 'read' : dangerAt(script, deeper),
			inner.words === undefined && script === undefined ? 'changing' : 'read',
		]);
	}
	return sqlClients.has(words[0] ?? '') && command.heredoc !== undefined
		? worst([sqlDangerOf(command.heredoc), programDanger({...command, heredoc: undefined}, unknown)])
		: programDanger(command, unknown);
}

const harmlessTargets = /^(?:\/dev\/(?:null|stdout|stderr|tty|fd\/\d+)|&?\d+-?|&?-|)$/;

function redirectDanger(command: SimpleCommand): CommandDanger {
	if (command.words[0] === '[[' || command.words[0] === '((') {
		return 'read';
	}
	const written = command.redirects.filter(
		redirect => redirect.operator.includes('>') && !harmlessTargets.test(redirect.target),
	);
	if (written.some(redirect => /^\/dev\/(?:sd|nvme|vd|xvd|hd|mapper|disk|md)/.test(redirect.target))) {
		return 'irreversible';
	}
	return written.length > 0 ? 'changing' : 'read';
}
