/** What a person calls one character; a combining accent or a family of emoji is one. */
export function graphemesOf(text: string): Iterable<Intl.SegmentData> {
	shared ??= new Intl.Segmenter(undefined, {granularity: 'grapheme'});
	return shared.segment(text);
}

/** Made on first use: it loads tables that a first picture has no need of. */
let shared: Intl.Segmenter | undefined;
