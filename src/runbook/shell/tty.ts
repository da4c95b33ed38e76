import type {ShellCommand} from '../work-model.ts';
import {isKnownCommand} from './known.ts';
import {hasOption} from './options.ts';
import {feeds, type SimpleCommand, simpleCommands} from './simple.ts';
import {terminalRules} from './tty-rules.ts';
import {unwrap} from './wrappers.ts';

export type TerminalNeed = ShellCommand['tty'];

/**
What a shell text needs of the terminal (rule R16): `interactive` takes all of it (an editor, a session, a login),
`endless` runs until a key stops it (`tail -f`, `watch`, `docker stats`). `sudo` alone needs none here: see
{@link asksForPassword}.
*/
export function ttyOf(text: string, depth = 0): TerminalNeed {
	const commands = simpleCommands(text).filter(command => !command.nested);
	const needs = commands.map((command, index) =>
		needOf(command, {last: commands[index + 1]?.piped !== true, depth}),
	);
	return needs.includes('interactive') ? 'interactive' : needs.includes('endless') ? 'endless' : 'none';
}

/** Says whether a text never ends by itself and yet draws on the terminal it is given: `top` does not start without one. */
export function drawsWithoutEnd(text: string): boolean {
	return simpleCommands(text).some(({words}) => {
		const inner = unwrap(words)?.words ?? words;
		return isTop((inner[0] ?? '').replace(/^.*\//, ''), inner);
	});
}

function isTop(program: string, words: readonly string[]): boolean {
	return program === 'top' && !hasOption(words, '-b', '-l');
}

/** Says whether a text calls `sudo` or `doas` in a way that may ask for a password. */
export function asksForPassword(text: string): boolean {
	return simpleCommands(text).some(
		({words}) =>
			/^(?:sudo|doas)$/.test(words[0] ?? '') && !hasOption(words, '-n', '--non-interactive', '-k', '-K'),
	);
}

/** Wrappers within wrappers. */
const nestingMax = 8;

type Place = {
	/** Its output goes to the screen, not into a pipe. */
	readonly last: boolean;
	readonly depth: number;
};

function needOf(command: SimpleCommand, place: Place): TerminalNeed {
	const {words} = command;
	const program = (words[0] ?? '').replace(/^.*\//, '');
	const inner = place.depth < nestingMax ? unwrap(words) : undefined;
	const own = ownNeed(program, command, place);
	if (own !== 'none' || inner === undefined) {
		return own;
	}
	if (inner.words !== undefined && inner.words.length > 0) {
		return needOf({...command, words: inner.words}, {...place, depth: place.depth + 1});
	}
	return inner.script === undefined || program === 'trap' ? 'none' : ttyOf(inner.script, place.depth + 1);
}

const editors: ReadonlySet<string> = new Set(
	`vi vim nvim nano emacs pico ed visudo vipw less more htop btop atop
		k9s ncdu tmux screen mc glances cfdisk man lazygit passwd irb iex ipython telnet
		ftp sftp lftp alsamixer tig raspi-config dpkg-reconfigure ssh-copy-id`.split(/\s+/),
);
const endless = new Set(['watch', 'iotop', 'iftop', 'nethogs', 'slabtop', 'stern', 'tcpdump', 'ngrok']);

function ownNeed(program: string, command: SimpleCommand, place: Place): TerminalNeed {
	if (editors.has(program)) {
		return place.last ? 'interactive' : 'none';
	}
	if (endless.has(program)) {
		return program === 'tcpdump' && hasOption(command.words, '-c', '-r') ? 'none' : 'endless';
	}
	return isTop(program, command.words)
		? 'endless'
		: (terminalRules[program]?.(command) ?? loginWithin(program, command));
}

/** Programs that log in by a verb of their own. */
const relays: ReadonlySet<string> = new Set(
	'minikube juju fly flyctl tsh colima limactl eb cf doctl hcloud docker-machine'.split(' '),
);

/** `gds connect -e production ssh cache:1`: a login through a program of the house, when nothing is run there. */
function loginWithin(program: string, command: SimpleCommand): TerminalNeed {
	const at = command.words.indexOf('ssh');
	if (at < 1 || feeds(command) || (isKnownCommand(program) && !relays.has(program))) return 'none';
	const rest = command.words.slice(at + 1).filter(word => !word.startsWith('-'));
	return rest.length <= 1 ? 'interactive' : 'none';
}
