import {type ExitCode, exitCode, Fault} from '../../fault.ts';
import {type SignedKind, statementJsonSchema} from '../../record/json-schema.ts';
import {runbookJsonSchema} from '../../runbook/schema/json-schema.ts';
import {say} from '../out.ts';

/** `gonogo schema`: JSON Schemas of the statements that are signed, and of what a runbook may hold. */
export async function schema(what = 'record'): Promise<ExitCode> {
	const found =
		what === 'runbook' ? runbookJsonSchema() : isSigned(what) ? statementJsonSchema(what) : undefined;
	if (found === undefined) {
		throw new Fault(
			'cli.usage',
			`There is no schema of “${what.slice(0, 80)}”.`,
			'One of record, approval, amendment, runbook.',
		);
	}
	await say(`${JSON.stringify(found, undefined, 2)}\n`);
	return exitCode.complete;
}

function isSigned(what: string): what is SignedKind {
	return what === 'record' || what === 'approval' || what === 'amendment';
}
