import type {Problem} from '../model.ts';
import {finding, type Paper, type Rule} from './paper.ts';

/** Passwords, tokens and keys that stand in the text, and those handed over as arguments. */
export const secrets: Rule = paper =>
	paper.source.lines.flatMap((text, index) => secretIn(paper, text.slice(0, lineMax), index + 1));

/** A line is looked at to this length. */
const lineMax = 4000;

type Shape = {
	readonly code: 'unsafe.secret' | 'unsafe.secret-argument';
	readonly what: string;
	readonly pattern: RegExp;
};

/** `value` is the group that has to be a real secret and no placeholder. */
const shapes: readonly Shape[] = [
	{code: 'unsafe.secret', what: 'An AWS access key', pattern: /\b(?<value>(?:AKIA|ASIA)[0-9A-Z]{16})\b/},
	{
		code: 'unsafe.secret',
		what: 'A GitHub token',
		pattern: /\b(?<value>gh[pousr]_[A-Za-z0-9]{30,}|github_pat_\w{40,})\b/,
	},
	{code: 'unsafe.secret', what: 'A GitLab token', pattern: /\b(?<value>glpat-[\w-]{20,})\b/},
	{
		code: 'unsafe.secret',
		what: 'A Slack token or hook',
		pattern: /(?<value>xox[abpr]-[\w-]{10,}|hooks\.slack\.com\/services\/T\w{6,}\/B\w{6,}\/\w{16,})/,
	},
	{
		code: 'unsafe.secret',
		what: 'A private key',
		pattern: /(?<value>-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----)/,
	},
	{
		code: 'unsafe.secret',
		what: 'A password in a URL',
		pattern: /\b[a-z][a-z+]{2,12}:\/\/[^\s:/@]{1,60}:(?<value>[^\s:/@"'`$<{][^\s:/@"'`]{2,80})@/,
	},
	{code: 'unsafe.secret', what: 'A bearer token', pattern: /\bBearer\s+(?<value>[A-Za-z0-9._~+/-]{16,}=*)/},
	{
		code: 'unsafe.secret',
		what: 'A secret',
		pattern:
			/(?:^|[\s"';])(?:export\s+)?(?:[A-Z][A-Z0-9_]*)?(?:PASSWORD|PASSWD|SECRET|TOKEN|API_?KEY|PRIVATE_KEY)[A-Z0-9_]*=["']?(?<value>[^\s"'$<{`|;&()]{4,})/,
	},
	{
		code: 'unsafe.secret',
		what: 'A password',
		pattern:
			/\s--?(?:password|passwd|pass|secret|token|api-key)[= ]["']?(?<value>[^\s"'$<{`|;&()-][^\s"'$<{`|;&()]{3,})/,
	},
	{
		code: 'unsafe.secret',
		what: 'A password',
		pattern: /\bcurl\b.*\s(?:-u|--user)[= ]["']?[^\s:"'$<{]{1,60}:(?<value>[^\s"'$<{`|;&()]{4,})/,
	},
	{
		code: 'unsafe.secret',
		what: 'A password',
		pattern: /\bmysql(?:dump|admin)?\b.*\s-p["']?(?<value>[^\s"'$<{`-][^\s"'$<{`]{3,})/,
	},
	{
		code: 'unsafe.secret-argument',
		what: 'A password',
		pattern: /\s--(?:password|passwd|secret|token)[= ]["']?(?<value>\$\{?\w+\}?)/,
	},
	{
		code: 'unsafe.secret-argument',
		what: 'A password',
		pattern: /\bmysql(?:dump|admin)?\b.*\s-p["']?(?<value>\$\{?\w+\}?)/,
	},
];

const placeholder =
	/^(?:x+|X+|\*+|\.+|…|your[-_]|my[-_]|change|example|placeholder|secret|password|passwd|token|redacted|hidden|dummy|test|foo|bar|todo|none|null|true|false|env:|vault:|op:|file:|ssm:|sops|stdin|secretref|\[)/i;

function secretIn(paper: Paper, text: string, line: number): readonly Problem[] {
	for (const {code, what, pattern} of shapes) {
		const match = pattern.exec(text);
		const value = match?.groups?.value ?? '';
		const isReal =
			match !== null &&
			!placeholder.test(value) &&
			!/example|<[^>]+>|\{\{/i.test(code === 'unsafe.secret' ? value : '');
		if (isReal && (code === 'unsafe.secret' || paper.fenced.has(line))) {
			const message =
				code === 'unsafe.secret'
					? `${what} stands in the text.`
					: `${what} is handed over as an argument (${value.slice(0, 40)}).`;
			return [finding(code, {line, column: text.indexOf(value) + 1}, {message})];
		}
	}
	return [];
}
