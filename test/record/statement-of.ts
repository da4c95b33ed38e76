import {expect} from 'vitest';
import {recordSchema} from '../../src/engine/record.ts';
import {buildStatement, type RunTold} from '../../src/record/statement.ts';
import type {Runbook} from '../../src/runbook/model.ts';
import {entriesOf, opening, type release, runbook, sha256, stateOf} from './world.ts';

/** The recorder's half of a signature that is never made. */
const signing: RunTold['extras']['signing'] = {
	recorder: {keyid: sha256('key'), publicKey: 'AAAA'},
	person: {name: 'alice@example.com', unsigned: 'a test'},
};

/** The statement of a run, held against the record's schema as a reader would. */
export function statementOf(
	told: typeof release,
	change: {book?: Runbook; extras?: Partial<RunTold['extras']>} = {},
) {
	const entries = entriesOf(told);
	const statement = buildStatement({
		state: stateOf(entries, change.book ?? runbook),
		entries,
		runbookSha256: opening.runbook.sha256,
		runMdSha256: sha256('run.md'),
		extras: {signing, ...change.extras},
	});
	expect(recordSchema.parse(JSON.parse(JSON.stringify(statement.predicate)))).toBeTruthy();
	return statement;
}
