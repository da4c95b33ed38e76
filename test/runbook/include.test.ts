import {expect, test} from 'vitest';
import {readWithIncludes} from '../../src/runbook/include/include.ts';

const reading = (files: Readonly<Record<string, string>>, path = 'release.md') =>
	readWithIncludes({text: files[path] ?? '', path}, name => {
		const text = files[name];
		return text === undefined ? {problem: 'does not exist'} : {text};
	});

const errors = (files: Readonly<Record<string, string>>) =>
	reading(files).reading.problems.filter(problem => problem.severity === 'error');

const database = `# Database

## Migrate

- [ ] Look at the lag {#lag}

\`\`\`sh {#migrate}
./migrate
\`\`\`

## Rollback

\`\`\`sh
./migrate back
\`\`\`
`;

test('included steps are walked where the include stands, under names of their own', () => {
	const {reading: read, files} = reading({
		'release.md':
			'# Release\n\n## Before\n\n- [ ] Tell the team\n\n<!-- gonogo: include=db/database.md -->\n\n## After\n\n- [ ] Look at the site\n',
		'db/database.md': database,
	});

	expect(read.runbook.walk.map(step => [step.id, step.file, step.includeLine])).toEqual([
		['tell-the-team', undefined, undefined],
		[expect.stringMatching(/^database-/), 'db/database.md', 7],
		['database-migrate', 'db/database.md', 7],
		['look-at-the-site', undefined, undefined],
	]);
	expect(read.runbook.rollback.map(step => step.file)).toEqual(['db/database.md']);
	expect(files.map(file => file.path)).toEqual(['db/database.md']);
	expect(read.problems).toEqual([]);
	const sections = new Set(read.runbook.sections.map(section => section.id));
	expect(read.runbook.walk.every(step => sections.has(step.section))).toBe(true);
});

test('an include on a heading comes before the steps of that section', () => {
	const {runbook} = reading({
		'release.md': '# R\n\n- [ ] One\n\n## Database <!-- gonogo: include=b.md -->\n\n- [ ] Three\n',
		'b.md': '# B\n\n- [ ] Two\n',
	}).reading;

	expect(runbook.walk.map(step => step.title)).toEqual(['One', 'Two', 'Three']);
});

test('a list item with an include is done when what it includes is done', () => {
	const {runbook} = reading({
		'release.md': '# R\n\n- [ ] Move the database <!-- gonogo: include=b.md -->\n  - a point\n- [ ] Three\n',
		'b.md': '# B\n\n- [ ] Two\n',
	}).reading;

	expect(runbook.walk.map(step => [step.id, step.parent])).toEqual([
		['move-the-database', undefined],
		['b-two', 'move-the-database'],
		['three', undefined],
	]);
	expect(runbook.walk[0]).toMatchObject({isGroup: true});
});

test('an include in a way back belongs to the way back', () => {
	const {runbook} = reading({
		'release.md': '# R\n\n- [ ] One\n\n## Rollback\n\n<!-- gonogo: include=b.md -->\n',
		'b.md': '# B\n\n- [ ] Back\n',
	}).reading;

	expect(runbook.walk.map(step => step.title)).toEqual(['One']);
	expect(runbook.rollback.map(step => step.title)).toEqual(['Back']);
});

test('the same file may stand twice, and each time its steps have other ids', () => {
	const {reading: read} = reading({
		'release.md': '# R\n\n<!-- gonogo: include=b.md -->\n\n- [ ] Between\n\n<!-- gonogo: include=b.md -->\n',
		'b.md': '# B\n\n- [ ] Two\n',
	});

	expect(read.runbook.walk.map(step => step.id)).toEqual(['b-two', 'between', 'b-two-2']);
	expect(read.problems).toEqual([]);
});

test('names of steps follow the new ids, and the including file may name an included step', () => {
	const {reading: read} = reading({
		'release.md':
			'# R\n\n<!-- gonogo: include=b.md -->\n\n- [ ] Last <!-- gonogo: needs=b-second -->\n\n- [ ] Wrong <!-- gonogo: needs=nowhere -->\n',
		'b.md':
			'# B\n\n- [ ] First <!-- gonogo: #first -->\n- [ ] Second <!-- gonogo: #second needs=first when="first == yes" -->\n',
	});

	expect(read.runbook.walk.map(step => [step.id, step.needs])).toEqual([
		['b-first', []],
		['b-second', ['b-first']],
		['last', ['b-second']],
		['wrong', ['nowhere']],
	]);
	expect(read.runbook.walk[1]?.when).toBe('b-first == yes');
	expect(read.problems.map(problem => [problem.code, problem.line])).toEqual([['step.unknown', 7]]);
});

test('a condition of the include holds for everything it brings', () => {
	const {runbook} = reading({
		'release.md': '# R\n\n<!-- gonogo: include=b.md when="environment == production" -->\n',
		'b.md': '# B\n\n- [ ] One\n- [ ] Two <!-- gonogo: when="a or b" -->\n',
	}).reading;

	expect(runbook.walk.map(step => step.when)).toEqual([
		'environment == production',
		'a or b and environment == production',
	]);
});

