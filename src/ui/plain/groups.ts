import {randomBytes} from 'node:crypto';

/** Says where a section begins and ends, in the way of whoever reads the log. */
export type Groups = {
	open(title: string): readonly string[];
	close(): readonly string[];
	/** Once, before anything from outside is printed. */
	begin(): readonly string[];
	end(): readonly string[];
};

export const plainGroups: Groups = {
	open: title => ['', `== ${title} ==`],
	close: () => [],
	begin: () => [],
	end: () => [],
};

/**
Foldable groups of GitHub Actions. Its runner obeys `::commands::` in any line it sees, so it is told not to for
everything but our own group lines: a step's output commands nothing.

@param token at least 16 characters that nobody outside can guess.
*/
export function githubGroups(token: string = randomBytes(16).toString('hex')): Groups {
	let isOpen = false;
	const obeyed = (...lines: readonly string[]): readonly string[] => [
		`::${token}::`,
		...lines,
		`::stop-commands::${token}`,
	];
	return {
		begin: () => [`::stop-commands::${token}`],
		open(title) {
			const lines = obeyed(...(isOpen ? ['::endgroup::'] : []), `::group::${title.replaceAll('%', '%25')}`);
			isOpen = true;
			return lines;
		},
		close() {
			const lines = isOpen ? obeyed('::endgroup::') : [];
			isOpen = false;
			return lines;
		},
		end: () => [`::${token}::`],
	};
}
