import type {ChainedEntry} from '../engine/entry.ts';
import type {DeploymentRecord} from '../engine/record.ts';
import type {RunState} from '../engine/state.ts';
import {artifactsOf} from './artifacts.ts';
import {besideOf} from './beside.ts';
import {
	changeOf,
	deferredOf,
	doraOf,
	downtimeOf,
	guardsOf,
	reviewsOf,
	rollbackOf,
	rulesOf,
	verdictOf,
} from './course.ts';
import {fitRecord} from './fit-record.ts';
import {approvalsOf} from './gates.ts';
import {flagsOf, peopleOf} from './people.ts';
import type {Statement, Subject} from './schema.ts';
import {predicateTypes, statementType} from './schema.ts';
import {hostsTouched, stepRecords} from './step-records.ts';
import {timeSpent} from './time-spent.ts';
import {backupsOf, messagesOf, migrationsOf} from './work-done.ts';

/** What the journal can't know and its caller can. */
export type Extras = {
	readonly signing: DeploymentRecord['signing'];
	readonly change?: DeploymentRecord['change'];
	/** Ids of the latest records of this service and environment. */
	readonly previous?: readonly string[];
	/** What guards on the service itself saw it not answer. */
	readonly downtimeMs?: number | undefined;
	/** By guard step: the samples' file beside the journal. */
	readonly samples?: ReadonlyMap<string, NonNullable<DeploymentRecord['guards'][number]['samples']>>;
};

export type RunTold = {
	readonly state: RunState;
	/** The whole journal, oldest first. */
	readonly entries: readonly ChainedEntry[];
	/** SHA-256 of the pinned runbook, and of `run.md` beside the record; 64 hex digits. */
	readonly runbookSha256: string;
	readonly runMdSha256: string;
	readonly extras: Extras;
};

/** The in-toto Statement v1 of a run: what was deployed, and everything that was done for it. */
export function buildStatement(told: RunTold): Statement<DeploymentRecord> {
	const predicate = fitRecord(recordOf(told));
	return {
		_type: statementType,
		subject: subjectsOf(predicate),
		predicateType: predicateTypes.record,
		predicate,
	};
}

/** The statement's subject is what was deployed; where nothing was, or nothing is named by digest, the runbook. */
export function subjectsOf({artifacts, run, runbook}: DeploymentRecord): Subject[] {
	const nothingDeployed = run.flags.some(flag => flag === 'rehearsal' || flag === 'practice');
	const deployed = artifacts.flatMap(({name, role, digest}) =>
		role === 'new' && digest !== undefined && !nothingDeployed
			? [{name, digest: {[digest.is]: digest.hex}}]
			: [],
	);
	return deployed.length > 0 ? deployed : [{name: runbook.path, digest: {sha256: runbook.sha256}}];
}

function recordOf(told: RunTold): DeploymentRecord {
	const {state, entries, extras} = told;
	const time = timeSpent(entries);
	const steps = stepRecords(state, time);
	return {
		run: runOf(told, time),
		runbook: runbookOf(told),
		change: changeOf(state, extras.change),
		service: state.opened.service,
		environment: {name: state.opened.environment, production: state.opened.production},
		hosts: hostsTouched(state),
		inputs: inputsOf(state),
		artifacts: artifactsOf(state),
		emergency: state.opened.emergency,
		migrations: migrationsOf(state),
		backups: backupsOf(state),
		people: peopleOf(entries),
		approvals: approvalsOf(state, entries),
		steps,
		deviations: state.deviations.map(({at, by, step, what, why}) => ({at, by, step, what, why})),
		rules: rulesOf(state),
		deferred: deferredOf(state),
		reviews: reviewsOf(state),
		notes: state.notes.map(({at, by, text, step}) => ({at, by, text, step})),
		...besideOf(state),
		guards: guardsOf(state, entries).map(guard => ({...guard, samples: extras.samples?.get(guard.step)})),
		rollback: rollbackOf(state),
		messages: messagesOf(state),
		verdict: verdictOf(state),
		downtimeMs: downtimeOf(state, extras.downtimeMs),
		dora: doraOf(state, extras.change?.committedAt),
		previous: [...(extras.previous ?? [])],
		journal: {entries: entries.length, head: entries.at(-1)?.h ?? '0'.repeat(64)},
		signing: extras.signing,
	};
}

function runOf({state, entries}: RunTold, time: ReturnType<typeof timeSpent>): DeploymentRecord['run'] {
	const {opened} = state;
	const {steps: _bySteps, ...clock} = time;
	return {
		id: opened.run,
		nonce: opened.nonce,
		gonogo: opened.gonogo,
		mode: opened.mode,
		screen: opened.screen,
		host: opened.host,
		timeZone: opened.timeZone,
		openedAt: state.openedAt,
		endedAt: state.lastAt,
		...clock,
		flags: flagsOf(state, entries),
	};
}

function runbookOf({state, runbookSha256, runMdSha256}: RunTold): DeploymentRecord['runbook'] {
	const {path, title, commit, includes} = state.opened.runbook;
	return {
		path,
		title,
		sha256: runbookSha256,
		commit,
		includes: (includes ?? []).map(one => ({...one})),
		filledIn: runMdSha256,
	};
}

function inputsOf(state: RunState): DeploymentRecord['inputs'] {
	return [...state.inputs].map(([name, input]) => ({name, ...input}));
}
