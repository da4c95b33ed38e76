import {type Envelope, envelopeLimits, firstIssue} from './envelope.ts';
import {refuse} from './refused.ts';
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
