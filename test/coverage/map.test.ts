import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {describe, expect, test} from 'vitest';
import type {z} from 'zod';
import {recordSchema} from '../../src/engine/record.ts';
import {lint} from '../../src/runbook/lint/lint.ts';
import type {Runbook} from '../../src/runbook/model.ts';
import {readRunbook} from '../../src/runbook/read.ts';
import {type Cover, type RunbookName, runbookNames} from './cover.ts';
import {map} from './map.ts';
import {allRows} from './rows.ts';
import type {Shown} from './shown.ts';
import {type Branch, stepShownBy} from './walked.ts';

const readings = new Map(runbookNames.map(name => [name, readNamed(name)]));

describe('every point of the five source runbooks', () => {
	test('is one of 351, each listed once', () => {
		expect(allRows()).toHaveLength(351);
		expect(new Set(allRows()).size).toBe(351);
	});

	test('is covered by a step, a record field or something the program does', () => {
		expect(allRows().filter(row => (map[row] ?? []).length === 0)).toEqual([]);
	});

	test('is executable or enforced: text that is only shown covers nothing', () => {
		const isMore = ({is}: Cover) => is === 'step' || is === 'record' || is === 'program';
		expect(allRows().filter(row => !(map[row] ?? []).some(isMore))).toEqual([]);
	});

	test('and nothing else stands in the map', () => {
		const known = new Set(allRows());
		expect(Object.keys(map).filter(row => !known.has(row))).toEqual([]);
	});

	test('leads to something that is there', () => {
		const dangling = Object.entries(map).flatMap(([row, covers]) =>
			covers.flatMap(cover => dangles(cover).map(why => `${row}: ${why}`)),
		);
		expect(dangling).toEqual([]);
	});
});

describe.each(['practice', ...runbookNames])('checklists/%s.md', name => {
	const path = `checklists/${name}.md`;
	const text = readFileSync(path, 'utf8');
	const reading = readRunbook({text, path});

	test('is read without a problem and passes lint without a finding', () => {
		expect(reading.problems).toEqual([]);
		expect(lint(reading, {text, path, today: '2026-11-21'})).toEqual([]);
	});

	test('says of every step that does or measures something why, and of every change how to take it back', () => {
		const {walk, rollback, emergency} = reading.runbook;
		const steps = [...walk, ...rollback, ...emergency].filter(
			step => step.kind !== 'check' && !(step.kind === 'metric' && step.guard),
		);
		expect(steps.filter(step => step.prose.why === undefined).map(step => step.id)).toEqual([]);
		const changes = walk.filter(step => step.mutates);
		expect(changes.filter(step => step.prose.undo === undefined).map(step => step.id)).toEqual([]);
	});

	test('holds none of the ids of this map: people read it raw', () => {
		expect(allRows().filter(row => text.includes(row))).toEqual([]);
	});
});

function readNamed(name: RunbookName): Runbook {
	const path = `checklists/${name}.md`;
	return readRunbook({text: readFileSync(path, 'utf8'), path}).runbook;
}

/** @returns why a cover leads nowhere; nothing when it is good. */
function dangles(cover: Cover): readonly string[] {
	switch (cover.is) {
		case 'step': {
			const branch = stepsOf(cover.runbook).get(cover.id);
			return branch === undefined
				? [`no step ${cover.runbook}#${cover.id}`]
				: untested(stepShownBy(cover.runbook, branch));
		}
		case 'section':
			return readings.get(cover.runbook)?.sections.some(section => section.title === cover.title)
				? []
				: [`no section “${cover.title}” in ${cover.runbook}`];
		case 'meta':
			return isFilled(valueAt(readings.get(cover.runbook)?.meta, cover.path))
				? []
				: [`nothing at ${cover.path} of ${cover.runbook}`];
		case 'record':
			return [
				...(hasField(recordSchema, cover.path.split('.')) ? [] : [`the record has no ${cover.path}`]),
				...untested(cover.shownBy),
			];
		case 'program':
			return untested(cover.shownBy);
	}
}

/** The steps of a runbook with the branch each stands in. */
function stepsOf(name: RunbookName): ReadonlyMap<string, Branch> {
	const runbook = readings.get(name);
	const branches = ['walk', 'rollback', 'emergency', 'aside'] as const;
	return new Map(
		branches.flatMap(branch => (runbook?.[branch] ?? []).map(step => [step.id, branch] as const)),
	);
}

function untested({room, title}: Shown): readonly string[] {
	return textOf(room).includes(title) ? [] : [`no test “${title}” in test/${room}`];
}

const texts = new Map<string, string>();

/** The titles of all tests of a room, a line each; a test may move from one file to another. */
function textOf(room: string): string {
	const known = texts.get(room) ?? titlesIn(`test/${room}`);
	texts.set(room, known);
	return known;
}

/** What stands between quotes right behind `test(`, `describe(` or the table of an `each`: a title, and no comment. */
const title = /(?:\b(?:test|describe)(?:\.\w+)*|\)|\])\(\s*(?:'((?:\\.|[^'\\])*)'|"([^"]*)"|`([^`]*)`)/g;

function titlesIn(folder: string): string {
	const files = existsSync(folder) ? readdirSync(folder).filter(name => /\.test\.tsx?$/.test(name)) : [];
	return files
		.flatMap(name => [...readFileSync(`${folder}/${name}`, 'utf8').matchAll(title)])
		.map(([, single, double, template]) => single ?? double ?? template ?? '')
		.join('\n');
}

function valueAt(value: unknown, path: string): unknown {
	return path
		.split('.')
		.reduce<unknown>(
			(here, key) =>
				typeof here === 'object' && here !== null ? (here as Record<string, unknown>)[key] : undefined,
			value,
		);
}

function isFilled(value: unknown): boolean {
	return typeof value === 'object' && value !== null
		? Object.keys(value).length > 0
		: value !== undefined && value !== '';
}

/** Follows a path through objects, lists and what may be absent. */
function hasField(schema: z.core.$ZodType, [key, ...rest]: readonly string[]): boolean {
	const inner = unwrapped(schema);
	if (key === undefined) {
		return true;
	}
	const next =
		'shape' in inner._zod.def ? (inner._zod.def.shape as Record<string, z.core.$ZodType>)[key] : undefined;
	return next !== undefined && hasField(next, rest);
}

function unwrapped(schema: z.core.$ZodType): z.core.$ZodType {
	const {def} = schema._zod;
	if ('innerType' in def) {
		return unwrapped(def.innerType as z.core.$ZodType);
	}
	return 'element' in def ? unwrapped(def.element as z.core.$ZodType) : schema;
}
