import type {BackupStep} from '../runbook/step-model.ts';
import type {Attempt, Finding} from './finding.ts';

/** Makes a backup and looks at it as closely as its `verify` says; a backup nobody has read is none. */
export async function performBackup(attempt: Attempt, step: BackupStep): Promise<Finding> {
	return step.work.format === 'copy'
		? (await import('./backup/copy.ts')).copyDatabase(attempt, step.work)
		: (await import('./backup/dump.ts')).dumpDatabase(attempt, step.work);
}
