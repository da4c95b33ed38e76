import type * as z from 'zod';
import type {Input, Meta} from '../meta-model.ts';
import type {Problem} from '../model.ts';
import {nearest} from '../schema/nearest.ts';
import {checkShape} from '../schema/shape.ts';
import {readYaml, type YamlDocument} from '../schema/yaml-reading.ts';
import {foreignMeta} from './foreign-front-matter.ts';
import {inputsOf} from './front-matter-inputs.ts';
import {emptyMeta, metaOf} from './front-matter-meta.ts';
import {type FrontMatter, type FrontMatterKey, frontMatter, ownKeys} from './front-matter-schema.ts';

export type FrontMatterReading = {
	readonly meta: Meta;
	readonly inputs: readonly Input[];
	/** `title`, or an issue template's `name`. */
	readonly title?: string;
	/** It is an issue template’s: the title is its `name`, whatever the headings say (rule R1). */
	readonly isTemplate?: boolean;
	readonly problems: readonly Problem[];
	/** 1-based line of the body's first line; 1 when there is no front matter. */
	readonly bodyFrom: number;
};

/** Lines to look for the closing mark; a file that opens with a rule and never closes it has no front matter. */
const linesMax = 2000;

/** Reads the YAML between two `---` at the very top of a runbook. What other programs keep there is left alone. */
export function readFrontMatter(text: string): FrontMatterReading {
	const block = blockOf(text);
	if (block === undefined) {
		return {meta: emptyMeta, inputs: [], problems: [], bodyFrom: 1};
	}
	const bodyFrom = block.lines + 1;
	const yaml = readYaml({text: block.yaml, firstLine: 2, code: 'front-matter', called: 'The front matter'});
	const names = block.mark === '+++' ? [] : keysIn(block.yaml);
	const isOurs = names.some(key => ownKeys.has(canonical(key)));
	if (!isMapping(yaml.value)) {
		const isText = yaml.value !== undefined && yaml.value !== null && names.length === 0;
		return {
			meta: emptyMeta,
			inputs: [],
			problems: isOurs || names.length > 0 ? yaml.problems.map(problem => softened(problem, isOurs)) : [],
			bodyFrom: isText ? 1 : bodyFrom,
		};
	}
	return {...readMapping(yaml, yaml.value, isOurs), bodyFrom};
}

type Mapping = Readonly<Record<string, unknown>>;

function readMapping(
	yaml: YamlDocument,
	mapping: Mapping,
	isOurs: boolean,
): Omit<FrontMatterReading, 'bodyFrom'> {
	const {values, written, problems} = knownValues(yaml, mapping);
	const foreign = foreignMeta(mapping, isOurs);
	const unknown = Object.keys(mapping)
		.filter(key => !isKnown(canonical(key)))
		.flatMap(key => unknownKey(yaml, key, isOurs));
	const inputs = inputsOf(values.inputs ?? {}, yaml, written.get('inputs') ?? 'inputs');
	const title = foreign.title ?? values.title;
	return {
		meta: metaOf(values, {
			yaml,
			foreign,
			key: key => written.get(key) ?? key,
		}),
		inputs: inputs.inputs,
		...(title === undefined || title.trim() === '' ? {} : {title: title.trim()}),
		...(foreign.title === undefined ? {} : {isTemplate: true}),
		problems: [...yaml.problems, ...problems, ...unknown, ...inputs.problems].map(problem =>
			softened(problem, isOurs),
		),
	};
}

/** Each key by itself, so that a mistake under one doesn't lose the others. */
function knownValues(
	yaml: YamlDocument,
	mapping: Mapping,
): {values: FrontMatter; written: ReadonlyMap<string, string>; problems: readonly Problem[]} {
	const values: Record<string, unknown> = {};
	const written = new Map<string, string>();
	const problems: Problem[] = [];
	for (const [key, value] of Object.entries(mapping)) {
		const name = canonical(key);
		if (!isKnown(name) || value === null) {
			continue;
		}
		const schema: z.ZodType = frontMatter[name];
		const read = checkShape(yaml, schema, {value, under: [key]});
		problems.push(...read.problems);
		written.set(name, key);
		values[name] = read.value;
	}
	return {values: values as FrontMatter, written, problems};
}

