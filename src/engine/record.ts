/** The shapes that record/ signs and insight/ reads; the fields of product §8. */

export type RecordIdentity = {
	/** sha256 of the envelope's PAE bytes, 64 hex digits: adding a signature keeps it. */
	readonly id: string;
	readonly run: string;
};
