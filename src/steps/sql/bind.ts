export type Bound = {
	readonly text: string;
	readonly values: readonly string[];
	readonly missing: readonly string[];
};

/** Comments, quoted names, strings (also `E''` and dollar-quoted ones), and placeholders. */
const token =
	/--[^\n]*|\/\*[\s\S]*?\*\/|"(?:[^"]|"")*"|(?<![\w])[eE]'(?:[^'\\]|\\[\s\S]|'')*'|'(?:[^']|'')*'|\$(\w*)\$[\s\S]*?\$\1\$|\{\{\s*([\w.-]+)\s*\}\}/g;
const placeholder = /\{\{\s*([\w.-]+)\s*\}\}/g;

/**
Turns `{{name}}` into bind parameters `$1`, `$2`, …, so that no value ever becomes SQL text. Inside a string literal,
where no parameter can stand, the literal is taken apart: `'v{{name}}'` is `('v'||$1||'')`.
*/
export function bind(sql: string, given: Readonly<Record<string, string>>): Bound {
	const names: string[] = [];
	const number = (name: string): number => {
		const known = names.indexOf(name);
		return known === -1 ? names.push(name) : known + 1;
	};
	const text = sql.replaceAll(token, (whole: string, _tag: string | undefined, name: string | undefined) => {
		if (name !== undefined) {
			return `$${number(name)}`;
		}
		if (!whole.startsWith("'") || whole.search(placeholder) === -1) {
			return whole;
		}
		const alone = /^'\{\{\s*([\w.-]+)\s*\}\}'$/.exec(whole)?.[1];
		return alone === undefined
			? `(${whole.replaceAll(placeholder, (_, inner: string) => `'||$${number(inner)}::text||'`)})`
			: `$${number(alone)}`;
	});
	return {
		text,
		values: names.map(name => given[name] ?? ''),
		missing: names.filter(name => !Object.hasOwn(given, name)),
	};
}
