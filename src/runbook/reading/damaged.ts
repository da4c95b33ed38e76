import {looksLikeCommand} from '../shell/looks.ts';

/** What a copy through a web page or a word processor has done to a file (rule R21). */
export type Damage =
	| {readonly is: 'none'}
	/** Marks are gone, lines are whole: headings, bullets and fences can be put back by rule. */
	| {readonly is: 'marks-lost'; readonly line: number; readonly hasCommands: boolean}
	/** Line ends are gone: what stood on its own line can't be known any more. */
	| {readonly is: 'glued'; readonly line: number};

/** One line of evidence can be chance. */
const signalsMin = 2;
/** Fewer short paragraphs than this is simply a short text. */
const paragraphsMin = 10;

/** @param lines Lines of the file after its front matter. @returns line numbers counted from 1 at the first of them. */
export function findDamage(lines: readonly string[]): Damage {
	if (lines.some(line => /^\s{0,8}(?:`{3,}|~{3,})/.test(line))) return {is: 'none'};
	const glued = indexesOf(lines, isGlued);
	if (glued.length >= signalsMin) return {is: 'glued', line: (glued[0] ?? 0) + 1};
	const bare = indexesOf(lines, (line, index) => isComment(line) && isBareCommand(lines[index + 1] ?? ''));
	if (bare.length >= signalsMin) return {is: 'marks-lost', line: (bare[0] ?? 0) + 1, hasCommands: true};
	return hasLostBullets(lines) ? {is: 'marks-lost', line: 1, hasCommands: false} : {is: 'none'};
}

function indexesOf(
	lines: readonly string[],
	fits: (line: string, index: number) => boolean,
): readonly number[] {
	return lines.flatMap((line, index) => (fits(line, index) ? [index] : []));
}

/** `# comment` whose command follows without a space, a continuation inside a line, an end marker with text behind it. */
function isGlued(line: string): boolean {
	const text = line.slice(0, 4_000);
	return (
		/\S \\ +--?[a-z]/.test(text) ||
		/^#{1,6} .*[a-z)](?:[A-Z][A-Z0-9_]{2,}=|(?:pg_dump|pg_restore|psql|docker|kubectl|curl|ssh|scp|rsync|git|helm|systemctl|sudo|cd|for|while|if)\s+[-"'$./\w@[]*[-"'$./@[(=])/.test(
			text,
		) ||
		/[a-z](?:done|fi|EOF|EOS)[A-Z0-9]\S*\s/.test(text) ||
		/\b(?:EOF|done)(?:\d+\.|[A-Z][a-z])/.test(text) ||
		/[a-z](?:curl|wget|docker|kubectl) -[a-zA-Z-]+ \S/.test(text)
	);
}

function isComment(line: string): boolean {
	return /^#{1,6}\s+\S/.test(line);
}

/** A command that stands in the text without any mark around it. */
export function isBareCommand(line: string): boolean {
	return line.length < 2_000 && /^[a-z./~$]/.test(line) && !/[.!?:]$/.test(line) && looksLikeCommand(line);
}

/** Many one-line paragraphs without a full stop, and not one list. */
function hasLostBullets(lines: readonly string[]): boolean {
	if (lines.some(line => /^\s*(?:[-*+]\s|\d+[.)]\s|\|)/.test(line))) return false;
	const alone = lines.filter(
		(line, index) =>
			line.trim() !== '' && (lines[index - 1] ?? '').trim() === '' && (lines[index + 1] ?? '').trim() === '',
	);
	const short = alone.filter(line => isShortLine(line.trim()));
	const filled = lines.filter(line => line.trim() !== '').length;
	return short.length >= paragraphsMin && short.length >= filled * 0.5;
}

function isShortLine(text: string): boolean {
	return text.length <= 100 && !/[.:;,!?]$/.test(text) && text.split(/\s+/).length <= 14;
}
