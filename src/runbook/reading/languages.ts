/** What a fence's language says about its content, before its lines are looked at. */
export type LanguageKind =
	| 'shell'
	| 'unlabelled'
	| 'http'
	| 'sql'
	| 'structured'
	| 'content'
	| 'code'
	| 'output'
	| 'diagram'
	| 'query'
	| 'other';

/** The bare language of an info string, whatever decoration a site generator needs: `{code-block} bash`, `!bash`, `bash hl_lines="2"`. */
export function languageOf(info: string): string {
	const head = info.slice(0, 200).trim();
	const directive = /^\{(?:code(?:-block|-cell)?|sourcecode|prompt)\}\s*([\w+#.-]*)/.exec(head);
	if (directive) return (directive[1] ?? '').toLowerCase();
	const attribute = /^\{\s*\.([\w+#.-]+)/.exec(head);
	if (attribute) return (attribute[1] ?? '').toLowerCase();
	const word = /^[^\s{,:(]*/.exec(head)?.[0].toLowerCase() ?? '';
	const bare = word.replace(/^[^a-z0-9]+/, '');
	return kinds.has(bare) ? bare : bare.replace(/^\d+/, '');
}

export function languageKind(language: string): LanguageKind {
	return language === '' ? 'unlabelled' : (kinds.get(language) ?? 'other');
}

/** The program that runs a shell fence. */
export function interpreterOf(language: string): string {
	switch (language) {
		case 'sh':
		case 'zsh':
		case 'ksh':
		case 'fish':
		case 'dash':
			return language;
		case 'powershell':
		case 'pwsh':
		case 'ps1':
		case 'posh':
			return 'pwsh';
		default:
			return 'bash';
	}
}

/** Tags that promise a transcript: without a prompt and without a known command they hold output. */
export function promisesPrompts(language: string): boolean {
	return /^(?:console|terminal|shell-?session|sh-session|bash-session)$/.test(language);
}

const kinds: ReadonlyMap<string, LanguageKind> = new Map([
	...kind(
		'shell',
		'sh bash shell zsh ksh dash fish console terminal shell-session shellsession sh-session bash-session shellscript shell-script powershell pwsh ps1 posh',
	),
	...kind(
		'unlabelled',
		'text txt plain plaintext none nohighlight raw command commands cli commandline command-line cmdline',
	),
	...kind('http', 'http'),
	...kind('sql', 'sql postgresql postgres pgsql psql plpgsql mysql sqlite tsql'),
	...kind('structured', 'gate metric probe backup restore migration notify wait'),
	...kind(
		'content',
		'yaml yml json jsonc json5 jsonl toml ini env dotenv properties conf cfg config nginx apache apacheconf systemd service hcl tf terraform tfvars xml html css scss dockerfile docker docker-compose makefile make csv tsv cron crontab caddyfile haproxy editorconfig gitignore plist ldif pem proto graphql jinja jinja2 j2 erb ssh-config vcl desktop kdl nix bicep helm rego cue',
	),
	...kind('content', 'diff patch'),
	...kind(
		'code',
		'python py python3 ruby rb javascript js typescript ts tsx jsx java kotlin scala go golang rust rs php perl pl lua r groovy elixir ex erlang c cpp csharp cs swift bat batch cmd dos clojure haskell irb repl pycon redis cypher mongodb mongo applescript vb awk',
	),
	...kind('output', 'output out log logs stdout stderr response result ansi'),
	...kind('diagram', 'mermaid plantuml puml dot graphviz d2 ascii ditaa flowchart svgbob tree'),
	...kind('query', 'promql logql kql kusto spl influxql esql'),
	...kind('other', 'markdown md mdx rst asciidoc latex tex regex'),
]);

function kind(name: LanguageKind, languages: string): [string, LanguageKind][] {
	return languages.split(' ').map(language => [language, name]);
}
