/**
Whether a question begins like one that reads. READ ONLY alone lets a superuser's `COPY … TO PROGRAM` run a command on the
database's machine, `CHECKPOINT` and `LOAD` do their work, and `NOTIFY` and `LOCK` reach others.
*/
export function beginsToRead(sql: string): boolean {
	const [, word = ''] = /^[\s(]*([a-z]+)/i.exec(withoutLeadingComments(sql)) ?? [];
	return readers.has(word.toLowerCase());
}

const readers: ReadonlySet<string> = new Set(['select', 'with', 'table', 'values', 'show', 'explain']);

/** PostgreSQL's comments: to the end of the line, or between signs that nest. */
function withoutLeadingComments(sql: string): string {
	let rest = sql.trimStart();
	for (let count = 0; count < commentsMax && /^(?:--|\/\*)/.test(rest); count += 1) {
		rest = (rest.startsWith('--') ? rest.replace(/^[^\n]*/, '') : behindBlock(rest)).trimStart();
	}
	return rest;
}

/** More comments before a question than this are no explanation. */
const commentsMax = 1000;

function behindBlock(text: string): string {
	let depth = 0;
	for (const sign of text.matchAll(/\/\*|\*\//g)) {
		depth += sign[0] === '/*' ? 1 : -1;
		if (depth === 0) {
			return text.slice(sign.index + 2);
		}
	}
	return '';
}
