/** Texts that are remembered at a time; a paragraph is asked about a few times in a row and then never again. */
const rememberedMax = 32;

/** Remembers what a pure function said of a thing that never changes, for as long as that is in use. */
export function rememberOf<K extends object, T>(of: (thing: K) => T): (thing: K) => T {
	const known = new WeakMap<K, {readonly said: T}>();
	return thing => {
		const before = known.get(thing);
		if (before !== undefined) return before.said;
		const said = of(thing);
		known.set(thing, {said});
		return said;
	};
}

/** Remembers what a pure function said of the texts it was asked about last. */
export function remember<T>(of: (text: string) => T): (text: string) => T {
	const known = new Map<string, T>();
	return text => {
		const before = known.get(text);
		if (before !== undefined) return before;
		if (known.size >= rememberedMax) known.clear();
		const said = of(text);
		known.set(text, said);
		return said;
	};
}
