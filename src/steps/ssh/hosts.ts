import type {CommandWork} from '../../runbook/model.ts';
import {type Attempt, type Finding, failed} from '../finding.ts';

export async function performOnHosts(
	_attempt: Attempt,
	run: CommandWork,
	_variables: Readonly<Record<string, string>>,
): Promise<Finding> {
	return failed(`It has to run on ${run.on.join(', ')}, which this version can't do.`);
}
