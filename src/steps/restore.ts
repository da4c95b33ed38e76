import type {RestoreStep} from '../runbook/model.ts';
import {type Attempt, type Finding, failed} from './finding.ts';

export async function performRestore(_attempt: Attempt, step: RestoreStep): Promise<Finding> {
	return failed(`A restore of ${step.work.from} can't be done by this version.`);
}
