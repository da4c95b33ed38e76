import type {Key} from 'ink';
import {graphemesOf} from '../graphemes.ts';

/** One key press. `name` is what the key table uses: `enter`, `ctrl-r`, `j`, `?`. */
export type Stroke = {
	readonly name: string;
	/** What it types into a field; absent for keys that type nothing. */
	readonly text?: string;
	/** Came together with other characters, as a paste without brackets does: it may type but never answers. */
	readonly glued: boolean;
};

const named: readonly (readonly [keyof Key, string])[] = [
	['return', 'enter'],
	['escape', 'escape'],
	['upArrow', 'up'],
	['downArrow', 'down'],
	['leftArrow', 'left'],
	['rightArrow', 'right'],
	['pageDown', 'pagedown'],
	['pageUp', 'pageup'],
	['home', 'home'],
	['end', 'end'],
	['backspace', 'backspace'],
	['delete', 'delete'],
];

/**
Takes one report of Ink's keyboard apart. Several characters that came in one read arrive as one text; each of them is a
stroke of its own, marked as glued.
*/
export function strokesOf(input: string, key: Key): readonly Stroke[] {
	if (key.eventType === 'release') {
		return [];
	}
	const special = named.find(([field]) => key[field] === true)?.[1];
	if (special !== undefined) {
		return [{name: special, glued: false}];
	}
	if (key.tab) {
		return [{name: key.shift ? 'shift-tab' : 'tab', glued: false}];
	}
	if (key.ctrl || key.meta) {
		return [{name: `${key.ctrl ? 'ctrl' : 'alt'}-${input.toLowerCase()}`, glued: false}];
	}
	const characters = [...graphemesOf(input)].map(part => part.segment);
	return characters.map(character => strokeOf(character, characters.length > 1));
}

function strokeOf(character: string, glued: boolean): Stroke {
	if (character === '\r' || character === '\n' || character === '\r\n') {
		return {name: 'enter', glued};
	}
	if (character === '\t') {
		return {name: 'tab', glued};
	}
	const isPrintable = !/^[\u0000-\u001F\u007F-\u009F]/.test(character);
	return {name: character === ' ' ? 'space' : character, glued, ...(isPrintable ? {text: character} : {})};
}
