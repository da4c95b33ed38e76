import {describe, expect, test} from 'vitest';
import {planOfLines} from './plan-of.ts';

describe('sections', () => {
	test('a title that only a site generator can fill is taken from the front matter (R1)', () => {
		expect(planOfLines('---', 'title: Delete metrics', '---', '# <%= current_page.data.title %>').title).toBe(
			'Delete metrics',
		);
		expect(planOfLines('---', 'title: Delete metrics', '---', '# {{ page.title }}').title).toBe(
			'Delete metrics',
		);
	});

	test('a bold sub-heading is for what its section is for (R3)', () => {
		const roles = planOfLines('# T', '## Impact', '', '**Running machines**', '- keep running').sections.map(
			one => one.role,
		);
		expect(roles.at(-1)).toBe('reference');
	});

	test('numbers under “Reasons for …” name what is explained', () => {
		const plan = planOfLines(
			'# T',
			'## Do',
			'- [ ] a',
			'## Reasons behind the steps',
			'### Step 1',
			'Because of x.',
		);
		expect(plan.items).toHaveLength(1);
	});
});

describe('inputs (R12)', () => {
	test('a gap in a comment is nobody’s to fill', () => {
		const plan = planOfLines(
			'# T',
			'## S',
			'```sh',
			'# replace <team> first',
			'rm -rf /srv/<name> # TAKE CARE',
			'```',
		);
		expect(plan.inputs.map(input => input.name)).toEqual(['name']);
	});

	test('a here-document keeps what looks like a comment', () => {
		const plan = planOfLines('# T', '## S', '```sh', "cat > a <<'EOF'", '# owner: <owner>', 'EOF', '```');
		expect(plan.inputs.map(input => input.name)).toEqual(['owner']);
	});

	test('two X stand for a number', () => {
		expect(planOfLines('# T', '## S', '```sh', 'ssh db-XX.example date', '```').inputs).toHaveLength(1);
	});
});

describe('gaps in a command that is only offered', () => {
	test('are inputs that may stay empty, and the command knows which are its own', () => {
		const plan = planOfLines('# T', '- [ ] Tag it: `git tag v<version>`', '- [ ] Look: `git log <branch>`');
		expect(plan.inputs).toMatchObject([
			{name: 'version', confidence: 'sure', required: false},
			{name: 'branch', required: false},
		]);
		expect(plan.items[0]).toMatchObject({
			inputs: ['version'],
			suggested: [{placeholders: {'<version>': 'version'}}],
		});
	});

	test('have to be filled when a block needs them as well', () => {
		const plan = planOfLines(
			'# T',
			'- [ ] Look: `git show <tag>`',
			'## S',
			'```sh',
			'git push origin <tag>',
			'```',
		);
		expect(plan.inputs).toMatchObject([{name: 'tag', required: true}]);
	});
});

test('terraform asks before it destroys a part as well (R16)', () => {
	const [item] = planOfLines(
		'# T',
		'## S',
		'```sh',
		'terraform destroy -target module.db',
		'terraform apply plan.out',
		'```',
	).items;
	expect(item?.commands.map(command => command.tty)).toEqual(['interactive', 'none']);
});
