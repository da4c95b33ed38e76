import {pathToFileURL} from 'node:url';
import {sanitiseLine} from './sanitise.ts';

type Around = {
	readonly env: Readonly<Record<string, string | undefined>>;
	/** Whether a terminal shows it at all. */
	readonly isTerminal: boolean;
	/** This computer's name: a terminal on another one then knows that the file isn't there. */
	readonly host: string;
};

const end = '\u001B\\';

/**
A path that can be clicked (OSC 8) where the terminal is known to understand that; elsewhere the path alone. For files of
our own only: what comes from outside is never made a link.

@param path absolute.
*/
export function fileLink(path: string, {env, isTerminal, host}: Around): string {
	const words = sanitiseLine(path);
	if (!isTerminal || !understandsLinks(env)) {
		return words;
	}
	const url = pathToFileURL(path);
	return `\u001B]8;;file://${encodeURIComponent(host)}${url.pathname}${end}${words}\u001B]8;;${end}`;
}

/** Terminals that draw a link and nothing else; tmux and screen may hand it to one that doesn't. */
function understandsLinks(env: Around['env']): boolean {
	if (env.TMUX !== undefined || env.STY !== undefined || env.TERM === 'dumb') {
		return false;
	}
	return (
		['iTerm.app', 'WezTerm', 'vscode', 'ghostty'].includes(env.TERM_PROGRAM ?? '') ||
		Number(env.VTE_VERSION ?? 0) >= firstVte ||
		env.KITTY_WINDOW_ID !== undefined ||
		env.WT_SESSION !== undefined
	);
}

/** Version 0.50 of the library behind GNOME Terminal and its kin, as it writes itself. */
const firstVte = 5000;
