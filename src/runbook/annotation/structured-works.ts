import type {
	BackupStep,
	GateStep,
	MigrationStep,
	NotifyStep,
	RestoreStep,
	StepCommon,
	WaitStep,
} from '../step-model.ts';
import type {Fields} from './structured-schemas.ts';

export function gateOf(fields: Fields<'gate'>, title: string): Omit<GateStep, keyof StepCommon> {
	const roles = fields.roles ?? (fields.role === undefined ? [] : [fields.role]);
	const choices = Array.isArray(fields.choices)
		? Object.fromEntries(fields.choices.map(choice => [choice, 'next']))
		: (fields.choices ?? {});
	const gate = fields.gate ?? (fields.choices === undefined ? 'approval' : 'judgement');
	return {
		kind: 'gate',
		gate,
		question: fields.question ?? title,
		choices,
		roles,
		approvals: fields.approvals ?? 1,
		probes: fields.probes ?? [],
	};
}

export function backupOf(fields: Fields<'backup'>): Omit<BackupStep, keyof StepCommon> {
	const {into, keep, ...rest} = fields;
	return {
		kind: 'backup',
		work: {...rest, ...(into === undefined ? {} : {into}), ...(keep === undefined ? {} : {keep})},
	};
}

export function restoreOf(fields: Fields<'restore'>): Omit<RestoreStep, keyof StepCommon> {
	return {kind: 'restore', work: fields};
}

/** A migration that can't get its lock in this time would stand in everybody's way. */
const lockTimeoutMs = 5000;
const statementTimeoutMs = 300_000;

export function migrationOf(fields: Fields<'migration'>): Omit<MigrationStep, keyof StepCommon> {
	return {
		kind: 'migration',
		work: {
			connection: fields.connection,
			files: fields.files ?? [],
			...(fields.sql === undefined ? {} : {sql: fields.sql}),
			phase: fields.phase,
			lockTimeoutMs: fields['lock-timeout'] ?? lockTimeoutMs,
			statementTimeoutMs: fields['statement-timeout'] ?? statementTimeoutMs,
			transaction: fields.transaction,
			...(fields.revision === undefined ? {} : {revision: fields.revision}),
			review: fields.review,
		},
	};
}

export function notifyOf(fields: Fields<'notify'>): Omit<NotifyStep, keyof StepCommon> {
	const {template, text, every, channel} = fields;
	return {
		kind: 'notify',
		work: {
			channel,
			...(template === undefined ? {} : {template}),
			...(text === undefined ? {} : {text}),
			key: fields.key ?? `${channel}:${template ?? 'text'}`,
			...(every === undefined ? {} : {everyMs: every}),
		},
	};
}

/** @param timeZone of the runbook's windows: a time is read by the same clock as they are. */
export function waitOf(fields: Fields<'wait'>, timeZone: string): Omit<WaitStep, keyof StepCommon> {
	const until = fields.until === undefined ? {} : {until: {time: fields.until, timeZone}};
	return {kind: 'wait', forMs: fields.for ?? 0, ...until};
}
