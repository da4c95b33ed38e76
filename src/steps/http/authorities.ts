import {getCACertificates} from 'node:tls';
import {codeOf} from './reason.ts';

const unknownIssuer: ReadonlySet<string> = new Set([
	'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
	'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
	'SELF_SIGNED_CERT_IN_CHAIN',
]);

/** Node.js's own authorities and the machine's, once a certificate was met that only the machine may know. */
let authorities: string[] | undefined;

/** Options for a TLS connection: Node.js's own authorities, or those of the machine too. */
export function trusted(): {readonly ca?: string[]} {
	return authorities === undefined ? {} : {ca: authorities};
}

/**
Says whether to try once more: the issuer is unknown, and the machine's own authorities (which curl and git trust, and
Node.js does not) have not been asked yet. Reading them takes some 30 ms, so it waits until they are needed.
*/
export function wantsMoreAuthorities(error: unknown): boolean {
	if (authorities !== undefined || !unknownIssuer.has(codeOf(error) ?? '')) {
		return false;
	}
	authorities = [...new Set([...getCACertificates('default'), ...getCACertificates('system')])];
	return true;
}
