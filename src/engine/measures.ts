import type {ContextFact, ContextProgram} from '../runbook/meta-model.ts';
import type {CommandStep, ProbeStep, Step, StepCommon} from '../runbook/step-model.ts';
import {plainStep, plainWork} from '../runbook/work.ts';
import type {CommandWork} from '../runbook/work-model.ts';
import {valuesOf, workOf} from './order.ts';
import {asksForWayBack, wayBackChecks} from './readiness.ts';
import type {RunState} from './state.ts';

/** One look at the world: a step of the program's own that only reads, or something the session knows. */
export type Measure = {
	readonly rule: string;
	readonly by:
		| {readonly is: 'perform'; readonly step: Step}
		/** An environment variable that must be set; `shown`: its value is a fact of the context. */
		| {readonly is: 'variable'; readonly name: string; readonly shown: boolean}
		/** How long ago this very runbook was rehearsed. */
		| {readonly is: 'rehearsal'; readonly withinMs: number};
	readonly expected?: string;
};

/** What has to be looked at before the first step, before a step that changes something, or before a command typed beside it. */
export function measuresOf(
	state: RunState,
	before:
		| {readonly moment: 'start'}
		| {readonly moment: 'beside'}
		| {readonly moment: 'step'; readonly step: Step},
): readonly Measure[] {
	if (state.opened.mode === 'instructions') {
		return [];
	}
	const context = contextMeasures(state);
	if (before.moment === 'start') {
		return [...requirementMeasures(state), ...context];
	}
	if (before.moment === 'beside') {
		return context;
	}
	return asksForWayBack(state, before.step) ? [...context, ...wayBackMeasures(state)] : context;
}

function requirementMeasures({runbook, opened}: RunState): readonly Measure[] {
	const {tools, env, hosts, rehearsedWithinMs} = runbook.meta.requires;
	return [
		...Object.entries(tools).map(
			([tool, version]): Measure => ({
				rule: `tool.${tool}`,
				by: {is: 'perform', step: probe(`tool.${tool}`, {probe: 'tool', tool, version})},
				...(version === '*' ? {} : {expected: version}),
			}),
		),
		...env.map((name): Measure => ({rule: `env.${name}`, by: {is: 'variable', name, shown: false}})),
		...hosts.map(
			(host): Measure => ({
				rule: `host.${host}`,
				by: {is: 'perform', step: command(`host.${host}`, {script: ':', on: [host]})},
			}),
		),
		...(rehearsedWithinMs === undefined || opened.mode === 'rehearse'
			? []
			: [{rule: 'rehearsal', by: {is: 'rehearsal', withinMs: rehearsedWithinMs}} as const]),
	];
}

function contextMeasures(state: RunState): readonly Measure[] {
	const values = valuesOf(state);
	return Object.entries(state.runbook.meta.context ?? {}).map(([name, fact]): Measure => {
		const expected = fact.is?.replaceAll(
			/\{\{\s*([\w.-]+)\s*\}\}/g,
			(whole, input: string) => values[input] ?? whole,
		);
		return {
			rule: `context.${name}`,
			by: factBy(`context.${name}`, fact.by),
			...(expected === undefined ? {} : {expected}),
		};
	});
}

function factBy(rule: string, by: ContextFact['by']): Measure['by'] {
	if ('env' in by) {
		return {is: 'variable', name: by.env, shown: true};
	}
	if ('database' in by) {
		return {
			is: 'perform',
			step: probe(rule, {
				probe: 'sql',
				connection: by.database,
				sql: whichDatabase,
				capture: {found: 'value'},
			}),
		};
	}
	const script = 'program' in by ? programs[by.program] : by.command;
	return {is: 'perform', step: command(rule, {script, capture: {found: 'last-line'}})};
}

const whichDatabase = `SELECT current_database() || ' at ' || coalesce(host(inet_server_addr()) || ':' || inet_server_port(), 'this machine') || ' as ' || current_user`;

const programs: Readonly<Record<ContextProgram, string>> = {
	'kube-context': 'kubectl config current-context',
	'kube-namespace': `kubectl config view --minify --output 'jsonpath={..namespace}'; echo`,
	'aws-account': 'aws sts get-caller-identity --query Account --output text',
	'gcloud-project': 'gcloud config get-value project',
	'azure-subscription': 'az account show --query id --output tsv',
	'git-commit': 'git rev-parse HEAD',
	'git-branch': 'git rev-parse --abbrev-ref HEAD',
	host: 'uname -n',
	user: 'id -un',
	directory: 'pwd -P',
};

function wayBackMeasures(state: RunState): readonly Measure[] {
	return wayBackChecks(state).map(({step, script}): Measure => {
		const run = workOf(step);
		return {
			rule: `rollback.${step.id}`,
			by: {
				is: 'perform',
				step: command(`rollback.${step.id}`, {
					script,
					on: run?.on ?? [],
					env: run?.env ?? {},
					...(run?.cwd === undefined ? {} : {cwd: run.cwd}),
					placeholders: run?.placeholders ?? {},
				}),
			},
		};
	});
}

/** A question to a program, a host or a database that takes longer than this has no answer. */
const measureWithinMs = 15_000;

function probe(rule: string, work: ProbeStep['work']): ProbeStep {
	return {...common(rule), kind: 'probe', work, timeoutMs: measureWithinMs, freshForMs: 0};
}

function command(rule: string, work: Partial<CommandWork>): CommandStep {
	return {
		...common(rule),
		kind: 'command',
		run: plainWork({interpreter: 'bash', script: '', commands: [], timeoutMs: measureWithinMs, ...work}),
	};
}

/** Ids of steps are shorter and have fewer letters than rules have. */
function common(rule: string): StepCommon {
	return plainStep({
		id: `rule-${rule.toLowerCase().replaceAll(/[^a-z0-9._-]/g, '-')}`.slice(0, 64),
		title: rule,
		section: '',
		line: 1,
		endLine: 1,
		auto: true,
		rule: 'requires',
	});
}
