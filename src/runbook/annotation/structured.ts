import type {Meta} from '../meta-model.ts';
import type {Problem} from '../model.ts';
import {checkShape} from '../schema/shape.ts';
import {readYaml, type YamlDocument} from '../schema/yaml-reading.ts';
import {dangerOf} from '../shell/danger.ts';
import type {
	BackupStep,
	GateStep,
	MetricStep,
	MigrationStep,
	NotifyStep,
	ProbeStep,
	RestoreStep,
	Step,
	StepCommon,
	WaitStep,
} from '../step-model.ts';
import type {Attributes} from './attributes.ts';
import {metricOf, probeOf} from './measure-works.ts';
import {schemas} from './structured-schemas.ts';
import {backupOf, gateOf, migrationOf, notifyOf, restoreOf, waitOf} from './structured-works.ts';

export const structuredKinds = [
	'gate',
	'metric',
	'probe',
	'backup',
	'restore',
	'migration',
	'notify',
	'wait',
] as const;
export type StructuredKind = (typeof structuredKinds)[number];

type Own<T extends Step> = Omit<T, keyof StepCommon>;

/** What a structured fence says beside what every step has: laid over a {@link StepCommon} it is the step. */
export type StructuredWork =
	| Own<GateStep>
	| Own<MetricStep>
	| Own<ProbeStep>
	| Own<BackupStep>
	| Own<RestoreStep>
	| Own<MigrationStep>
	| Own<NotifyStep>
	| Own<WaitStep>;

export type StructuredReading = {
	/** Absent when the fence says too little or something wrong; then there are problems. */
	readonly work?: StructuredWork;
	readonly problems: readonly Problem[];
};

export type StructuredPlace = {
	/** 1-based line of the body's first line. */
	readonly line: number;
	readonly attributes: Attributes;
	readonly meta: Pick<Meta, 'connections' | 'metrics' | 'notify' | 'windows'>;
	/** Title of the step: the question of a gate that asks none. */
	readonly title: string;
};

/** Reads a fence whose language is a kind of step and whose body is YAML. */
export function readStructuredFence(
	kind: StructuredKind,
	body: string,
	place: StructuredPlace,
): StructuredReading {
	const yaml = readYaml({text: body, firstLine: place.line, code: kind, called: `This ${kind}`});
	if (yaml.value === undefined && yaml.problems.length > 0) {
		return {problems: yaml.problems};
	}
	const read = readKind(kind, yaml, place);
	const problems = [
		...yaml.problems,
		...read.problems,
		...(read.work === undefined ? [] : referenceProblems(read.work, yaml, place)),
	];
	return {...read, problems};
}

/** A mutation touches the world in a way that has to be undone; a backup adds a file and a message tells of it. */
/** Whether a step may change the world. */
export function structuredMutates(work: StructuredWork): boolean {
	switch (work.kind) {
		case 'migration':
		case 'restore':
			return true;
		case 'probe':
			// The author's word that a program of their own only looks counts; of one that is known to change things it does not.
			return (
				work.work.probe === 'command' &&
				work.work.run.commands.some(({text}) => dangerOf(text, 'read') !== 'read')
			);
		default:
			return false;
	}
}

function readKind(kind: StructuredKind, yaml: YamlDocument, place: StructuredPlace): StructuredReading {
	const value = yaml.value ?? {};
	switch (kind) {
		case 'gate': {
			const {value: fields, problems} = checkShape(yaml, schemas.gate, {value});
			return fields === undefined ? {problems} : {work: gateOf(fields, place.title), problems};
		}
		case 'metric': {
			const {value: fields, problems} = checkShape(yaml, schemas.metric, {value});
			return fields === undefined ? {problems} : metricReading(fields, yaml, place);
		}
		case 'probe': {
			const {value: fields, problems} = checkShape(yaml, schemas.probe, {value});
			return fields === undefined ? {problems} : {work: probeOf(fields, place), problems};
		}
		case 'backup': {
			const {value: fields, problems} = checkShape(yaml, schemas.backup, {value});
			return fields === undefined ? {problems} : {work: backupOf(fields), problems};
		}
		case 'restore': {
			const {value: fields, problems} = checkShape(yaml, schemas.restore, {value});
			return fields === undefined ? {problems} : {work: restoreOf(fields), problems};
		}
		case 'migration': {
			const {value: fields, problems} = checkShape(yaml, schemas.migration, {value});
			return fields === undefined ? {problems} : {work: migrationOf(fields), problems};
		}
		case 'notify': {
			const {value: fields, problems} = checkShape(yaml, schemas.notify, {value});
			return fields === undefined ? {problems} : {work: notifyOf(fields), problems};
		}
		case 'wait': {
			const {value: fields, problems} = checkShape(yaml, schemas.wait, {
				value: typeof value === 'string' ? {for: value} : value,
			});
			return fields === undefined
				? {problems}
				: {work: waitOf(fields, place.meta.windows?.timeZone ?? 'UTC'), problems};
		}
	}
}

function metricReading(
	fields: Parameters<typeof metricOf>[0],
	yaml: YamlDocument,
	place: StructuredPlace,
): StructuredReading {
	const work = metricOf(fields, {...place, guard: place.attributes.flags.has('guard')});
	if (work !== undefined) {
		return {work, problems: []};
	}
	const message = `There is no metric “${fields.metric ?? ''}” in the front matter.`;
	const hint = `Add it under “metrics”${Object.keys(place.meta.metrics).length === 0 ? '' : `, or use one of: ${Object.keys(place.meta.metrics).join(', ')}`}.`;
	return {
		problems: [{code: 'metric.value', severity: 'error', ...yaml.place(['metric'], 'value'), message, hint}],
	};
}

/** Names a fence takes from the front matter have to stand there. */
function referenceProblems(
	work: StructuredWork,
	yaml: YamlDocument,
	place: StructuredPlace,
): readonly Problem[] {
	const connection = connectionOf(work);
	const problems: Problem[] = [];
	if (connection !== undefined && !Object.hasOwn(place.meta.connections, connection)) {
		problems.push({
			code: `${work.kind}.connection`,
			severity: 'error',
			...yaml.place(['connection'], 'value'),
			message: `There is no connection “${connection}” in the front matter.`,
			hint: `Add it: connections: {${connection}: {env: DATABASE_URL}}.`,
		});
	}
	if (work.kind === 'notify' && !Object.hasOwn(place.meta.notify.channels, work.work.channel)) {
		problems.push({
			code: 'notify.channel',
			severity: 'warning',
			...yaml.place(['channel'], 'value'),
			message: `There is no channel “${work.work.channel}” in the front matter, so a person has to send this.`,
			hint: `Add it: notify: {channels: {${work.work.channel}: {webhook: {env: WEBHOOK_URL}}}}.`,
		});
	}
	if (
		work.kind === 'notify' &&
		work.work.template !== undefined &&
		!Object.hasOwn(place.meta.notify.templates, work.work.template)
	) {
		problems.push({
			code: 'notify.template',
			severity: 'error',
			...yaml.place(['template'], 'value'),
			message: `There is no template “${work.work.template}” in the front matter.`,
			hint: `Add it under notify: templates, or write the text here: text: "…".`,
		});
	}
	return problems;
}

function connectionOf(work: StructuredWork): string | undefined {
	switch (work.kind) {
		case 'backup':
		case 'restore':
		case 'migration':
			return work.work.connection;
		case 'probe':
			return work.work.probe === 'sql' ? work.work.connection : undefined;
		case 'metric':
			return work.work.from.source === 'sql' ? work.work.from.connection : undefined;
		default:
			return undefined;
	}
}
