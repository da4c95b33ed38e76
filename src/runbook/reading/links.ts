import type {Link} from '../model.ts';

/** More links than this in one file are not listed. */
const linksMax = 2_000;
const lineMax = 5_000;

/** Markdown links outside fences, and bare names of Markdown files such as `docs/rollback.md` (rule R19). */
export function findLinks(lines: readonly string[], firstLine: number): readonly Link[] {
	const links: Link[] = [];
	const targets = definitionsOf(lines);
	let fence: string | undefined;
	for (const [index, whole] of lines.entries()) {
		const text = whole.slice(0, lineMax);
		const mark = /^\s*(?:>\s*)*(`{3,}|~{3,})/.exec(text)?.[1];
		if (mark) fence = fence === undefined ? mark : mark.startsWith(fence) ? undefined : fence;
		if (fence !== undefined || mark || links.length >= linksMax) continue;
		if (
			definition.test(text) ||
			(!text.includes('](') && !text.includes('.md') && (targets.size === 0 || !text.includes('[')))
		)
			continue;
		const line = firstLine + index;
		const rest = text.replace(
			/(?<!!)\[([^[\]]{1,300})\]\(<?([^()\s<>]{1,1000})>?(?:\s+"[^"]{0,300}")?\)/g,
			(_, label: string, target: string) => {
				if (!target.startsWith('#')) links.push({text: label, target, line});
				return ' ';
			},
		);
		if (targets.size > 0) links.push(...namedLinks(rest.replace(/`[^`]*`/g, ' '), targets, line));
		for (const match of rest.matchAll(
			/(?:^|[\s`("'])((?:\.{0,2}\/)?(?:[\w.-]{1,80}\/){0,8}[\w.-]{1,80}\.md)(?=$|[\s`)"',;:.#])/g,
		)) {
			links.push({text: match[1] ?? '', target: match[1] ?? '', line});
		}
	}
	return links;
}

/** `[name]: target` on a line of its own. */
const definition = /^ {0,3}\[([^[\]]{1,300})\]:\s*<?([^\s<>]{1,1000})>?(?:\s+["'(].{0,300})?\s*$/;

function definitionsOf(lines: readonly string[]): ReadonlyMap<string, string> {
	const targets = new Map<string, string>();
	for (const text of lines) {
		const match = text.includes(']:') ? definition.exec(text.slice(0, lineMax)) : null;
		if (match && targets.size < linksMax) targets.set(nameOfLink(match[1] ?? ''), match[2] ?? '');
	}
	return targets;
}

/** `[text][name]`, `[name][]` and `[name]` whose name is defined somewhere. */
function namedLinks(text: string, targets: ReadonlyMap<string, string>, line: number): readonly Link[] {
	return [...text.matchAll(/(?<![!\]])\[([^[\]]{1,300})\](?:\[([^[\]]{0,300})\])?(?![(:])/g)].flatMap(
		match => {
			const label = match[1] ?? '';
			const target = targets.get(nameOfLink(match[2] || label));
			return target === undefined || target.startsWith('#') ? [] : [{text: label, target, line}];
		},
	);
}

function nameOfLink(name: string): string {
	return name.trim().toLowerCase().replace(/\s+/g, ' ');
}

/** What the prose says to replace by something of one's own: "Replace `10.0.0.1` with …" (rule R12). */
export function findLiterals(lines: readonly string[], firstLine: number): ReadonlyMap<string, number> {
	const literals = new Map<string, number>();
	for (const [index, text] of lines.entries()) {
		if (!text.includes('`')) continue;
		for (const match of text
			.slice(0, lineMax)
			.matchAll(
				/\b(?:replace|replacing|substitute|substituting|change|swap)\s+(?:the\s+)?`([^`<>{}\n]{2,80})`\s+(?:with|by|to|for)\b/gi,
			)) {
			const literal = (match[1] ?? '').trim();
			if (literal.length > 1) literals.set(literal, firstLine + index);
		}
	}
	return literals;
}
