import MarkdownIt, {type StateBlock, type Token} from 'markdown-it';

/**
Block structure only: inline text is read from the source, where `<pod-name>` has not been taken for HTML.
Lists, quotes and notes deeper than 100 levels are left out (markdown-it's own limit).
*/
export function parseTokens(text: string): readonly Token[] {
	const tokens: Token[] = [];
	parser.block.parse(text, parser, {}, tokens);
	return tokens;
}

const parser = new MarkdownIt('default', {html: true});
parser.block.ruler.disable('reference');
parser.block.ruler.before('fence', 'note', (...given) => openNote(...lookAt(given)), {
	alt: ['paragraph', 'reference', 'blockquote', 'list'],
});

/** What a note's opening line says, kept in the token's `meta`. */
export type NoteOpening = {readonly word: string; readonly title: string; readonly folded: boolean};

/** The lines markdown-it asks a rule about: from `startLine` to before `endLine`. */
type Span = {readonly state: StateBlock; readonly startLine: number; readonly endLine: number};

function lookAt([state, startLine, endLine, silent]: [StateBlock, number, number, boolean]): [Span, boolean] {
	return [{state, startLine, endLine}, silent];
}

/** `!!! warning "Title"`, `??? note` and `=== "Linux"` (body indented by four), `:::warning` … `:::` (rule R17). */
function openNote(span: Span, silent: boolean): boolean {
	const {state, startLine} = span;
	const indent = state.sCount[startLine] ?? 0;
	if (indent - state.blkIndent >= 4) return false;
	const opening = readOpening(lineText(state, startLine));
	if (!opening) return false;
	const end = opening.fenced ? closingLine(span, opening.fenced) : indentedEnd(span);
	if (end === undefined) return false;
	if (silent) return true;
	tokenizeInside(state, {startLine, end, opening});
	state.line = opening.fenced ? end + 1 : end;
	return true;
}

type Opening = NoteOpening & {readonly fenced?: string};

/** `!`, `?`, `:` and `=`. */
const noteStarts = new Set([33, 63, 58, 61]);

function readOpening(line: string): Opening | undefined {
	const first = line.charCodeAt(0);
	if (!noteStarts.has(first) || line.length > 500) return;
	const indented = /^(!!!|\?\?\?\+?)\s+([\w-]+)(?:\s+[\w -]+)?(?:\s+"([^"]*)")?\s*$/.exec(line);
	if (indented) return {word: indented[2] ?? '', title: indented[3] ?? '', folded: indented[1] !== '!!!'};
	const tab = /^===[!+]?\s+"([^"]*)"\s*$/.exec(line);
	if (tab) return {word: 'tab', title: tab[1] ?? '', folded: false};
	const fenced = /^(:{3,})\s*\{?([a-zA-Z][\w-]*)\}?\s*(?:\[([^\]]*)\]|(.*))$/.exec(line);
	if (fenced) {
		const title = (fenced[3] ?? fenced[4] ?? '').trim();
		return {word: fenced[2] ?? '', title, folded: false, fenced: fenced[1] ?? ':::'};
	}
	return;
}

function lineText(state: StateBlock, line: number): string {
	return state.src.slice((state.bMarks[line] ?? 0) + (state.tShift[line] ?? 0), state.eMarks[line]);
}

/** Line of the closing colons. A failed search is remembered, so that a thousand unclosed notes cost one search. */
function closingLine({state, startLine, endLine}: Span, colons: string): number | undefined {
	const env = state.env as {unclosedFrom?: number};
	if (env.unclosedFrom !== undefined && startLine >= env.unclosedFrom) return;
	let depth = 1;
	for (let line = startLine + 1; line < endLine; line++) {
		const text = lineText(state, line);
		if (!text.startsWith(':::')) continue;
		if (/^:{3,}\s*$/.test(text)) depth -= text.trim().length >= colons.length || depth > 1 ? 1 : 0;
		else if (readOpening(text)?.fenced) depth++;
		if (depth === 0) return line;
	}
	env.unclosedFrom = startLine;
	return;
}

function indentedEnd({state, startLine, endLine}: Span): number | undefined {
	const indent = state.blkIndent + 4;
	let end = startLine + 1;
	for (let line = startLine + 1; line < endLine; line++) {
		if (state.isEmpty(line)) continue;
		if ((state.sCount[line] ?? 0) < indent) break;
		end = line + 1;
	}
	return end > startLine + 1 ? end : undefined;
}

function tokenizeInside(
	state: StateBlock,
	{startLine, end, opening}: {readonly startLine: number; readonly end: number; readonly opening: Opening},
): void {
	const before = {parentType: state.parentType, lineMax: state.lineMax, blkIndent: state.blkIndent};
	const open = state.push('note_open', '', 1);
	open.map = [startLine, end];
	open.meta = {word: opening.word, title: opening.title, folded: opening.folded} satisfies NoteOpening;
	state.parentType = 'root';
	state.lineMax = end;
	if (!opening.fenced) state.blkIndent += 4;
	state.md.block.tokenize(state, startLine + 1, end);
	state.push('note_close', '', -1);
	state.parentType = before.parentType;
	state.lineMax = before.lineMax;
	state.blkIndent = before.blkIndent;
}
