/**
True for a mark without a width that terminals have known since Unicode 5 (Markus Kuhn's wcwidth, 2007). A mark that a
terminal does not know takes a cell of its own there, and the row it stands in overflows.
*/
export function isOldMark(codePoint: number): boolean {
	return ranges.some(([first, last]) => codePoint >= first && codePoint <= last);
}

/** First and last code point of each range, hexadecimal. */
const written = `
	0300-036f 0483-0486 0488-0489 0591-05c7 0610-0615 064b-065e 0670 06d6-06ed 0711 0730-074a 07a6-07b0 07eb-07f3
	0901-0902 093c 0941-0948 094d 0951-0954 0962-0963 0981 09bc 09c1-09c4 09cd 09e2-09e3 0a01-0a02 0a3c
	0a41-0a42 0a47-0a48 0a4b-0a4d 0a70-0a71 0a81-0a82 0abc 0ac1-0ac8 0acd 0ae2-0ae3 0b01 0b3c 0b3f
	0b41-0b43 0b4d 0b56 0b82 0bc0 0bcd 0c3e-0c40 0c46-0c4d 0c55-0c56 0cbc 0cbf 0cc6 0ccc-0ccd 0ce2-0ce3
	0d41-0d43 0d4d 0dca 0dd2-0dd6 0e31 0e34-0e3a 0e47-0e4e 0eb1 0eb4-0eb9 0ebb-0ebc 0ec8-0ecd 0f18-0f19
	0f35 0f37 0f39 0f71-0f7e 0f80-0f84 0f86-0f87 0f90-0fbc 0fc6 102d-1030 1032 1036-1037 1039 1058-1059
	135f 1712-1713 1732-1733 1752-1753 1772-1773 17b7-17bd 17c6 17c9-17d3 17dd 18a9 1920-1922 1927-1928
	1932 1939-193b 1b00-1b03 1b34 1b36-1b3a 1b3c 1b42 1b6b-1b73 1dc0-1dca 1dfe-1dff 20d0-20ef 302a-302d
	3099-309a a806 a80b a825-a826 fb1e fe20-fe23
`;

const ranges: readonly (readonly [number, number])[] = written
	.trim()
	.split(/\s+/)
	.map(range => range.split('-').map(end => Number.parseInt(end, 16)))
	.map(([first = 0, last = first]) => [first, last]);
