import {wordsOf} from '../finding.ts';

/** Codes of connections that fail, in words; the rest speak for themselves. */
const reasons: Readonly<Record<string, string>> = {
	ECONNREFUSED: 'Nobody listens there (connection refused).',
	ECONNRESET: 'The connection was cut (reset).',
	ENOTFOUND: 'That host name is not known.',
	EAI_AGAIN: 'The name server does not answer.',
	EHOSTUNREACH: 'That host can’t be reached.',
	ENETUNREACH: 'That network can’t be reached.',
	UND_ERR_SOCKET: 'The connection was closed before the answer was whole.',
	UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'The answer was cut off: it is not as long as it says it is.',
	UND_ERR_HEADERS_OVERFLOW: 'Its headers are longer than 64 KiB.',
	CERT_HAS_EXPIRED: 'Its certificate has expired.',
	DEPTH_ZERO_SELF_SIGNED_CERT: 'Its certificate is signed by itself, not by anyone trusted.',
	SELF_SIGNED_CERT_IN_CHAIN:
		'Its certificate comes from nobody trusted here (NODE_EXTRA_CA_CERTS can name a file with your own authority).',
	UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
		'Its certificate comes from nobody trusted here (NODE_EXTRA_CA_CERTS can name a file with your own authority).',
	ERR_TLS_CERT_ALTNAME_INVALID: 'Its certificate is for another name.',
	UNABLE_TO_VERIFY_LEAF_SIGNATURE:
		'Its certificate comes from nobody trusted here (NODE_EXTRA_CA_CERTS can name a file with your own authority).',
};

/** Why a connection failed, for people. */
export function reasonOf(error: unknown): string {
	const code = codeOf(error);
	const known = code === undefined ? undefined : reasons[code];
	const isParsed = error instanceof Error && error.name === 'HTTPParserError';
	return known ?? (isParsed ? `What answers there is not HTTP (${error.message}).` : wordsOf(error));
}

/** The code of an error or of what caused it. */
export function codeOf(error: unknown): string | undefined {
	if (typeof error === 'string') {
		return error;
	}
	if (error instanceof AggregateError) {
		return error.errors.map(codeOf).find(code => code !== undefined);
	}
	if (!(error instanceof Error)) {
		return undefined;
	}
	return 'code' in error && typeof error.code === 'string' ? error.code : codeOf(error.cause);
}
