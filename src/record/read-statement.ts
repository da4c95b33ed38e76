import type {DeploymentRecord} from '../engine/record.ts';
import {type Envelope, envelopeLimits, firstIssue, readEnvelope} from './envelope.ts';
import {attempt, refuse} from './refused.ts';
import {anyStatementSchema, predicateTypes, type RecordStatement, recordStatementSchema} from './schema.ts';
import {readStrictJson} from './strict-json.ts';

/** The statement of a record, strictly read from the bytes that were signed. @throws Refused */
export function readStatement({payload}: Envelope): RecordStatement {
	const json = readStrictJson(payload, envelopeLimits);
	const any = anyStatementSchema.safeParse(json);
	if (!any.success) {
		refuse(`it is no in-toto statement: ${firstIssue(any.error)}`);
	}
	if (any.data.predicateType !== predicateTypes.record) {
		refuse(`its predicate is ${any.data.predicateType}; this gonogo reads ${predicateTypes.record}`);
	}
	const parsed = recordStatementSchema.safeParse(json);
	return parsed.success ? parsed.data : refuse(`it is no deployment record: ${firstIssue(parsed.error)}`);
}

/** A stored record's predicate; undefined when it can't be read. Its signatures are not looked at. */
export function recordIn(bytes: Uint8Array): DeploymentRecord | undefined {
	const read = attempt(() => readStatement(readEnvelope(bytes)).predicate);
	return read.ok ? read.value : undefined;
}
