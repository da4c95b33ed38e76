import type {DeploymentRecord} from '../engine/record.ts';
import {sanitiseLine} from '../text/sanitise.ts';
import {git} from './git.ts';

/**
Who made the change that is deployed, and when, as git tells it: what lead time is counted from.

@param commit 7 to 40 hex digits.
@param directories where the repository may lie; the first that knows the commit answers.
*/
export async function changeInGit(
	commit: string | undefined,
	directories: readonly string[],
): Promise<DeploymentRecord['change']> {
	if (commit === undefined || !/^[0-9a-f]{7,40}$/.test(commit)) {
		return {};
	}
	for (const directory of new Set(directories)) {
		// Plumbing: unlike `show` and `log` it runs no program that the repository's settings name.
		const raw = await git(['cat-file', 'commit', commit], directory);
		if (raw !== undefined) {
			return readCommit(raw);
		}
	}
	return {};
}

/** The head of a raw commit object: `author Alice <alice@example.com> 1763716800 +0100`. */
function readCommit(raw: string): DeploymentRecord['change'] {
	const [head = ''] = raw.split('\n\n', 1);
	const author = /^author (?<who>.{1,300}>) -?\d+ [+-]\d{4}$/m.exec(head)?.groups?.who;
	const seconds = Number(/^committer .*> (?<at>\d{1,12}) [+-]\d{4}$/m.exec(head)?.groups?.at);
	const at = new Date(seconds * 1000);
	return {
		...(author === undefined ? {} : {author: sanitiseLine(author)}),
		...(Number.isNaN(at.getTime()) ? {} : {committedAt: at.toISOString()}),
	};
}
