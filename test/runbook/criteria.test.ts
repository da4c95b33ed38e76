import {describe, expect, test} from 'vitest';
import {readFrontMatter} from '../../src/runbook/front-matter/front-matter.ts';
import {readRunbook} from '../../src/runbook/read.ts';
import {planOfLines} from './plan-of.ts';

describe('success criteria in the front matter', () => {
	test('are sentences, or say by what they are measured', () => {
		const {meta, problems} = read(
			'criteria:',
			'  - Nobody notices',
			'  - text: It answers',
			'    met-by: smoke',
			'  - {text: All orders are there, met-by: [before, after], met-if: after >= before}',
		);
		expect(problems).toEqual([]);
		expect(meta.criteria).toEqual([
			{text: 'Nobody notices', line: 3},
			{text: 'It answers', line: 4, metBy: ['smoke']},
			{text: 'All orders are there', line: 6, metBy: ['before', 'after'], metIf: 'after >= before'},
		]);
	});

	test('with a condition that can’t be read are a problem with its place', () => {
		expect(read('criteria:', '  - {text: Fast, met-if: quick enough}').problems).toMatchObject([
			{line: 3, column: 26, message: expect.stringContaining('“criteria.0.met-if” can’t be read')},
		]);
	});
});

function read(...lines: readonly string[]): ReturnType<typeof readFrontMatter> {
	return readFrontMatter(['---', ...lines, '---', '', '# Body'].join('\n'));
}

describe('success criteria in a section', () => {
	test('a comment says by which step or section a criterion is measured', () => {
		const plan = planOfLines(
			'# T',
			'## Look',
			'- [ ] Fine? <!-- gonogo: id=fine -->',
			'## Success criteria',
			'- no errors <!-- gonogo: met-by="fine, #look" -->',
			'',
			'In numbers:',
			'',
			'- [ ] fast enough <!-- gonogo: met-if="a < b" -->',
		);
		expect(plan.meta.criteria).toEqual([
			{text: 'no errors', line: 5, metBy: ['fine', '#look']},
			{text: 'fast enough', line: 9, metIf: 'a < b'},
		]);
	});

	test('a criterion that is measured by a step that is nowhere is an error at its place', () => {
		const {problems} = readRunbook({
			path: 't.md',
			text: '# T\n\n- [ ] Fine?\n\n## Success criteria\n\n- no errors <!-- gonogo: met-by=nobody -->\n',
		});
		expect(problems).toMatchObject([{code: 'step.unknown', severity: 'error', line: 7}]);
	});
});
