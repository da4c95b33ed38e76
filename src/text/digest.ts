import {createHash} from 'node:crypto';

/** SHA-256 (FIPS 180-4) of bytes, or of a text as UTF-8, in 64 hex digits. For what is in memory whole. */
export function sha256Hex(of: string | Uint8Array): string {
	return createHash('sha256').update(of).digest('hex');
}
