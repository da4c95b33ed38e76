export type Cell = {
	readonly x: number;
	readonly y: number;
	/** Of one cell. */
	readonly width: number;
	readonly height: number;
};

/**
The strokes of a line character, or of a stretch of the same horizontal one, as an SVG path.

@returns undefined for anything that is no line.
*/
export function boxPath(text: string, {x, y, width, height}: Cell): string | undefined {
	const [first = ''] = text;
	const midX = tenth(x + width / 2);
	const midY = tenth(y + height / 2);
	if (/^─+$/.test(text)) {
		return `M${tenth(x)} ${midY}h${tenth(width * text.length)}`;
	}
	if (/^╌+$/.test(text)) {
		const dash = tenth(width * 0.32);
		return Array.from(
			{length: text.length * 2},
			(_, at) => `M${tenth(x + 1 + (at * width) / 2)} ${midY}h${dash}`,
		).join('');
	}
	const arms = armsOf[first];
	if (text.length > 1 || arms === undefined) {
		return undefined;
	}
	const ends = {
		left: `H${tenth(x)}`,
		right: `H${tenth(x + width)}`,
		up: `V${tenth(y)}`,
		down: `V${tenth(y + height)}`,
	};
	return arms.map(arm => `M${midX} ${midY}${ends[arm]}`).join('');
}

type Arm = 'left' | 'right' | 'up' | 'down';

const armsOf: Readonly<Record<string, readonly Arm[]>> = {
	'│': ['up', 'down'],
	'╭': ['right', 'down'],
	'╮': ['left', 'down'],
	'╰': ['right', 'up'],
	'╯': ['left', 'up'],
	'┬': ['left', 'right', 'down'],
	'┴': ['left', 'right', 'up'],
	'├': ['up', 'down', 'right'],
	'┤': ['up', 'down', 'left'],
	'┼': ['up', 'down', 'left', 'right'],
	'╶': ['right'],
	'╴': ['left'],
};

function tenth(value: number): number {
	return Math.round(value * 10) / 10;
}
