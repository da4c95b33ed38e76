import {expect, test} from 'vitest';
import {structuredKinds} from '../../src/runbook/annotation/structured.ts';
import {runbookJsonSchema} from '../../src/runbook/schema/json-schema.ts';

test('what front matter and fences may hold is published for editors', () => {
	const {frontMatter, fences} = JSON.parse(JSON.stringify(runbookJsonSchema()));
	expect(frontMatter).toMatchObject({
		$schema: 'https://json-schema.org/draft/2020-12/schema',
		title: 'Front matter of a runbook',
		type: 'object',
	});
	expect(Object.keys(frontMatter.properties)).toEqual(
		expect.arrayContaining(['inputs', 'environments', 'review-by', 'windows', 'metrics']),
	);
	expect(frontMatter.required).toBeUndefined();
	expect(JSON.stringify(frontMatter.properties.strategy)).toContain(
		JSON.stringify(['recreate', 'rolling', 'blue-green', 'canary']),
	);
	expect(Object.keys(fences)).toEqual([...structuredKinds]);
	expect(fences.backup).toMatchObject({additionalProperties: false, required: ['connection']});
});
