import {expect, test} from 'vitest';
import {readWithIncludes} from '../../src/runbook/include/include.ts';

const database = [
	'# Database',
	'```sh {#migrate}',
	'shopctl migrate',
	'```',
	'## Success criteria',
	'- The schema is new. <!-- gonogo: met-by=migrate -->',
	'- It was quick. <!-- gonogo: met-if="migrate.durationMs < 500 and tables == \'migrate.all\'" -->',
	'- Nobody noticed.',
].join('\n');

function read(main: string) {
	return readWithIncludes({text: main, path: 'release.md'}, () => ({text: database})).reading;
}

test('criteria of an included file count, measured by its steps under their new names', () => {
	const {runbook, problems} = read(
		[
			'# Release',
			'<!-- gonogo: include=database.md -->',
			'',
			'## Success criteria',
			'- It is out. <!-- gonogo: met-by=database-migrate -->',
		].join('\n'),
	);

	expect(problems).toEqual([]);
	expect(runbook.meta.criteria).toEqual([
		{text: 'It is out.', line: 5, metBy: ['database-migrate']},
		{text: 'The schema is new.', line: 6, metBy: ['database-migrate'], file: 'database.md'},
		{
			text: 'It was quick.',
			line: 7,
			metIf: "database-migrate.durationMs < 500 and tables == 'migrate.all'",
			file: 'database.md',
		},
		{text: 'Nobody noticed.', line: 8, file: 'database.md'},
	]);
});

test('a criterion of an included file that names nothing is a mistake in that file', () => {
	const {problems} = readWithIncludes(
		{text: '# Release\n\n<!-- gonogo: include=database.md -->\n', path: 'release.md'},
		() => ({text: database.replace('met-by=migrate', 'met-by=migrated')}),
	).reading;

	expect(problems).toMatchObject([{code: 'step.unknown', file: 'database.md', line: 6}]);
});
