/** Texts that are remembered at a time; a paragraph is asked about a few times in a row and then never again. */
const rememberedMax = 32;

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
