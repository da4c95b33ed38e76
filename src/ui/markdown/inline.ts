import type {Inline} from '../../runbook/reading/prose.ts';
import {type Line, lineText, type Span} from '../line.ts';

type Looks = Omit<Span, 'text'>;

/** Inline content as lines: one, and one more for every hard break. A soft break is a space. */
export function inlineLines(content: readonly Inline[], looks: Looks = {}): readonly Line[] {
	const rows: Span[][] = [[]];
	for (const inline of content) {
		const [first, ...rest] = linesOf(inline, looks);
		rows.at(-1)?.push(...(first ?? []));
		rows.push(...rest.map(row => [...row]));
	}
	return rows;
}

function linesOf(inline: Inline, looks: Looks): readonly Line[] {
	switch (inline.is) {
		case 'text':
			return [[{...looks, text: inline.text.replaceAll('\n', ' ')}]];
		case 'code':
			return [[{...looks, tone: 'code', text: inline.text.replaceAll('\n', ' ')}]];
		case 'break':
			return [[], []];
		case 'strong':
			return inlineLines(inline.content, {...looks, bold: true});
		case 'emphasis':
			return inlineLines(inline.content, {...looks, italic: true});
		case 'struck':
			return inlineLines(inline.content, {...looks, tone: 'quiet'});
		case 'link':
			return linkLines(inline, looks);
	}
}

/** The target is shown: a terminal has no hover, and a link that hides where it goes is a trap. */
function linkLines(link: Extract<Inline, {is: 'link'}>, looks: Looks): readonly Line[] {
	const rows = inlineLines(link.content, {...looks, tone: 'link'});
	const said = rows.map(lineText).join('');
	const target = decoded(link.target);
	const isSame = said === target || `mailto:${said}` === target || target === '';
	return isSame
		? rows
		: [...rows.slice(0, -1), [...(rows.at(-1) ?? []), {...looks, tone: 'quiet', text: ` (${target})`}]];
}

function decoded(target: string): string {
	try {
		return decodeURI(target);
	} catch {
		return target;
	}
}
