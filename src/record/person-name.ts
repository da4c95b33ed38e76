import {kindOf} from '../text/characters.ts';
import {mixedPart} from '../text/scripts.ts';

/**
Why a name may not stand for a person: what can't be seen in it, or looks like another name, could make one person two.
Letters of several scripts may stand in one name, but not in one part of it (`аlice` with a Cyrillic first letter).

@returns a reason to go behind the name, or undefined.
*/
export function whyNoName(name: string): string | undefined {
	if ([...name].some(sign => unseen.has(kindOf(sign.codePointAt(0) ?? 0)))) {
		return 'holds a character that can’t be seen';
	}
	if (name.normalize('NFKC') !== name) {
		return 'is written with letters that stand for others';
	}
	const mixed = mixedPart(name);
	return mixed === undefined ? undefined : `mixes letters of several scripts in “${mixed}”`;
}

const unseen: ReadonlySet<string> = new Set(['control', 'hidden', 'broken', 'dress']);
