import type {Problem} from '../model.ts';
import {finding, type Paper, type Rule} from './paper.ts';

/** What copies lose: D15 and line ends. */
export const glued: Rule = paper => [...swallowed(paper), ...lineEnds(paper)];

/** A comment whose last word runs into `NAME=`, or into a program with an option, a string or an address behind it. */
const joined =
	/^\s*#+\s.*?[a-z)](?<what>[A-Z][A-Z0-9_]{2,}=\S+|(?:pg_dump|pg_restore|psql|docker|kubectl|curl|ssh|scp|rsync|helm|systemctl|export|for)\s+(?:["$-]|[\w.-]+@|\w+\s+in\s|compose\s|run\s|\w+=))/;

/** A sentence and then an assignment: `# Set the image IMAGE=…`. */
const spaced = /^\s*#+\s+(?:[A-Za-z'(),.-]+\s+){3,}(?<what>(?<name>[A-Z][A-Z0-9_]{2,})=\S+)/;

function swallowed(paper: Paper): readonly Problem[] {
	return paper.source.lines.flatMap((text, index) => {
		const line = index + 1;
		if (
			line < paper.bodyFrom ||
			(!paper.fenced.has(line) && paper.damage === 'none') ||
			!text.trimStart().startsWith('#')
		) {
			return [];
		}
		const source = text.slice(0, 4000);
		const match = joined.exec(source) ?? neededLater(paper, spaced.exec(source), line);
		const what = match?.groups?.what ?? '';
		return match === null
			? []
			: [
					finding(
						'D15',
						{line, column: source.indexOf(what) + 1},
						{message: `This is a comment, so “${what.slice(0, 40)}…” is never carried out.`},
					),
				];
	});
}

/** A commented-out example is no defect; a variable that is used and set nowhere else is. */
function neededLater(paper: Paper, match: RegExpExecArray | null, line: number): RegExpExecArray | null {
	const name = match?.groups?.name;
	const used =
		name !== undefined &&
		paper.commands.some(command => command.line > line && new RegExp(`\\$\\{?${name}\\b`).test(command.text));
	const set =
		name !== undefined && paper.commands.some(command => new RegExp(`(?:^|\\s)${name}=`).test(command.text));
	return used && !set ? match : null;
}

function lineEnds(paper: Paper): readonly Problem[] {
	if (paper.damage !== 'glued') {
		return [];
	}
	return paper.source.lines.flatMap((text, index) => {
		const at = text
			.slice(0, 4000)
			.search(
				/ \\ +--?[a-z]|(?<=[a-z0-9])(?:done|EOF)(?=[A-Z0-9])|(?<=\.\w{2,4})(?=[A-Z][a-z]+ )|(?<=[a-z)])(?=(?:pg_dump|psql|curl|ssh) ["$-])/,
			);
		return at === -1 || index + 1 < paper.bodyFrom
			? []
			: [
					finding(
						'damaged.glued',
						{line: index + 1, column: at + 1},
						{message: 'Several lines were joined to one here.'},
					),
				];
	});
}
