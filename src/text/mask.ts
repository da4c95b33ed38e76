import {MaskingStream} from './masking-stream.ts';
import {buildNeedleSearch, type NeedleSearch} from './needle-search.ts';
import {secretCharsMin, secretForms} from './secret-forms.ts';

/** Blanks secrets in a stream of bytes; the result is the same however it is split. */
export type Masker = {
	/** What can't be part of a secret any more; the rest is held back until it is known. */
	write(bytes: Uint8Array): Uint8Array;
	/** What was still held back. */
	end(): Uint8Array;
};

/** What stands in a secret's place, whatever its length. */
export const maskToken = '[masked]';

/** A secret longer than this would cost tens of megabytes to look for. UTF-16 units. */
const secretCharsMax = 8192;

/**
Masks secrets in their raw, base64, hex, URL, JSON, XML and shell spellings, each line of a secret of several lines too,
also where escape sequences or line ends stand between their characters, and inside escape sequences.
*/
export function createMasker(secrets: readonly string[]): Masker {
	const search = searchFor(secrets);
	return search === undefined ? passOn : new MaskingStream(search, maskToken);
}

export function maskText(text: string, secrets: readonly string[]): string {
	const search = searchFor(secrets);
	if (search === undefined || text === '') {
		return text;
	}
	const stream = new MaskingStream(search, maskToken);
	return Buffer.concat([stream.write(Buffer.from(text, 'utf8')), stream.end()]).toString('utf8');
}

/** Why a value can't be kept secret, with what to do instead; undefined when it can. */
export function secretProblem(value: string): string | undefined {
	if (value.trim().length < secretCharsMin) {
		return `It is shorter than ${secretCharsMin} characters, so hiding it would blank out ordinary text. Use a longer secret, or declare the input as no secret.`;
	}
	if (value.length > secretCharsMax) {
		return `It is longer than ${secretCharsMax.toLocaleString('en')} characters. Keep it in a file that only you can read, and give the file's path as the input.`;
	}
	return undefined;
}

const passOn: Masker = {write: bytes => bytes, end: () => new Uint8Array(0)};

/** The search last built: a run masks thousands of texts with the same secrets. */
let last: {readonly secrets: readonly string[]; readonly search: NeedleSearch | undefined} | undefined;

function searchFor(secrets: readonly string[]): NeedleSearch | undefined {
	if (secrets.length === 0) {
		return undefined;
	}
	if (
		last === undefined ||
		last.secrets.length !== secrets.length ||
		last.secrets.some((secret, index) => secret !== secrets[index])
	) {
		const needles = secrets.flatMap(secretForms);
		last = {secrets: [...secrets], search: needles.length === 0 ? undefined : buildNeedleSearch(needles)};
	}
	return last.search;
}
