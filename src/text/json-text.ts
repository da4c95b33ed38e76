import {kindOf} from './characters.ts';

/**
JSON for other programs that a terminal may show as well: the same value as `JSON.stringify` gives, with every character
that a screen would act on, hide or turn around written as `\uXXXX`.

@param indent spaces a level; left out, it is one line.
*/
export function jsonText(value: unknown, indent?: number): string {
	return JSON.stringify(value, undefined, indent).replaceAll(/[^\n -~]/gu, character =>
		isShown(character.codePointAt(0) ?? 0) ? character : escaped(character),
	);
}

function isShown(codePoint: number): boolean {
	const kind = kindOf(codePoint);
	return kind === 'plain' || kind === 'mark' || kind === 'dress';
}

function escaped(character: string): string {
	return Array.from(
		{length: character.length},
		(_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`,
	).join('');
}
