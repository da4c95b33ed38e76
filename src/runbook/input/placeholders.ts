/** A place in a runnable text that a person has to fill in (rule R12). */
export type Placeholder = {
	/** As it stands in the text. */
	readonly token: string;
	readonly name: string;
	/** `sure`: the text can't run with it. `likely`: asked, and left alone unless answered. */
	readonly confidence: 'sure' | 'likely';
	/** Where it stands in the text, UTF-16 offset. */
	readonly index: number;
	/** `<a|b|c>`. */
	readonly choices?: readonly string[];
	/** The word it belongs to, in front of it: `api@sha256:` before `<digest>`. */
	readonly qualifier: string;
	/** An environment variable that nothing in the runbook sets. */
	readonly variable: boolean;
};

/** Longer scripts are searched to here only. */
const textMax = 200_000;

/** Finds the placeholders of one script, URL or statement, in order of appearance. */
export function findPlaceholders(text: string): readonly Placeholder[] {
	const source = text.slice(0, textMax);
	if (!/[<{[A-Z]|x\.|\.x|xx|your|my-|change[-_]?me|email/.test(source)) return [];
	const found: Placeholder[] = [];
	const taken = new Uint8Array(source.length);
	for (const rule of rules) {
		for (const match of source.matchAll(rule.pattern)) {
			const token = match[rule.group ?? 0] ?? '';
			const index = match.index + match[0].indexOf(token);
			if (taken.subarray(index, index + token.length).some(mark => mark === 1)) continue;
			if (rule.refuses?.(token, {source, index})) continue;
			taken.fill(1, index, index + token.length);
			found.push(placeholderOf(rule, {token, index, source}));
		}
	}
	return found.sort((one, other) => one.index - other.index);
}

type At = {readonly source: string; readonly index: number};
type Rule = {
	readonly pattern: RegExp;
	/** The group that is the token; the whole match when absent. */
	readonly group?: number;
	readonly confidence: 'sure' | 'likely';
	/** Fixed name; else the token's own words. */
	readonly name?: string;
	readonly refuses?: (token: string, at: At) => boolean;
};

function placeholderOf(rule: Rule, {token, index, source}: At & {token: string}): Placeholder {
	const inner = token.replace(/^(?:<|\{\{\s*|\{|\[)|(?:>|\s*\}\}|\}|\])$/g, '');
	const choices = /^[\w./-]+(?:\|[\w./-]+)+$/.test(inner) ? inner.split('|') : undefined;
	const qualifier = /[^\s"'`=,;(|&]{0,120}$/.exec(source.slice(Math.max(0, index - 121), index))?.[0] ?? '';
	return {
		token,
		name: rule.name ?? nameOf(choices ? choices.slice(0, 3).join('-or-') : inner),
		confidence: rule.confidence,
		index,
		qualifier,
		variable: false,
		...(choices ? {choices} : {}),
	};
}

/** `Pod name` → `pod-name`, `YOUR_ORG` → `org`. */
export function nameOf(words: string): string {
	const name = (words.split(/[,;:]|\se\.?g\b/i)[0] ?? words)
		.toLowerCase()
		.replace(/^(?:(?:your|the|my|a|an|insert|enter)[\s_-]+)+(?=[a-z])/, '')
		.replace(/[^a-z0-9.]+/g, '-')
		.replace(/^[-.]+|[-.]+$/g, '')
		.slice(0, 60);
	return name === '' ? 'value' : /^\d/.test(name) ? `value-${name}` : name;
}

const htmlNames = new Set(
	'a b i p br hr li ol ul td th tr div pre span body head html table title code em strong h1 h2 h3 h4 h5 h6 img script style link meta form input button label section article header footer nav main'.split(
		' ',
	),
);
const templateWords = new Set('end else range if with define block template include'.split(' '));

const rules: readonly Rule[] = [
	{pattern: /\[email[\s\u00a0]protected\]/gi, confidence: 'sure', name: 'address'},
	{
		pattern: /(?<!<)<(?=[\p{L}_.])[^<>\n"'`$;&(){}]{1,80}(?<!\s)>(?!>)/gu,
		confidence: 'sure',
		refuses: (token, at) => isMarkup(token, at) || /^<[^>]*@[^>]*\.[a-z]+>$/i.test(token),
	},
	{
		pattern: /(?<![$\w{])\{\{-?\s*([A-Za-z][\w.-]*)\s*-?\}\}/g,
		confidence: 'sure',
		refuses: token => templateWords.has(token.replace(/[{}\s-]/g, '').toLowerCase()),
	},
	{
		pattern: /YYYY[-_/.]?MM[-_/.]?DD(?:[-_T ]?HH[-_:]?MM(?:[-_:]?SS)?)?/gi,
		confidence: 'sure',
		name: 'date',
		refuses: (token, at) =>
			/[a-z]/.test(token) ||
			/date[^\n]{0,40}\+["']?[^\n]{0,40}$/.test(at.source.slice(Math.max(0, at.index - 60), at.index)),
	},
	{
		pattern:
			/(?<![A-Za-z0-9.])v?((?:X\.Y(?:\.[XYZ])?|x\.y(?:\.z)?|x\.x\.x|X\.X\.X|N\.N\.N|X\.X)(?:-rc\.?[XN])?)(?![A-Za-z0-9]|\.[XYZxyz])/g,
		group: 1,
		confidence: 'sure',
		name: 'version',
	},
	{
		pattern:
			/(?<![A-Za-z0-9.])v?(\d{1,4}\.(?:(?:\d{1,4}|[XYZ]|xx?)\.)*(?:XX?|Y|Z|xx)(?:\.(?:\d{1,4}|[XYZ]|xx?))*)(?![A-Za-z0-9])/g,
		group: 1,
		confidence: 'sure',
		name: 'version',
	},
	{
		pattern: /(?<![A-Za-z0-9])(?:[a-z]{1,4}-)?[Xx]{3,}(?![A-Za-z0-9])/g,
		confidence: 'sure',
		name: 'value',
		refuses: (_, at) =>
			/mktemp\b[^\n;|&]{0,200}$/.test(at.source.slice(Math.max(0, at.index - 210), at.index)),
	},
	{pattern: /(?<![A-Za-z0-9])XX(?![A-Za-z0-9])/g, confidence: 'sure', name: 'value'},
	{pattern: /(?<![A-Za-z0-9])xx(?:[-.]xx)+(?![A-Za-z0-9])/g, confidence: 'sure', name: 'value'},
	{pattern: /(?<![A-Za-z0-9_])YOUR[_-][A-Z0-9]+(?:[_-][A-Z0-9]+)*/g, confidence: 'sure'},
	{pattern: /(?<![A-Za-z0-9_])your[-_][a-z0-9]+(?:[-_][a-z0-9]+)*/g, confidence: 'sure'},
	{
		pattern:
			/(?<![A-Za-z0-9_-])your(?:domain|company|org|project|name|server|host|user|username|app|bucket|cluster)(?![A-Za-z0-9_])/g,
		confidence: 'sure',
	},
	{pattern: /(?<=^|[^A-Za-z0-9]|-[a-zA-Z])change[-_]?me(?![A-Za-z0-9])/gi, confidence: 'sure', name: 'value'},
	{
		pattern: /(?<![\w$./{[-])[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+(?![\w=({[-]|\s*\()/g,
		confidence: 'likely',
		refuses: isConstant,
	},
	{pattern: /(?<=[\s/=:@])[A-Z][A-Z0-9]{3,}(?=[\s/:@]|$)/g, confidence: 'likely', refuses: isConstant},
	{
		pattern: /(?<=[\s=:@/"'])\[([a-z][a-z0-9 _|-]{2,60})\](?=[\s"'/:@.,]|$)/gi,
		confidence: 'likely',
		refuses: token => /^\[(?:skip ci|ci skip|no ci|options?|flags?|a-z|unit|service|install)/i.test(token),
	},
	{
		pattern: /(?<![$%{@\w\\])\{([A-Za-z][\w-]{1,40})\}(?!\})/g,
		confidence: 'likely',
		refuses: token => /^\{(?:print|upstream|push|user|name)\}$/.test(token),
	},
	{pattern: /(?<![\w./-])my-[a-z0-9]+(?:-[a-z0-9]+)*/g, confidence: 'likely'},
];

/** `<div>` in a here-document, or any tag whose closing form stands beside it. */
function isMarkup(token: string, {source}: At): boolean {
	const name = /^<([\w:-]+)/.exec(token)?.[1] ?? '';
	return (
		token.startsWith('</') ||
		htmlNames.has(name.toLowerCase()) ||
		source.includes(`</${name}`) ||
		token.endsWith('/>')
	);
}

/** Words in capitals that mean themselves. */
const constants = new Set(
	`GET POST PUT PATCH DELETE HEAD OPTIONS HTTP HTTPS JSON YAML HTML UTF EOF EOS SQL TRUE FALSE NULL NONE TERM KILL STOP CONT QUIT SIGTERM SIGKILL SIGHUP SIGINT SIGUSR1 SIGUSR2
	INFO DEBUG WARN WARNING ERROR FATAL TRACE README LICENSE CHANGELOG MAKEFILE DOCKERFILE FETCH_HEAD ORIG_HEAD MERGE_HEAD SELECT FROM WHERE INSERT INTO UPDATE CREATE TABLE DROP ALTER GRANT REVOKE
	DATABASE USER ROLE WITH PASSWORD VALUES ORDER LIMIT COUNT EXISTS ONLY ANALYZE VACUUM INDEX BEGIN COMMIT ROLLBACK ACCEPT REJECT INPUT OUTPUT FORWARD PREROUTING POSTROUTING LISTEN ESTABLISHED
	FLUSHALL FLUSHDB CONFIG CLIENT CLUSTER INFO PING KEYS SCAN SAVE BGSAVE RUNNING PENDING FAILED READY AVAILABLE ACTIVE EXEC PROC CRITICAL NOTICE DONE WAIT TODO FIXME VERSION_ID ON_ERROR_STOP
	CNAME AAAA PTR SRV CAA READONLY REQUIRED DEFAULT PUBLIC PRIVATE MASTER SLAVE REPLICA PRIMARY STATUS SHOW SLOTS PROCESSLIST FULL GLOBAL VARIABLES TABLES DATABASES LIKE EXTENDED VERBOSE`.split(
		/\s+/,
	),
);

function isConstant(token: string, {source, index}: At): boolean {
	if (constants.has(token) || /^(?:RFC|ISO|SHA|AES|RSA|TLS|SIG)[_-]?\d*$/.test(token)) return true;
	const before = source.slice(Math.max(0, index - 2_000), index);
	const line = before.slice(before.lastIndexOf('\n') + 1);
	return (
		/(?:^|\s)-(?:X|-request)\s*$/.test(line) ||
		/^\s*#/.test(line) ||
		isQuoted(line) ||
		(/[-/.]$/.test(line) === false && /\b(?:export|unset|read|local|declare)\s+$/.test(line))
	);
}

/** Inside quotes a word in capitals is text or SQL more often than a gap. */
function isQuoted(line: string): boolean {
	return (line.split("'").length - 1) % 2 === 1 || (line.replace(/\\"/g, '').split('"').length - 1) % 2 === 1;
}
