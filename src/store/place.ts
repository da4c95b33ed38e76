import type {Files} from './fs-port.ts';

/** Who may see what is made: only its owner, or a group the owner declares for following along. */
export type Access = {
	/** 0700 or 0750. */
	readonly directory: number;
	/** 0600 or 0640. */
	readonly file: number;
	/** Numeric id of the declared group. */
	readonly group?: number;
};

/** Where things are made and how. */
export type Place = {
	readonly files: Files;
	readonly access: Access;
};

export const ownerOnly: Access = {directory: 0o700, file: 0o600};

export function sharedWith(group: number): Access {
	return {directory: 0o750, file: 0o640, group};
}
