import {metricWork} from '../annotation/measure-works.ts';
import type {Channel, Meta, Requirements, RunbookPolicy} from '../meta-model.ts';
import type {YamlDocument} from '../schema/yaml-reading.ts';
import type {ForeignMeta} from './foreign-front-matter.ts';
import {contextOf} from './front-matter-context.ts';
import type {FrontMatter, FrontMatterKey} from './front-matter-schema.ts';

/** A runbook that says nothing about itself. */
export const emptyMeta: Meta = {
	environments: {},
	hosts: {},
	connections: {},
	criteria: [],
	components: [],
	requires: {tools: {}, env: [], hosts: []},
	notify: {channels: {}, templates: {}},
	metrics: {},
	links: [],
	shown: {},
};

type Surroundings = {
	readonly yaml: YamlDocument;
	/** What other programs' keys say. */
	readonly foreign: ForeignMeta;
	/** The key as the author wrote it. */
	readonly key: (key: FrontMatterKey) => string;
};

/** Brings what the front matter says into the shape the program works with. */
export function metaOf(given: FrontMatter, {yaml, foreign, key}: Surroundings): Meta {
	const about = given.about ?? foreign.about;
	const owner = given.owner?.join(', ') ?? foreign.owner;
	const reviewBy = given['review-by'] ?? foreign.reviewBy;
	const updated = given.updated ?? foreign.updated;
	return {
		...emptyMeta,
		...(about === undefined ? {} : {about}),
		...(given.service === undefined ? {} : {service: given.service}),
		...(owner === undefined ? {} : {owner}),
		...(reviewBy === undefined ? {} : {reviewBy}),
		...(updated === undefined ? {} : {updated}),
		environments: environmentsOf(given.environments),
		hosts: given.hosts ?? {},
		connections: given.connections ?? {},
		criteria: (given.criteria ?? []).map((criterion, index) => ({
			...criterion,
			line: yaml.place([key('criteria'), index], 'value').line,
		})),
		components: componentsOf(given.components),
		requires: requirementsOf(given.requires),
		...(given.windows === undefined
			? {}
			: {
					windows: {
						timeZone: given.windows['time-zone'],
						freeze: (given.windows.freeze ?? []).flat(),
						change: (given.windows.change ?? []).flat(),
					},
				}),
		...(given.context === undefined ? {} : {context: contextOf(given.context)}),
		...(given.policy === undefined ? {} : {policy: policyOf(given.policy)}),
		notify: {channels: channelsOf(given.notify), templates: given.notify?.templates ?? {}},
		metrics: metricsOf(given, yaml, key('metrics')),
		...strategyOf(given.strategy),
		links: linksOf(given.links),
		shown: foreign.shown,
	};
}

function environmentsOf(given: FrontMatter['environments']): Meta['environments'] {
	const entries = Array.isArray(given)
		? given.map(name => [name, null] as const)
		: Object.entries(given ?? {});
	return Object.fromEntries(
		entries.map(([name, one]) => [
			name,
			{production: one?.production ?? true, ...(one?.aliases === undefined ? {} : {aliases: one.aliases})},
		]),
	);
}

function componentsOf(given: FrontMatter['components']): Meta['components'] {
	if (Array.isArray(given)) {
		return given.map(name => ({name}));
	}
	return Object.entries(given ?? {}).map(([name, about]) => (about === null ? {name} : {name, about}));
}

function requirementsOf(given: FrontMatter['requires']): Requirements {
	const tools = Array.isArray(given?.tools)
		? Object.fromEntries(given.tools.map(tool => [tool, '*']))
		: (given?.tools ?? {});
	return {
		tools,
		env: given?.env ?? [],
		hosts: given?.hosts ?? [],
		...(given?.rehearsal === undefined ? {} : {rehearsedWithinMs: given.rehearsal}),
	};
}

function policyOf(given: NonNullable<FrontMatter['policy']>): RunbookPolicy {
	const {gates, emergency} = given;
	return {
		gates: {
			roles: gates?.roles ?? [],
			...(gates?.approvals === undefined ? {} : {approvals: gates.approvals}),
		},
		emergency: {
			roles: emergency?.roles ?? [],
			...(emergency?.approvals === undefined ? {} : {approvals: emergency.approvals}),
			...(emergency?.review === undefined ? {} : {reviewWithinMs: emergency.review}),
		},
	};
}

function channelsOf(given: FrontMatter['notify']): Readonly<Record<string, Channel>> {
	return Object.fromEntries(
		Object.entries(given?.channels ?? {}).map(([name, channel]) => [name, channelOf(channel)]),
	);
}

function channelOf(given: NonNullable<FrontMatter['notify']>['channels'][string]): Channel {
	const {required} = given;
	if ('webhook' in given) {
		return {
			is: 'webhook',
			url: typeof given.webhook === 'string' ? {text: given.webhook} : given.webhook,
			required,
		};
	}
	return 'command' in given
		? {is: 'command', script: given.command, required}
		: {is: 'copy', to: given.copy, required};
}

function metricsOf(given: FrontMatter, yaml: YamlDocument, key: string): Meta['metrics'] {
	const works = Object.entries(given.metrics ?? {}).map(
		([name, fields]) => [name, metricWork(fields, yaml.place([key, name], 'key').line)] as const,
	);
	return Object.fromEntries(works.flatMap(([name, work]) => (work === undefined ? [] : [[name, work]])));
}

function strategyOf(given: FrontMatter['strategy'] = []): Pick<Meta, 'strategy' | 'strategies'> {
	const [only] = given;
	return given.length > 1 ? {strategies: given} : only === undefined ? {} : {strategy: only};
}

function linksOf(given: FrontMatter['links']): Meta['links'] {
	if (Array.isArray(given)) {
		return given.map(link => (typeof link === 'string' ? {text: link, target: link} : link));
	}
	return Object.entries(given ?? {}).map(([text, target]) => ({text, target}));
}
