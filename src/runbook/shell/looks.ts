import {isKnownCommand, isScript} from './known.ts';

/** Programs whose names open English sentences as well. */
const english: ReadonlySet<string> = new Set(
	`act ag ant apply at atlas batch bundle cap cat code command complete cut date direct echo ed envoy eval exec exit expand export expect fast fast file find fold for free go
	goose head history host hub hurl ignite install join jump just kill killall last less let link local login logout loop mail make migrate more move mount note open op pack
	paste patch pass ping pod port print read record render reset return rename repo rg route run salt say screen script seal select set ship shift sleep sort source split
	stack start stat step stop strip sum sync tail task test then time top touch trap tree trim true type unless until update users vault vector verify view volta wait wall
	watch what where which while who yes dir disown host if case function false curator dive drone foreman forever forge hub just keepalived key mage mise mutt puppet rush
	render turbo swag task vite wire`.split(/\s+/),
);

/**
Says whether a line of text is a command rather than a sentence: its first word is a known program (assignments,
`sudo` and `env` looked through), and what follows does not read as English.
*/
export function looksLikeCommand(text: string): boolean {
	const words = text.trim().split(/\s+/).slice(0, 30);
	let at = 0;
	while (
		/^[A-Za-z_]\w*=\S*$/.test(words[at] ?? '') ||
		/^(?:sudo|env|time|nohup|command|exec|!)$/.test(words[at] ?? '') ||
		(at > 0 && /^-[a-zA-Z]$/.test(words[at] ?? ''))
	) {
		at++;
	}
	const first = words[at];
	if (first === undefined) {
		return words.length > 0 && /^[A-Za-z_]\w*=\S+$/.test(words[0] ?? '');
	}
	return isKnownCommand(first) && !readsAsEnglish(first, words.slice(at + 1));
}

/** Says whether a word looks like an argument rather than a word of a sentence. */
function isArgument(word: string): boolean {
	return (
		/^[-./~$"'<{*@%&|;>]|[/=@]|\.\w|:\d|^\d+$|^\w+:\w|_|^\[/.test(word) && !/^\(|^[a-z]+[.,;:!?]$/i.test(word)
	);
}

/** Programs whose arguments are plain words: `make build`. */
const takesTargets: ReadonlySet<string> = new Set(['make', 'just', 'mage', 'go', 'vault', 'cap']);
/** Programs that run another one: `watch kubectl get pods`. */
const wrapping: ReadonlySet<string> = new Set(['watch', 'time', 'exec', 'command', 'exit']);
const functionWord =
	/^(?:sure|the|a|an|it|this|that|them|of|to|up|on|back|ahead|through|over|use|certain|note|your|our|every|any|with|into|and|or|for|in)$/i;

function readsAsEnglish(first: string, rest: readonly string[]): boolean {
	if (isScript(first) || rest.length === 0) {
		return (
			rest.length === 0 &&
			english.has(first) &&
			!/^(?:date|free|top|users|who|exit|true|history|login|logout|sync|reset|yes|false|mount|make|dir)$/.test(
				first,
			)
		);
	}
	if (wrapping.has(first) && isKnownCommand(rest[0] ?? '') && !english.has(rest[0] ?? '')) return false;
	const hasArgument = rest.some(isArgument);
	if (takesTargets.has(first) && rest.length <= 3 && !rest.some(word => functionWord.test(word))) {
		return false;
	}
	if (english.has(first)) {
		return (
			!isArgument(rest[0] ?? '') &&
			!(
				hasArgument &&
				rest.length <= 4 &&
				!/^(?:the|a|an|all|any|each|every|this|that|your|our|and|or|to|for|in|on|if|it|with)$/i.test(
					rest[0] ?? '',
				)
			)
		);
	}
	const articles = rest.filter(word =>
		/^(?:the|a|an|is|are|was|your|our|this|that|should|will|has|have|been|which|its|their|can|must)$/i.test(
			word,
		),
	).length;
	return articles > 0 && !hasArgument && !rest.some(word => /["'|]/.test(word));
}
