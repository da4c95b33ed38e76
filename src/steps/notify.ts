import type {NotifyStep} from '../runbook/model.ts';
import {type Attempt, type Finding, failed} from './finding.ts';

export async function performNotify(_attempt: Attempt, step: NotifyStep): Promise<Finding> {
	return failed(`A message to ${step.work.channel} can't be sent by this version.`);
}
