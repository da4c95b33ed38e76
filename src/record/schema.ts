import {z} from 'zod';
import {type DeploymentRecord, recordSchema} from '../engine/record.ts';

/** in-toto Statement v1, and our own predicate types: no vetted predicate for a deployment exists. */
export const statementType = 'https://in-toto.io/Statement/v1';
export const predicateTypes = {
	record: 'https://gonogo.dev/deployment-record/v0.1',
	approval: 'https://gonogo.dev/approval/v0.1',
	amendment: 'https://gonogo.dev/amendment/v0.1',
} as const;

export type Subject = {readonly name: string; readonly digest: Readonly<Record<string, string>>};

export type Statement<Predicate> = {
	readonly _type: typeof statementType;
	readonly subject: readonly Subject[];
	readonly predicateType: string;
	readonly predicate: Predicate;
};

const subjectSchema = z.strictObject({
	name: z.string(),
	digest: z.record(z.string(), z.string().regex(/^[0-9a-f]{40,128}$/)),
});

/** What any statement has; the predicate is looked at once its type is known. */
export const anyStatementSchema = z.strictObject({
	_type: z.literal(statementType),
	subject: z.array(subjectSchema).min(1),
	predicateType: z.string(),
	predicate: z.unknown(),
});

export const recordStatementSchema = anyStatementSchema.extend({
	predicateType: z.literal(predicateTypes.record),
	predicate: recordSchema,
});

export type RecordStatement = Statement<DeploymentRecord>;
