import type {Runbook} from '../../runbook/model.ts';
import {saidLine, saidText} from './said.ts';

/** A word that needs one, and what it means here. */
export type Term = {readonly word: string; readonly meaning: string};

const glossaries = new WeakMap<Runbook, readonly Term[]>();

/**
The words a runbook explains itself: list items `**word**: meaning` (a dash does as well) and two-column tables of its
sections called glossary, terms, terminology or definitions.
*/
function glossaryOf(runbook: Runbook): readonly Term[] {
	const known = glossaries.get(runbook);
	if (known !== undefined) {
		return known;
	}
	const terms = runbook.sections
		.filter(section => /^(?:glossary|terms|terminology|definitions|abbreviations)\b/i.test(section.title))
		.flatMap(section => section.prose.split('\n').flatMap(termIn));
	glossaries.set(runbook, terms);
	return terms;
}

/** A card explains at most this many; a longer list would bury the step. */
const termsMax = 6;

/** Terms that a text uses, in the order of the glossary. */
export function termsIn(runbook: Runbook, text: string): readonly Term[] {
	const lower = text.toLowerCase();
	return glossaryOf(runbook)
		.filter(({word}) =>
			new RegExp(`(?<![\\p{L}\\p{N}])${escaped(word.toLowerCase())}(?![\\p{L}\\p{N}])`, 'u').test(lower),
		)
		.slice(0, termsMax);
}

function termIn(row: string): readonly Term[] {
	const item = /^\s*[-*+]\s+(?:\*\*|__|`)?(.{1,60}?)(?:\*\*|__|`)?\s*(?::|–|—| - )(?:\*\*)?\s*(.+)$/.exec(
		row,
	);
	const cell = /^\s*\|\s*(?:\*\*|`)?([^|]{1,60}?)(?:\*\*|`)?\s*\|\s*([^|]+?)\s*\|\s*$/.exec(row);
	const [, word = '', meaning = ''] = item ?? cell ?? [];
	const isHead = /^:?-+:?$/.test(word) || /^(?:term|word|abbreviation)s?$/i.test(word);
	return word === '' || isHead ? [] : [{word: saidLine(word), meaning: saidText(meaning)}];
}

function escaped(word: string): string {
	return word.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
