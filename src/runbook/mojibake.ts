/**
Text whose UTF-8 bytes were once read as Windows-1252 or MacRoman, put right for display: `â€”` → `—`.

Only sequences that can hardly be meant are touched: Latin letters, punctuation, symbols and emoji.
Commands never pass through here; what runs is what stands in the file.

@returns the same string when nothing had to be repaired. Linear in its length.
*/
export function repairMojibake(text: string): string {
	if (!suspicious.test(text)) return text;
	let out = '';
	let at = 0;
	while (at < text.length) {
		const found = decodeAt(text, at, windows1252) ?? decodeAt(text, at, macRoman);
		out += found?.text ?? text.charAt(at);
		at += found?.length ?? 1;
	}
	return out;
}

const suspicious = /[\u00c2\u00c3\u00e2\u00ef\u00f0\u00ac\u221a\u201a\u00d4\uf8ff]/;

/** Bytes 0x80 to 0x9f; the five that Windows leaves open stand for themselves. */
const windows1252 = byteTable(
	`€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ${range(0xa0, 0xff)}`,
);
/** Bytes 0x80 to 0xff of the old Macintosh. */
const macRoman = byteTable(
	'ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø¿¡¬√ƒ≈∆«»…\u00a0ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€‹›ﬁﬂ‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\uf8ffÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ',
);

function range(first: number, last: number): string {
	return Array.from({length: last - first + 1}, (_, index) => String.fromCharCode(first + index)).join('');
}

function byteTable(high: string): ReadonlyMap<string, number> {
	return new Map([...high].map((character, index) => [character, 0x80 + index]));
}

function decodeAt(
	text: string,
	at: number,
	bytes: ReadonlyMap<string, number>,
): {readonly text: string; readonly length: number} | undefined {
	const lead = bytes.get(text.charAt(at)) ?? 0;
	const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc2 ? 2 : 0;
	if (length === 0) return;
	let point = lead & (0xff >> (length + 1));
	for (let next = 1; next < length; next++) {
		const byte = bytes.get(text.charAt(at + next)) ?? 0;
		if (byte < 0x80 || byte > 0xbf) return;
		point = (point << 6) | (byte & 0x3f);
	}
	return isPlausible(point) ? {text: String.fromCodePoint(point), length} : undefined;
}

function isPlausible(point: number): boolean {
	return (
		(point >= 0xa0 && point <= 0xff) ||
		(point >= 0x2000 && point <= 0x2bff) ||
		(point >= 0xfe00 && point <= 0xfe0f) ||
		point === 0xfeff ||
		(point >= 0x1f000 && point <= 0x1faff)
	);
}
