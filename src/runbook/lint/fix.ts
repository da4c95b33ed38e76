import {repairMojibake} from '../mojibake.ts';
import {repairedText} from '../read.ts';
import {readTranscript} from '../shell/prompts.ts';

/**
Repairs what can be repaired without knowing what the author meant: text that was decoded wrongly, a byte order mark
inside, invisible characters in commands, prompts in fences whose every line is typed (so that they can be copied), and
marks that a copy has lost where the lines themselves are whole (rule R21). Line ends stay as they are otherwise.
*/
export function fixText(text: string): string {
	const readable = repairMojibake(text);
	const repaired = repairedText(readable);
	const lines = (repaired === undefined ? readable : endedLike(readable, repaired)).split('\n');
	return withoutPrompts(lines.map(withoutInvisible)).join('\n');
}

/** Repaired text with the byte order mark and the line ends that the file had. */
function endedLike(before: string, repaired: string): string {
	const mark = before.startsWith('\uFEFF') ? '\uFEFF' : '';
	const ends = before.split('\r\n').length - 1;
	const isWindows = ends > 0 && ends * 2 > before.split('\n').length - 1;
	const text = repaired.replace(/^\uFEFF/, '');
	return mark + (isWindows ? text.replace(/\r?\n/g, '\r\n') : text);
}

/** No-break spaces and zero-width characters that came with a copy from a web page. */
function withoutInvisible(line: string): string {
	return line
		.replaceAll(/[\u200B\u2060\u00AD]|(?<!^)\uFEFF/g, '')
		.replaceAll(/(?<=^[ \t\u00A0]*)\u00A0/g, ' ');
}

const open = /^(?<indent>[ \t]*(?:>[ \t]?)?(?:(?:[-*+]|\d+[.)])[ \t]+)?)(?<fence>`{3,}|~{3,})(?<info>[^`]*)$/;

function withoutPrompts(lines: readonly string[]): readonly string[] {
	const fixed = [...lines];
	for (let at = 0; at < lines.length; at++) {
		const groups = open.exec((lines[at] ?? '').replace(/\r$/, ''))?.groups;
		const end = groups === undefined ? -1 : closing(lines, at, groups.fence ?? '');
		if (groups === undefined || end === -1) {
			continue;
		}
		if (/^\s*(?:|sh|bash|shell|zsh)\s*(?:\{.*\})?$/.test(groups.info ?? '')) {
			const body = withoutAllPrompts(lines.slice(at + 1, end).map(line => line.replaceAll('\u00A0', ' ')));
			fixed.splice(at + 1, body.length, ...body);
		}
		at = end;
	}
	return fixed;
}

function closing(lines: readonly string[], from: number, fence: string): number {
	const mark = fence.charAt(0);
	return lines.findIndex((line, index) => {
		const text = line.trim().replace(/^>\s?/, '');
		return index > from && text.length >= fence.length && [...text].every(char => char === mark);
	});
}

/** Only where nothing is output: a `$ ` before every command, which makes a fence hard to copy. */
function withoutAllPrompts(body: readonly string[]): readonly string[] {
	const plain = body.map(line => line.replace(/\r$/, ''));
	const transcript = readTranscript(plain);
	const isPlain =
		transcript !== undefined &&
		!transcript.root &&
		!transcript.unsure &&
		transcript.promptHost === undefined &&
		transcript.output === '';
	return isPlain && plain.some(line => /^\s*\$\s/.test(line))
		? body.map(line => line.replace(/^(\s*)\$[ \t]+/, '$1').replace(/^(\s*)> (?=\S)/, '$1'))
		: body;
}
