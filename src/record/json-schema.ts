import {z} from 'zod';
import {amendmentSchema} from '../engine/amendment.ts';
import {approvalSchema} from './approval.ts';
import {anyStatementSchema, predicateTypes, recordStatementSchema} from './schema.ts';

/** What is signed, each an in-toto statement inside a DSSE envelope. */
export type SignedKind = 'record' | 'approval' | 'amendment';

/** The JSON Schema (draft 2020-12) of a statement, for other programs. */
export function statementJsonSchema(kind: SignedKind): Record<string, unknown> {
	const $id = predicateTypes[kind];
	return {$id, title: titles[kind], ...z.toJSONSchema(statements[kind])};
}

const titles: Readonly<Record<SignedKind, string>> = {
	record: 'Statement of a deployment record',
	approval: 'Statement of an approval at a gate',
	amendment: 'Statement of what was said of a run afterwards',
};

const statements = {
	record: recordStatementSchema,
	approval: anyStatementSchema.extend({
		predicateType: z.literal(predicateTypes.approval),
		predicate: approvalSchema,
	}),
	amendment: anyStatementSchema.extend({
		predicateType: z.literal(predicateTypes.amendment),
		predicate: amendmentSchema,
	}),
} as const;
