/**
Every spelling a secret is known to take in output, as bytes; also without its line ends, which the masker passes over.

@param secret well-formed or not; a secret of several lines gives the spellings of each line, and of the whole while
that is short enough to matter.
@returns no two alike, none empty.
*/
export function secretForms(secret: string): readonly Uint8Array[] {
	const lines = linesOf(secret);
	const edged = secret.length <= edgedCharsMax;
	const forms = new Set<string>();
	for (const text of lines.length > 1 ? [...lines.filter(isLongEnough), ...wholeOf(secret, lines)] : lines) {
		for (const form of text.length < secretCharsMin ? [latin(text)] : spellings(text, edged)) {
			forms.add(form).add(form.replaceAll(/[\r\n]/g, ''));
		}
	}
	forms.delete('');
	return [...forms].map(form => Buffer.from(form, 'latin1'));
}

/** Anything shorter would blank out ordinary words. UTF-16 units. */
export const secretCharsMin = 6;

/** A long secret whose last line is a stub is covered by its other lines; a short one is kept whole as well. */
const wholeCharsMax = 256;

/** In a longer secret the few bits in the characters at its edges tell nothing; looking for them would cost megabytes. UTF-16 units. */
const edgedCharsMax = 512;

function linesOf(secret: string): readonly string[] {
	return secret
		.split(/[\r\n]+/)
		.map(line => line.trim())
		.filter(line => line !== '');
}

function isLongEnough(line: string): boolean {
	return line.length >= secretCharsMin;
}

function wholeOf(secret: string, lines: readonly string[]): readonly string[] {
	return lines.every(isLongEnough) || secret.length > wholeCharsMax
		? []
		: [lines.join('\n'), lines.join('\r\n')];
}

/** Bytes as a string of one character each, so that spellings can stand in a Set. */
function latin(text: string): string {
	return Buffer.from(text, 'utf8').toString('latin1');
}

function spellings(text: string, edged: boolean): readonly string[] {
	const wellFormed = text.toWellFormed();
	const written = [
		wellFormed,
		...urlForms(wellFormed),
		...jsonForms(wellFormed),
		...xmlForms(wellFormed),
		...shellForms(wellFormed),
	];
	const bytes = Buffer.from(wellFormed, 'utf8');
	const hex = bytes.toString('hex');
	return [...written.map(latin), hex, hex.toUpperCase(), ...base64Forms(bytes, edged)];
}

/** For each of the three places in a group of base64: the characters that are the secret's alone, and with its edges. */
function base64Forms(bytes: Buffer, edged: boolean): readonly string[] {
	return [0, 1, 2]
		.flatMap(offset => {
			const encoded = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
			const from = Math.ceil((offset * 8) / 6);
			const to = Math.floor(((offset + bytes.length) * 8) / 6);
			const certain = encoded.slice(from, to);
			return edged ? [certain, ...withEdges(encoded, {from, to, offset})] : [certain];
		})
		.flatMap(form => [form, form.replaceAll('+', '-').replaceAll('/', '_')]);
}

type Certain = {readonly from: number; readonly to: number; readonly offset: number};

/**
The first and last character may hold bits of a neighbour: each of the four or sixteen characters that they can be is
looked for, and the padding where the text ends.
*/
function withEdges(encoded: string, {from, to, offset}: Certain): readonly string[] {
	const certain = encoded.slice(from, to);
	const heads = offset === 0 ? [] : likeTail(encoded[from - 1], from * 6 - offset * 8);
	const last = encoded.slice(to);
	const tails = last === '' ? [] : likeHead(last[0], encoded.endsWith('==') ? 2 : 4);
	return [
		...heads.map(head => head + certain),
		...tails.map(tail => certain + tail),
		...(last === '' ? [] : [certain + last]),
	];
}

const base64Digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Every digit whose last bits are those of this one. */
function likeTail(digit: string | undefined, bits: number): readonly string[] {
	const wanted = base64Digits.indexOf(digit ?? '') % 2 ** bits;
	return [...base64Digits].filter((_, index) => index % 2 ** bits === wanted);
}

/** Every digit whose first bits are those of this one. */
function likeHead(digit: string | undefined, bits: number): readonly string[] {
	const width = 2 ** (6 - bits);
	const wanted = Math.floor(base64Digits.indexOf(digit ?? '') / width);
	return [...base64Digits].filter((_, index) => Math.floor(index / width) === wanted);
}

function urlForms(text: string): readonly string[] {
	const component = encodeURIComponent(text);
	const strict = component.replaceAll(
		/[!'()*]/g,
		character => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
	);
	const forms = [
		component,
		strict,
		strict.replaceAll('%20', '+'),
		strict.replaceAll('%2F', '/'),
		encodeURI(text),
	];
	return forms.flatMap(form => [form, form.replaceAll(/%[0-9A-F]{2}/g, code => code.toLowerCase())]);
}

function jsonForms(text: string): readonly string[] {
	const plain = JSON.stringify(text).slice(1, -1);
	const ascii = plain.replaceAll(/[^ -~]/g, unit => unicodeEscape(unit));
	const html = plain.replaceAll(/[<>&]/g, unit => unicodeEscape(unit));
	const forms = [
		plain,
		ascii,
		html,
		plain.replaceAll('/', '\\/'),
		ascii.replaceAll('/', '\\/'),
		JSON.stringify(plain).slice(1, -1),
	];
	return forms.flatMap(form => [
		form,
		form.replaceAll(/\\u[0-9a-f]{4}/g, code => `\\u${code.slice(2).toUpperCase()}`),
	]);
}

function unicodeEscape(unit: string): string {
	return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function xmlForms(text: string): readonly string[] {
	const minimal = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
	const quoted = minimal.replaceAll('"', '&quot;');
	const numbered = minimal.replaceAll('"', '&#34;').replaceAll("'", '&#39;');
	return [
		minimal,
		quoted,
		quoted.replaceAll("'", '&apos;'),
		quoted.replaceAll("'", '&#39;'),
		quoted.replaceAll("'", '&#x27;'),
		quoted.replaceAll("'", '&#039;'),
		numbered,
	];
}

function shellForms(text: string): readonly string[] {
	const ansiC = text
		.replaceAll('\\', '\\\\')
		.replaceAll("'", "\\'")
		.replaceAll('\t', '\\t')
		.replaceAll('\u001B', '\\E');
	return [
		text.replaceAll("'", "'\\''"),
		text.replaceAll("'", `'"'"'`),
		// bash: printf %q, as versions with and without brace expansion of commas have it; others escape # and ~ everywhere
		text.replaceAll(/[ !"$&'()*,;<>?[\\\]^`{|}]|^[#~]|(?<=[=:])~/g, character => `\\${character}`),
		text.replaceAll(/[ !"$&'()*;<>?[\\\]^`{|}]|^[#~]|(?<=[=:])~/g, character => `\\${character}`),
		text.replaceAll(/[^\w@%+=:./,\-\u0080-\u{10ffff}]/gu, character => `\\${character}`),
		text.replaceAll(/[$`"\\!]/g, character => `\\${character}`),
		text.replaceAll(/[$`"\\]/g, character => `\\${character}`),
		ansiC,
	];
}
