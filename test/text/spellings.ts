import {Buffer} from 'node:buffer';

/** Eleven spellings, made here by other means than in the masker. */
export const encodings: Readonly<Record<string, (secret: string) => string>> = {
	raw: secret => secret,
	'base64, first place': secret => certain(Buffer.from(secret).toString('base64'), secret, 0),
	'base64, second place': secret => certain(Buffer.from(`a${secret}`).toString('base64'), secret, 1),
	'base64, third place': secret => certain(Buffer.from(`ab${secret}`).toString('base64'), secret, 2),
	'base64 for URLs': secret => certain(Buffer.from(`a${secret}`).toString('base64url'), secret, 1),
	'hex in small letters': secret =>
		[...Buffer.from(secret)].map(byte => byte.toString(16).padStart(2, '0')).join(''),
	'hex in capitals': secret =>
		[...Buffer.from(secret)].map(byte => byte.toString(16).padStart(2, '0').toUpperCase()).join(''),
	URL: secret => new URLSearchParams({x: secret}).toString().slice(2).replaceAll('+', '%20'),
	JSON: secret => JSON.stringify({x: secret}).slice(6, -2),
	XML: secret =>
		secret
			.replaceAll('&', '&amp;')
			.replaceAll('<', '&lt;')
			.replaceAll('>', '&gt;')
			.replaceAll('"', '&quot;')
			.replaceAll("'", '&apos;'),
	'shell-quoted': secret => secret.split("'").join(String.raw`'\''`),
};

/** The characters of a base64 text that stand for the secret's bytes alone. */
function certain(encoded: string, secret: string, offset: number): string {
	const last = Math.floor(((offset + Buffer.byteLength(secret)) * 8) / 6);
	return encoded.slice(Math.ceil((offset * 8) / 6), last);
}