test('a missing file is an error at the include, in the file that includes it', () => {
	const files = {
		'release.md': '# R\n\n- [ ] One\n\n## X <!-- gonogo: include=sub/b.md -->\n',
		'sub/b.md': '# B\n\n- [ ] Two\n\n<!-- gonogo: include=gone.md -->\n',
	};

	expect(errors(files)).toMatchObject([
		{
			code: 'include.refused',
			file: 'sub/b.md',
			line: 5,
			column: 1,
			message: expect.stringContaining('does not exist'),
		},
	]);
	expect(errors({'release.md': files['release.md']})).toMatchObject([{line: 5, column: 6}]);
	expect(errors({'release.md': files['release.md']})[0]?.file).toBeUndefined();
});

test('a circle is refused, and the message shows the way round', () => {
	const [error] = errors({
		'release.md': '# R\n\n<!-- gonogo: include=b.md -->\n',
		'b.md': '# B\n\n- [ ] Two\n\n<!-- gonogo: include=release.md -->\n',
	});

	expect(error?.message).toContain('release.md → b.md → release.md');
});

test('more than 8 files deep, and more than 50 includes, are refused', () => {
	const deep = Object.fromEntries(
		Array.from({length: 12}, (_, at) => [
			at === 0 ? 'release.md' : `f${at}.md`,
			`# F\n\n- [ ] Step\n\n<!-- gonogo: include=f${at + 1}.md -->\n`,
		]),
	);
	const wide = {
		'release.md': `# R\n\n${'## Part <!-- gonogo: include=b.md -->\n\n'.repeat(52)}`,
		'b.md': '# B\n\n- [ ] Two\n',
	};

	expect(errors(deep)[0]?.message).toContain('more than 8 files deep');
	expect(reading(deep).reading.runbook.walk).toHaveLength(9);
	expect(errors(wide)).toHaveLength(2);
	expect(reading(wide).reading.runbook.walk).toHaveLength(50);
});

test.each([
	['/etc/b.md', 'absolute'],
	['https://example.org/b.md', 'address'],
	['~/b.md', 'absolute'],
	['..\\b.md', 'backslash'],
	['.env', 'Markdown'],
])('%s is never asked for', (target, why) => {
	const asked: string[] = [];
	const {reading: read} = readWithIncludes(
		{text: `# R\n\n<!-- gonogo: include="${target}" -->\n`, path: 'release.md'},
		path => {
			asked.push(path);
			return {text: ''};
		},
	);

	expect(asked).toEqual([]);
	expect(read.problems.map(problem => problem.message).join()).toContain(why);
});

test('inputs of one name must agree; a declaration counts more than a placeholder', () => {
	const front = (type: string) => `---\ntitle: T\ninputs:\n  tag:\n    type: ${type}\n---\n\n- [ ] Step\n`;
	const agree = reading({
		'release.md': `${front('semver')}\n<!-- gonogo: include=b.md -->\n`,
		'b.md': front('semver'),
	});
	const differ = errors({
		'release.md': `${front('semver')}\n<!-- gonogo: include=b.md -->\n`,
		'b.md': front('string'),
	});
	const found = reading({
		'release.md': '# R\n\n```sh\necho "<tag>"\n```\n\n<!-- gonogo: include=b.md -->\n',
		'b.md': front('semver'),
	});

	expect(agree.reading.problems).toEqual([]);
	expect(agree.reading.runbook.inputs.map(input => input.name)).toEqual(['tag']);
	expect(differ).toMatchObject([{code: 'include.disagrees', line: 10}]);
	expect(found.reading.runbook.inputs).toMatchObject([{name: 'tag', type: 'semver'}]);
});

test('a freeze of an included file is not lost in silence', () => {
	const {problems} = reading({
		'release.md': '# R\n\n<!-- gonogo: include=b.md -->\n',
		'b.md': '---\ntitle: B\nwindows:\n  freeze:\n    - Fri 12:00-Sun 24:00\n---\n\n- [ ] Two\n',
	}).reading;

	expect(problems.map(problem => problem.code)).toContain('include.not-taken');
});

test('an include in a fence or a code span is talk about includes; one inside a sentence is an error', () => {
	const talk = reading({
		'release.md':
			'# R\n\n```html\n<!-- gonogo: include=b.md -->\n```\n\nWrite `<!-- gonogo: include=b.md -->`\n\n- [ ] One\n',
	});
	const inside = errors({'release.md': '# R\n\nSee here <!-- gonogo: include=b.md -->\n', 'b.md': '# B\n'});

	expect(talk.files).toEqual([]);
	expect(talk.reading.problems).toEqual([]);
	expect(inside).toMatchObject([{code: 'include.place', line: 3, column: 10}]);
});
