import {isKnownCommand} from '../shell/known.ts';
import {looksLikeCommand} from '../shell/looks.ts';

/** True for a line no shell was meant to read: output, YAML, a tree, an URL, a chat command, a sentence (rule R4d). */
export function looksLikeOutput(text: string): boolean {
	const line = text.trim().slice(0, 1_000);
	if (line === '') return false;
	if (isDataFile(line) || isCall(line) || /^[a-z][a-z0-9+.-]*:\/\//i.test(line)) return true;
	if (isKnownCommand(firstWord(line))) return !looksLikeCommand(line) && isSentence(line);
	return outputStarts.some(pattern => pattern.test(line));
}

/** Nothing but the path of a file that is data: `/etc/shop/site.conf`. */
function isDataFile(line: string): boolean {
	return /^[\w~./-]+\.(?:conf|cfg|ini|md|txt|json|ya?ml|toml|env|log|xml|html?|csv|sql|tf|service|pem|crt)$/.test(
		line,
	);
}

/** `sum by (job) (rate(…))`, `println(x)`: a query or a program's code; a shell function has nothing between its parentheses. */
function isCall(line: string): boolean {
	return /^[A-Za-z_]\w*(?:\s+(?:by|without)\s*)?\([^)\s]/.test(line);
}

const outputStarts: readonly RegExp[] = [
	/^\d/,
	/^[^\x00-\x7f]/,
	/^[+|][-=+|]/,
	/^[|]\s/,
	/^[\w./-]+:(?:\s|$)/,
	/^["'][\w .-]+["']\s*:/,
	/^\[(?![\s[])/,
	/^[{}]\s*(?:$|["'}])/,
	/^\{[^ ]/,
	/^\]/,
	/^<\/?[a-zA-Z!?][^>]*>/,
	/^@\w/,
	/^\/[a-z][\w-]*(?:\s|$)/i,
	/^[A-Z][a-z]+(?:[\s,.:;!?]|$)/,
	/^[A-Z][A-Z0-9_%/()-]+(?:\s+[A-Z][A-Z0-9_%/()-]*)+\s*$/,
	/^(?:\.{3}|…|-{3,}|={3,}|\*{3,})/,
	/^(?:select|insert|update|delete|create|alter|drop|with|begin|commit)\s.*;\s*$/i,
];

/** A program's name that opens an English sentence: "make sure that …", "find the pod". */
function isSentence(line: string): boolean {
	return !/[|><;&$`"'=\\/]|\s--?\w/.test(line) && line.split(/\s+/).length >= 4;
}

/** True when a logical line can be taken for a command: a known program, a path, shell syntax, or an unknown word with a flag. */
export function readsAsCommand(text: string): boolean {
	const line = text.trim();
	if (line === '' || isAssignment(line)) return /^\w+=.*(?:\$\(|`)/s.test(line.slice(0, 5_000));
	if (looksLikeOutput(line)) return false;
	if (looksLikeCommand(line)) return true;
	if (/^(?:\[\[? |\(\s*\S|\{ |! )/.test(line)) return true;
	const word = firstWord(line);
	return isKnownCommand(word)
		? !isSentence(line)
		: /^[a-z][\w.-]*$/.test(word) && /\s--?[a-zA-Z]/.test(line.slice(0, 2_000));
}

/** `NAME=value` and no program after it. */
export function isAssignment(line: string): boolean {
	return /^[A-Za-z_]\w*\+?=/.test(line) && firstWord(line) === '';
}

/** The program's name: assignments before it are passed over, quotes and `sudo`-like wrappers are left to the shell room. */
export function firstWord(line: string): string {
	const rest = line
		.slice(0, 2_000)
		.replace(
			/^(?:[A-Za-z_]\w*\+?=(?:"[^"]*"|'[^']*'|\$\([^()]*\)|`[^`]*`|[^\s"'`$]|\$(?!\())*(?:\s+|$))+/,
			'',
		);
	return /^[^\s;|&()]+/.exec(rest)?.[0] ?? '';
}