function isKnown(key: string): key is FrontMatterKey {
	return Object.hasOwn(frontMatter, key);
}

/** `review_by`, `reviewBy` and `Review-By` are one key. */
function canonical(key: string): string {
	return key
		.replaceAll(/([a-z])([A-Z])/g, '$1-$2')
		.replaceAll(/[_\s]+/g, '-')
		.toLowerCase();
}

/** Keys of site generators and trackers that may stand beside ours. */
const siteKeys =
	/^(?:layout|description|date|tags?|categories|category|author|authors|slug|permalink|weight|draft|toc|id|nav-order|parent|grand-parent|has-children|sidebar-\w+|keywords|image|lang|template|type|status|version|name|labels|assignees|projects|last-reviewed-on|review-in|last-updated|last-modified|created|team|system|owner-slack|contacts?|comments|aliases|hide|search|pagination-\w+|custom-edit-url|unlisted|linktitle|menu|summary|severity|tier)$/;

function unknownKey(yaml: YamlDocument, key: string, isOurs: boolean): readonly Problem[] {
	const name = canonical(key);
	const meant = nearest(name, Object.keys(frontMatter), isOurs ? 2 : 1);
	if (siteKeys.test(name) || (!isOurs && meant === undefined)) {
		return [];
	}
	const hint =
		meant === undefined
			? `gonogo knows: ${Object.keys(frontMatter).join(', ')}.`
			: `Did you mean “${meant}”?`;
	return [
		{
			code: 'front-matter.unknown-key',
			severity: isOurs ? 'error' : 'hint',
			...yaml.place([key], 'key'),
			message: `gonogo does not know the key “${key}”, so it does nothing.`,
			hint,
		},
	];
}

/** Front matter that belongs to other programs never keeps a runbook from running. */
function softened(problem: Problem, isOurs: boolean): Problem {
	return isOurs || problem.severity !== 'error' ? problem : {...problem, severity: 'warning'};
}

function isMapping(value: unknown): value is Mapping {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function blockOf(text: string): {yaml: string; mark: string; lines: number} | undefined {
	const mark = /^\uFEFF?(---|\+\+\+)[ \t]*\r?\n/.exec(text)?.[1];
	if (mark === undefined) {
		return undefined;
	}
	const lines = text.split('\n', linesMax);
	const end = lines.findIndex(
		(line, index) => index > 0 && (line.trimEnd() === mark || (mark === '---' && line.trimEnd() === '...')),
	);
	return end === -1
		? undefined
		: {
				yaml: (mark === '---' ? lines.slice(1, end) : yamlOfToml(lines.slice(1, end))).join('\n'),
				mark,
				lines: end + 1,
			};
}

/** Keys at the left margin, also of text that is no valid YAML. */
function keysIn(yaml: string): readonly string[] {
	return [...yaml.matchAll(/^([A-Za-z][\w-]{0,60})\s*:(?=\s|$)/gm)].map(match => match[1] ?? '');
}

/** Plain keys of TOML, as some site generators keep them, line by line; what follows the first table says nothing here. */
function yamlOfToml(lines: readonly string[]): readonly string[] {
	const table = lines.findIndex(line => /^\s*\[/.test(line));
	return lines.map((line, index) => {
		const pair =
			/^\s*([A-Za-z][\w-]{0,60})\s*=\s*("(?:[^"\\]|\\.){0,1000}"|'[^']{0,1000}'|[\w:.+-]{1,100})\s*(?:#.*)?$/.exec(
				line.slice(0, 5_000),
			);
		return pair && (table < 0 || index < table) ? `${pair[1]}: ${pair[2]}` : '';
	});
}
