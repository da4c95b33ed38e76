import {type AlterTable, findInAlter} from './alter-table.ts';
import {type Circumstances, type Found, repeatable, takesAway} from './rule.ts';

type Tree = Readonly<Record<string, unknown>>;
type Named = {readonly relname?: string};
type Drop = {
	readonly removeType?: string;
	readonly missing_ok?: boolean;
	readonly concurrent?: boolean;
	readonly objects?: readonly unknown[];
};
type Index = {
	readonly relation?: Named;
	readonly idxname?: string;
	readonly concurrent?: boolean;
	readonly if_not_exists?: boolean;
};

/** What is there to say against one statement, given as its parse tree. */
export function findIn(tree: Tree, circumstances: Circumstances): readonly Found[] {
	const [kind = '', node] = Object.entries(tree)[0] ?? [];
	switch (kind) {
		case 'DropStmt':
			return inDrop(node as Drop, circumstances);
		case 'TruncateStmt':
			return [takesAway('TRUNCATE empties a table for good.', circumstances)];
		case 'DropdbStmt':
			return [takesAway('DROP DATABASE deletes everything.', circumstances)];
		case 'RenameStmt':
			return [
				takesAway(
					'A rename breaks the code that still uses the old name; add the new one, and drop the old one later.',
					circumstances,
				),
			];
		case 'DeleteStmt':
		case 'UpdateStmt':
			return hasCondition(node)
				? []
				: [
						{
							rule: 'every-row',
							words: `${kind === 'DeleteStmt' ? 'DELETE' : 'UPDATE'} without WHERE locks and rewrites every row at once; go through them in batches.`,
						},
					];
		case 'IndexStmt':
			return inIndex(node as Index, circumstances);
		case 'AlterTableStmt':
			return findInAlter(node as AlterTable, circumstances);
		case 'CreateStmt':
			return repeatable((node as {if_not_exists?: boolean}).if_not_exists, 'CREATE TABLE', 'IF NOT EXISTS');
		case 'CreateSeqStmt':
			return repeatable(
				(node as {if_not_exists?: boolean}).if_not_exists,
				'CREATE SEQUENCE',
				'IF NOT EXISTS',
			);
		case 'CreateSchemaStmt':
			return repeatable((node as {if_not_exists?: boolean}).if_not_exists, 'CREATE SCHEMA', 'IF NOT EXISTS');
		case 'ViewStmt':
			return repeatable((node as {replace?: boolean}).replace, 'CREATE VIEW', 'OR REPLACE');
		case 'TransactionStmt':
			return circumstances.transaction
				? [
						{
							rule: 'own-transaction',
							words: 'It begins or ends a transaction itself; leave that out, or set `transaction: false`.',
						},
					]
				: [];
		case 'CopyStmt':
			return (node as {is_from?: boolean; filename?: string}).is_from === true &&
				(node as {filename?: string}).filename === undefined
				? [{rule: 'copy-from-stdin', words: 'COPY … FROM STDIN needs psql; write INSERT instead.'}]
				: [];
		case 'DoStmt':
			return /\b(?:drop|truncate|delete|execute)\b/i.test(JSON.stringify(node))
				? [
						{
							rule: 'unseen',
							words: 'A DO block deletes something or runs text as SQL, which can’t be reviewed here.',
						},
					]
				: [];
		default:
			return [];
	}
}

const keepsData: ReadonlySet<string> = new Set([
	'OBJECT_INDEX',
	'OBJECT_VIEW',
	'OBJECT_FUNCTION',
	'OBJECT_TRIGGER',
	'OBJECT_RULE',
	'OBJECT_POLICY',
	'OBJECT_PROCEDURE',
	'OBJECT_ROUTINE',
]);

function inDrop(drop: Drop, circumstances: Circumstances): readonly Found[] {
	const what = (drop.removeType ?? '').replace('OBJECT_', '').replaceAll('_', ' ');
	const found: Found[] = keepsData.has(drop.removeType ?? '')
		? []
		: [takesAway(`DROP ${what} deletes data for good; verify that nothing uses it.`, circumstances)];
	if (drop.removeType === 'OBJECT_INDEX') {
		found.push(...concurrency(drop.concurrent === true, 'DROP INDEX', circumstances));
	}
	return [...found, ...repeatable(drop.missing_ok, `DROP ${what}`, 'IF EXISTS')];
}

function inIndex(index: Index, circumstances: Circumstances): readonly Found[] {
	const isNew = circumstances.created.has(index.relation?.relname ?? '');
	return [
		...(isNew ? [] : concurrency(index.concurrent === true, 'CREATE INDEX', circumstances)),
		...repeatable(index.if_not_exists, 'CREATE INDEX', 'IF NOT EXISTS'),
	];
}

function concurrency(isConcurrent: boolean, what: string, {transaction}: Circumstances): readonly Found[] {
	if (!isConcurrent) {
		return [
			{
				rule: 'index-not-concurrent',
				words: `${what} without CONCURRENTLY blocks writes to the table until it is done.`,
			},
		];
	}
	return transaction
		? [
				{
					rule: 'concurrent-in-transaction',
					words: `${what} CONCURRENTLY can’t run inside a transaction; put it into a migration of its own with \`transaction: false\`.`,
				},
			]
		: [];
}

function hasCondition(node: unknown): boolean {
	return typeof node === 'object' && node !== null && 'whereClause' in node;
}
