import {fchmodSync, fchownSync, statSync} from 'node:fs';

/**
Lets the group that a run's directory is open to read a file of the run as well, so that whoever follows sees the output;
elsewhere the file stays its owner's alone.
*/
export function shareLike(directory: string, fd: number): void {
	const {mode, gid} = statSync(directory);
	if ((mode & 0o050) !== 0o050) {
		return;
	}
	try {
		fchownSync(fd, -1, gid);
		fchmodSync(fd, 0o640);
	} catch {
		// Whoever drives is no member of that group any more: what they write they keep to themselves.
	}
}
