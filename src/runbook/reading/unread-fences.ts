import type {Block} from './blocks.ts';
import type {Sheet} from './draft.ts';
import {readFence} from './fences.ts';
import {readLeadIn} from './lead-in.ts';
import type {SectionPart} from './sections.ts';

/** Fences inside details and context that nothing asked for are shown only, and said to be (nothing vanishes). */
export function showUnreadFences(sheet: Sheet, parts: readonly SectionPart[]): void {
	const visit = (block: Block): void => {
		switch (block.is) {
			case 'fence': {
				const {line, endLine, info} = block;
				if (sheet.fencesRead.has(line) || isDirective(info)) return;
				const kind = readFence(block, {run: false, show: false}, readLeadIn(''));
				sheet.references.push({
					kind: kind.as === 'reference' ? kind.kind : kind.as === 'output' ? 'output' : 'shown',
					line,
					endLine,
					rule: kind.rule,
					...(info === '' ? {} : {language: info.slice(0, 40)}),
				});
				return;
			}
			case 'list':
				for (const item of block.items) item.blocks.forEach(visit);
				return;
			case 'quote':
			case 'note':
				block.blocks.forEach(visit);
				return;
			default:
				return;
		}
	};
	for (const {blocks} of parts) blocks.forEach(visit);
	sheet.references.sort((one, other) => one.line - other.line);
}

/** ```` ```{note} ```` is a note, and its fences were read with it (rule R17). */
function isDirective(info: string): boolean {
	return /^\{(?!code|sourcecode|prompt)[a-z]/.test(info);
}
