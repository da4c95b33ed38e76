/** How text looks, as far as text from outside may decide it. There is one value for each look: compare by identity. */
export type Look = {
	readonly bold: boolean;
	readonly dim: boolean;
	readonly italic: boolean;
	readonly underline: boolean;
	/** 31 to 36 or 90 to 96; undefined is the terminal's own colour. */
	readonly colour?: number;
	/** The sequence that turns `ownLook` into this one; empty when there is nothing to turn. */
	readonly sgr: string;
};

export const resetLook = '\u001B[0m';

export const ownLook: Look = {bold: false, dim: false, italic: false, underline: false, sgr: ''};

/**
Applies the parameters of one SGR sequence (ECMA-48 §8.3.117).

Left out on purpose: conceal, reverse, backgrounds, blinking, 256 and true colours, and black and the two whites, which
hide text on a terminal of that colour.

@param parameters what stands between `ESC [` and `m`, e.g. `1;31`.
*/
export function applySgr(look: Look, parameters: string): Look {
	const key = `${look.sgr} ${parameters}`;
	const known = applied.get(key);
	if (known !== undefined) {
		return known;
	}
	if (applied.size >= appliedMax) {
		applied.clear();
	}
	const next = theOne(applyFields(look, parameters.split(';')));
	applied.set(key, next);
	return next;
}

/** Programs use a handful of colours; hostile output fills this and starts it anew. */
const appliedMax = 1000;
const applied = new Map<string, Look>();
/** By sequence: at most 208, the combinations there are. */
const looks = new Map<string, Look>([['', ownLook]]);

function theOne(look: Look): Look {
	const codes = [
		...(look.bold ? [1] : []),
		...(look.dim ? [2] : []),
		...(look.italic ? [3] : []),
		...(look.underline ? [4] : []),
		...(look.colour === undefined ? [] : [look.colour]),
	];
	const sgr = codes.length === 0 ? '' : `\u001B[${codes.join(';')}m`;
	const known = looks.get(sgr) ?? {...look, sgr};
	looks.set(sgr, known);
	return known;
}

function applyFields(look: Look, fields: readonly string[]): Look {
	let next = look;
	for (let index = 0; index < fields.length; index += 1) {
		const field = fields[index] ?? '';
		next = applyCode(next, field);
		index += extraFields(field, fields[index + 1]);
	}
	return next;
}

/** `38;5;n` and `38;2;r;g;b` carry their colour in the fields that follow: those are no codes of their own. */
function extraFields(field: string, selector: string | undefined): number {
	if (field !== '38' && field !== '48' && field !== '58') {
		return 0;
	}
	return selector === '5' ? 2 : selector === '2' ? 4 : 1;
}

function applyCode(look: Look, field: string): Look {
	const {colour: _, ...colourless} = look;
	switch (field) {
		case '':
		case '0':
			return ownLook;
		case '1':
			return {...look, bold: true};
		case '2':
			return {...look, dim: true};
		case '3':
			return {...look, italic: true};
		case '4':
			return {...look, underline: true};
		case '22':
			return {...look, bold: false, dim: false};
		case '23':
			return {...look, italic: false};
		case '24':
			return {...look, underline: false};
		case '30':
		case '37':
		case '38':
		case '39':
		case '97':
			return colourless;
		default:
			return /^(?:3[1-6]|9[0-6])$/.test(field) ? {...look, colour: Number(field)} : look;
	}
}
