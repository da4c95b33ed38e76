import type {MigrationWork} from '../../runbook/work-model.ts';
import type {Migration, Statement} from './read.ts';
import type {Rule} from './rule.ts';
import {findIn} from './rules.ts';

export type Finding = {
	readonly rule: Rule;
	/** File and line. */
	readonly where: string;
	readonly words: string;
	/** The reason a comment at the statement gives; absent: to be mended or accepted first. */
	readonly accepted?: string;
};

/** Reviews a migration for what hurts a running service. Pure: looks at the parse trees only. */
export function reviewMigration(
	migration: Migration,
	work: Pick<MigrationWork, 'phase' | 'transaction'>,
): {readonly findings: readonly Finding[]} {
	const created = new Set(migration.sources.flatMap(source => source.statements.flatMap(createdBy)));
	const findings: Finding[] = [];
	for (const source of migration.sources) {
		for (const statement of source.statements) {
			for (const {rule, words} of findIn(statement.tree, {...work, created})) {
				const accepted = neverAccepted.has(rule) ? undefined : statement.accepted.get(rule);
				findings.push({
					rule,
					words,
					where: `${source.name}:${statement.line}`,
					...(accepted === undefined ? {} : {accepted}),
				});
			}
		}
	}
	return {findings};
}

/** These can't be applied at all, whatever the reason. */
const neverAccepted: ReadonlySet<Rule> = new Set([
	'own-transaction',
	'concurrent-in-transaction',
	'copy-from-stdin',
]);

/** Tables this migration makes itself: nobody reads them yet, so nothing can be blocked or broken. */
function createdBy({tree}: Statement): readonly string[] {
	const create = (tree.CreateStmt ?? tree.CreateTableAsStmt) as
		| {relation?: {relname?: string}; into?: {rel?: {relname?: string}}}
		| undefined;
	const name = create?.relation?.relname ?? create?.into?.rel?.relname;
	return name === undefined ? [] : [name];
}
