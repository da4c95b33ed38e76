import type {Field} from '../view/field.ts';
import type {Ask} from './desk.ts';
import {type Form, fieldAt} from './form.ts';
import type {Stroke} from './stroke.ts';

/**
Keeps what is typed into secret fields, outside React and outside every value a component is handed: the form knows
only how many characters there are. Characters can be added and taken from the end, nothing else.
*/
export type Keeper = {
	/** @returns the form after the key, or undefined when the key is not for a secret field. */
	press(ask: Ask, stroke: Stroke): Form | undefined;
	paste(ask: Ask, text: string): Form | undefined;
	/** Everything kept, to be handed on at once. */
	given(): Readonly<Record<string, string>>;
	forget(): void;
};

/** Longest secret that can be given, as of an environment variable on common systems. UTF-16 units. */
const secretCharsMax = 65_536;

export function createKeeper(): Keeper {
	const kept = new Map<string, string[]>();

	function change(ask: Ask, edit: (characters: readonly string[]) => string[]): Form | undefined {
		const field = ask.is === 'form' ? fieldAt(ask.form) : undefined;
		if (ask.is !== 'form' || field?.kind !== 'secret') {
			return undefined;
		}
		const characters = edit(kept.get(field.name) ?? []).slice(0, secretCharsMax);
		kept.set(field.name, characters);
		return withLength(ask.form, field, characters.length);
	}

	return {
		press(ask, stroke) {
			if (stroke.name === 'backspace' || stroke.name === 'ctrl-h') {
				return change(ask, characters => characters.slice(0, -1));
			}
			if (stroke.name === 'ctrl-u') {
				return change(ask, () => []);
			}
			const {text} = stroke;
			return text === undefined ? undefined : change(ask, characters => [...characters, text]);
		},
		paste: (ask, text) => change(ask, characters => [...characters, ...text.replace(/[\r\n]+$/, '')]),
		given: () => Object.fromEntries([...kept].map(([name, characters]) => [name, characters.join('')])),
		forget: () => kept.clear(),
	};
}

function withLength(form: Form, field: Field, length: number): Form {
	return {...form, values: {...form.values, [field.name]: '•'.repeat(length)}, caret: length};
}
