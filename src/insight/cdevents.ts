import type {Amendment} from '../engine/amendment.ts';
import type {Artifact, DeploymentRecord} from '../engine/record.ts';
import {kindOf} from './audit.ts';

/** CDEvents 0.4.0 (cdevents.dev): one event as it stands on a line. */
export type CdEvent = {
	readonly context: {
		readonly version: '0.4.0';
		readonly id: string;
		readonly source: string;
		readonly type: string;
		readonly timestamp: string;
	};
	readonly subject: {
		readonly id: string;
		readonly type: string;
		readonly content: Readonly<Record<string, unknown>>;
	};
};

/**
A run as CDEvents: the run itself as a pipeline run, and for a release with a service what it did to that service. Ids are
made from the record's, so that an event that is sent twice is known to be the same.

@param id the record's.
*/
export function cdEvents(record: DeploymentRecord, amendments: readonly Amendment[], id: string): CdEvent[] {
	const {run, runbook, verdict} = record;
	const source = `/gonogo/${encodeURIComponent(run.host)}`;
	const event = (kind: EventKind, timestamp: string, subject: CdEvent['subject']): CdEvent => ({
		context: {
			version: '0.4.0',
			id: `${id}/${kind}/${subject.id}`,
			source,
			type: `dev.cdevents.${kind}.0.2.0`,
			timestamp,
		},
		subject,
	});
	const pipeline = (content: Record<string, unknown>) => ({
		id: run.id,
		type: 'pipelineRun',
		content: {pipelineName: runbook.title, ...content},
	});
	const outcome = outcomeOf(verdict.is);
	return [
		event('pipelinerun.started', run.openedAt, pipeline({})),
		...serviceSubjects(record).map(({kind, at, subject}) => event(kind, at, subject)),
		event(
			'pipelinerun.finished',
			run.endedAt,
			pipeline({outcome, ...(outcome === 'success' ? {} : {errors: verdict.reason ?? verdict.is})}),
		),
		...amendments.flatMap(({says, at}) =>
			says.is === 'incident' ? [event('incident.reported', at, incidentSubject(record, says.incident))] : [],
		),
	];
}

type EventKind =
	| 'pipelinerun.started'
	| 'pipelinerun.finished'
	| 'service.deployed'
	| 'service.rolledback'
	| 'incident.reported';

function outcomeOf(verdict: string): 'success' | 'failure' {
	return verdict.startsWith('complete') ? 'success' : 'failure';
}

type ServiceEvent = {kind: EventKind; at: string; subject: CdEvent['subject']};

/** Only what really happened to a service: a rehearsal deploys nothing. */
function serviceSubjects(record: DeploymentRecord): ServiceEvent[] {
	const {service, environment, dora, artifacts, rollback} = record;
	if (service === undefined || kindOf(record) !== 'release') {
		return [];
	}
	const of = (role: Artifact['role']) => artifacts.find(one => one.role === role);
	const subject = (artifact: Artifact) => ({
		id: service,
		type: 'service',
		content: {environment: {id: environment.name}, artifactId: packageUrl(artifact)},
	});
	const [deployed, previous] = [of('new'), of('previous') ?? of('new')];
	return [
		...(deployed === undefined || dora.deployedAt === undefined
			? []
			: [{kind: 'service.deployed' as const, at: dora.deployedAt, subject: subject(deployed)}]),
		...(previous === undefined || rollback?.succeeded !== true
			? []
			: [{kind: 'service.rolledback' as const, at: rollback.endedAt, subject: subject(previous)}]),
	];
}

function incidentSubject({service, environment}: DeploymentRecord, incident: string): CdEvent['subject'] {
	return {
		id: incident,
		type: 'incident',
		content: {
			environment: {id: environment.name},
			...(service === undefined ? {} : {service: {id: service}}),
		},
	};
}

/** The artifact as a package URL (github.com/package-url/purl-spec). */
export function packageUrl({name, is, value, digest}: Artifact): string {
	if (is === 'image' && digest !== undefined) {
		const repository = value.replace(/@.*$/, '').replace(/:[^/:]*$/, '');
		const image = repository.split('/').at(-1) ?? name;
		return `pkg:oci/${encodeURIComponent(image)}@sha256%3A${digest.hex}?repository_url=${encodeURIComponent(repository)}`;
	}
	return is === 'file' && digest !== undefined
		? `pkg:generic/${encodeURIComponent(name)}?checksum=sha256:${digest.hex}`
		: `pkg:generic/${encodeURIComponent(name)}@${encodeURIComponent(value)}`;
}
