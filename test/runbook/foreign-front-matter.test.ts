import {describe, expect, test} from 'vitest';
import {readFrontMatter} from '../../src/runbook/front-matter/front-matter.ts';

function read(...lines: readonly string[]): ReturnType<typeof readFrontMatter> {
	return readFrontMatter(['---', ...lines, '---', '', '# Body'].join('\n'));
}

function problems(...lines: readonly string[]): readonly string[] {
	return read(...lines).problems.map(
		({severity, line, column, message, hint}) => `${line}:${column} ${severity}: ${message} ${hint}`,
	);
}

describe('front matter of other programs', () => {
	test('is left alone', () => {
		expect(problems('layout: page', 'tags: [a]', 'title: Ship', 'weight: 3', 'my_key: {a: [b]}')).toEqual([]);
	});

	test('a key one slip away from ours is a hint', () => {
		expect(problems('layout: page', 'enviroments: [a]')).toEqual([
			'3:1 hint: gonogo does not know the key “enviroments”, so it does nothing. Did you mean “environments”?',
		]);
	});

	test('an unknown key beside ours is a problem', () => {
		expect(read('environments: [a]', 'colour: blue').problems).toMatchObject([
			{code: 'front-matter.unknown-key', severity: 'error', line: 3},
		]);
	});

	test('a wrong value under a key of ours is said, and keeps nothing from running', () => {
		expect(read('layout: page', 'hosts: [a, b]').problems).toMatchObject([
			{code: 'front-matter.value', severity: 'warning'},
		]);
	});

	test('an issue template gives its name, what it is for and what a run is called', () => {
		expect(
			read(
				'name: Monthly release',
				'about: The steps of a release',
				'title: "Release X.Y"',
				'labels: ""',
				"assignees: ''",
			),
		).toMatchObject({
			title: 'Monthly release',
			problems: [],
			meta: {about: 'The steps of a release', shown: {'run name': 'Release X.Y'}},
		});
	});

	test('review dates are counted from the last one', () => {
		expect(
			read('last_reviewed_on: 2026-08-31', 'review_in: 6 months', 'owner_slack: "#web"').meta,
		).toMatchObject({updated: '2026-08-31', reviewBy: '2027-02-28', shown: {'owner slack': '#web'}});
	});
});
