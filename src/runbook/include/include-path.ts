/** Names longer than this are no files. */
const pathMax = 1_000;

/**
Where an include leads, relative to the directory of the first file, with `/`.

@param from the including file, relative to the same directory.
*/
export function resolveInclude(
	from: string,
	target: string,
): {readonly path: string} | {readonly problem: string} {
	if (target.length > pathMax || /[\0-\x1f\x7f]/.test(target)) return {problem: 'is no name of a file'};
	if (/^[a-z][a-z0-9+.-]*:/i.test(target))
		return {problem: 'is an address; only files beside the runbook are included'};
	if (target.startsWith('/') || target.startsWith('~')) return {problem: 'is an absolute path'};
	if (target.includes('\\')) return {problem: 'holds a backslash; write / between directories'};
	if (!/\.(?:md|markdown|mdx|txt)$/i.test(target)) return {problem: 'is not a Markdown file by its name'};
	return {path: normalised([...from.split('/').slice(0, -1), ...target.split('/')])};
}

function normalised(parts: readonly string[]): string {
	const kept: string[] = [];
	for (const part of parts) {
		if (part === '' || part === '.') continue;
		if (part === '..' && kept.length > 0 && kept.at(-1) !== '..') kept.pop();
		else kept.push(part);
	}
	return kept.join('/');
}
