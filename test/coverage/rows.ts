/**
The ids of all points of the five source runbooks, S0 to S4: `1..3` stands for 1, 2, 3 and `5.1..3` for 5.1, 5.2, 5.3.
*/
const written = {
	S0: '01..58',
	S1: '01..50',
	S2: '01..39',
	S3: '00 P1 P2 P3 P4 P5 1.1..8 2.1..8 3.1..6 4.1..8 5.1..8 6.1..8 7.1..3 8.1..3 9.1..2 10.1..3 11.1..12 12.1..8 13.1..8 14.1..8 15.1..3 16.1..9 17.1..8 18.1..8 19.1..8 20.1..8 21.1..8 22.1..8 SC1 SC2 SC3 SC4 SC5 SC6 SC7 RD META',
	S4: '00..35',
} as const;

/** @returns all 351, in the order of their runbooks. */
export function allRows(): readonly string[] {
	return Object.entries(written).flatMap(([source, text]) =>
		text.split(' ').flatMap(word => expand(word).map(id => `${source}-${id}`)),
	);
}

/** Numbers keep the zeros they are written with. */
function expand(word: string): readonly string[] {
	const [, head = '', first, last] = /^(.*?)(\d+)\.\.(\d+)$/.exec(word) ?? [];
	if (first === undefined || last === undefined) {
		return [word];
	}
	const count = Number(last) - Number(first) + 1;
	return Array.from(
		{length: count},
		(_, index) => `${head}${String(Number(first) + index).padStart(first.length, '0')}`,
	);
}
