import {existsSync} from 'node:fs';
import {isAbsolute, join} from 'node:path';
import type {MigrationStep} from '../runbook/step-model.ts';
import {fillPlain} from './fill.ts';
import {type Attempt, type Finding, failed} from './finding.ts';
import {applyMigration} from './migration/apply.ts';
import {readMigration} from './migration/read.ts';
import {reviewMigration} from './migration/review.ts';

/** Reviews a migration with PostgreSQL's own parser, then applies it, stopping at the first error. */
export async function performMigration(attempt: Attempt, step: MigrationStep): Promise<Finding> {
	const {order, log} = attempt;
	const files = step.work.files.map(file => placed(fillPlain(file, order.values), order.directory));
	const read = await readMigration({...step.work, files});
	if (!read.ok) {
		log.note(`! ${read.why}`);
		return failed(read.why, {facts: {applied: false}});
	}
	const {migration} = read;
	for (const {name, sha256, statements} of migration.sources) {
		log.note(`${name}: ${statements.length} statements, sha256 ${sha256}`);
	}
	const review = reviewMigration(migration, step.work);
	for (const finding of review.findings) {
		log.note(
			`${finding.accepted === undefined ? '!' : 'accepted:'} ${finding.where}: ${finding.words} [${finding.rule}]${finding.accepted === undefined ? '' : ` because ${finding.accepted}`}`,
		);
	}
	const open = review.findings.filter(finding => finding.accepted === undefined);
	const facts = {
		findings: review.findings.length,
		accepted: review.findings.length - open.length,
		sha256: migration.sha256,
	};
	if (step.work.review === 'required' && open.length > 0) {
		const [first] = open;
		return failed(
			`Its review found ${open.length} thing${open.length === 1 ? '' : 's'} to mend or to accept first, so nothing was applied: ${first?.where ?? ''}: ${first?.words ?? ''}`,
			{facts: {...facts, applied: false}},
		);
	}
	return applyMigration(attempt, {work: step.work, migration, facts});
}

/**
Where a file of a migration lies: beside the runbook that names it. One that is not there is looked for where gonogo was
started, as a command of the runbook would look for it.
*/
function placed(file: string, directory: string | undefined): string {
	if (directory === undefined || isAbsolute(file) || file.startsWith('~')) {
		return file;
	}
	const beside = join(directory, file);
	return existsSync(beside) || !existsSync(file) ? beside : file;
}
