import type {BackupWork} from '../../runbook/model.ts';
import {type Attempt, type Finding, failed} from '../finding.ts';

export async function dumpDatabase(_attempt: Attempt, work: BackupWork): Promise<Finding> {
	return failed(`A backup in the format ${work.format} can't be made by this version.`);
}
