import type {ShellCommand} from '../work-model.ts';
import {hasOption, positionalWords} from './options.ts';
import {feeds, type SimpleCommand} from './simple.ts';

type TerminalNeed = ShellCommand['tty'];

/** Sessions, watches and forwards of a cluster's client. */
export function kubernetesNeed(command: SimpleCommand): TerminalNeed {
	const verb =
		positionalWords(command.words, '-n --namespace --context --kubeconfig --cluster -s --server --as')[0] ??
		'';
	const before = command.words.includes('--')
		? command.words.slice(0, command.words.indexOf('--'))
		: command.words;
	if (verb === 'edit' || (verb === 'debug' && !feeds(command))) {
		return 'interactive';
	}
	if (verb === 'port-forward' || verb === 'proxy') {
		return 'endless';
	}
	const follows =
		(verb === 'logs' && hasOption(before, '-f', '--follow')) ||
		(verb === 'get' && hasOption(before, '-w', '--watch'));
	const attaches =
		/^(?:exec|run|attach|rsh)$/.test(verb) &&
		(hasOption(before, '-t', '--tty') || verb === 'rsh') &&
		!feeds(command);
	return follows ? 'endless' : attaches ? 'interactive' : 'none';
}

/** Sessions and followed logs of container programs. */
export function containerNeed(command: SimpleCommand): TerminalNeed {
	const verbs = positionalWords(
		command.words,
		'-H --host -c --context --config -f --file -p --project-name --profile --env-file --project-directory',
	);
	const compose = verbs[0] === 'compose';
	const verb = (compose ? verbs[1] : verbs[0]) ?? '';
	const rest = command.words.slice(command.words.indexOf(verb));
	const isFollow = verb === 'logs' && hasOption(rest, '-f', '--follow');
	const isStats = (verb === 'stats' && !rest.includes('--no-stream')) || verb === 'events';
	const isForeground = compose && verb === 'up' && !hasOption(rest, '-d', '--detach', '--wait', '--no-start');
	if (isFollow || isStats || isForeground) {
		return 'endless';
	}
	return openSession(verb, rest, {compose, feeds: feeds(command)}) ? 'interactive' : 'none';
}

/** `compose exec` gives a terminal unless told not to; it is a session only where a shell or a REPL is opened. */
function openSession(
	verb: string,
	rest: readonly string[],
	how: {compose: boolean; feeds: boolean},
): boolean {
	if (verb === 'login') {
		return !rest.some(word => /^(?:--password|-p$|--password-stdin)/.test(word));
	}
	if (!/^(?:exec|run|attach)$/.test(verb) || how.feeds) {
		return false;
	}
	const flags = rest.slice(1, 1 + rest.slice(1).findIndex(word => !word.startsWith('-')));
	return (
		hasOption(['', ...flags], '-t', '--tty') ||
		(how.compose && /^(?:ba|z|a)?sh$|^(?:psql|mysql|redis-cli|python3?|irb|mongosh)$/.test(rest.at(-1) ?? ''))
	);
}
