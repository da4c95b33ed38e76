import {describe, expect, test} from 'vitest';
import {readRunbook} from '../../src/runbook/read.ts';
import {commandTexts, outline, planOfLines} from './plan-of.ts';

describe('a runbook written for gonogo', () => {
	const lines = [
		'---',
		'title: Release of the shop',
		'service: shop',
		'environments: {staging: {production: false}, production: {}}',
		'inputs:',
		'  version: {type: semver, about: What is released}',
		'connections: {main: {env: SHOP_DB}}',
		'---',
		'# Release of the shop',
		'',
		'What it is about.',
		'',
		'## Before',
		'',
		'- [ ] **Tests are green** <!-- gonogo: id=tests evidence="link to the run" -->',
		'- [ ] Nobody else releases',
		'  - ask in the channel',
		'',
		'## Deploy <!-- gonogo: on=web1 -->',
		'',
		'Puts the new version where it belongs.',
		'',
		'```sh {#deploy timeout=5m danger=prod}',
		'./deploy "$VERSION"',
		'```',
		'',
		'**Expect**: the version is printed.',
		'**Undo**: deploy the one before.',
		'',
		'1. **It is healthy.**',
		'',
		'   ```http {#healthy status=200}',
		'   GET https://shop.example.com/health',
		'   ```',
		'',
		'2. **Nothing is lost.**',
		'',
		'   ```sql {#orders connection=main}',
		'   SELECT count(*) FROM orders',
		'   ```',
		'',
		'```gate {#go}',
		'question: Is it good?',
		'```',
		'',
		'```wait {#soak}',
		'for: 10m',
		'```',
		'',
		'## Roll back',
		'',
		'```sh {#back}',
		'./deploy --previous',
		'```',
	];

	test('is walked in its own order, each kind by its own name', () => {
		const plan = planOfLines(...lines);
		expect(plan.problems).toEqual([]);
		expect(outline(plan.items)).toEqual([
			'check Tests are green',
			'check Nobody else releases',
			'command Puts the new version where it belongs',
			'probe It is healthy',
			'probe Nothing is lost',
			'gate Is it good?',
			'wait Soak',
		]);
		expect(outline(plan.rollback)).toEqual(['command Roll back']);
		expect(commandTexts(plan.rollback)).toEqual(['./deploy --previous']);
		expect(plan.sections.map(section => section.title)).toEqual(['Before', 'Deploy', 'Roll back']);
	});

	test('lends ids, evidence, hosts and prose to its steps', () => {
		const {runbook} = readRunbook({text: lines.join('\n'), path: 'shop.md'});
		const [tests, alone, deploy, healthy, orders, go, soak] = runbook.walk;
		expect([tests?.id, deploy?.id, healthy?.id, orders?.id, go?.id, soak?.id]).toEqual([
			'tests',
			'deploy',
			'healthy',
			'orders',
			'go',
			'soak',
		]);
		expect(tests).toMatchObject({kind: 'check', evidence: 'link to the run'});
		expect(alone).toMatchObject({kind: 'check', points: ['ask in the channel']});
		expect(deploy).toMatchObject({
			kind: 'command',
			danger: 'prod',
			inputs: ['version'],
			run: {on: ['web1'], timeoutMs: 300_000},
			prose: {expect: 'the version is printed.', undo: 'deploy the one before.'},
		});
		expect(healthy).toMatchObject({work: {probe: 'http', expect: {status: [200]}}});
		expect(orders).toMatchObject({work: {probe: 'sql', connection: 'main'}});
		expect(go).toMatchObject({kind: 'gate', question: 'Is it good?'});
		expect(soak).toMatchObject({kind: 'wait', forMs: 600_000});
	});
});

describe('what a heading’s comment says', () => {
	test('holds for every step below it, nearer headings win', () => {
		const {runbook} = readRunbook({
			text: [
				'# T',
				'## Servers <!-- gonogo: on=web1 cwd=/srv -->',
				'### One <!-- gonogo: on=web2 -->',
				'```sh',
				'ls',
				'```',
				'### Two',
				'```sh',
				'ls',
				'```',
			].join('\n'),
			path: 'x.md',
		});
		expect(runbook.walk).toMatchObject([
			{run: {on: ['web2'], cwd: '/srv'}},
			{run: {on: ['web1'], cwd: '/srv'}},
		]);
	});

	test('names its section, says its goal, and marks the step it stands for', () => {
		const {runbook} = readRunbook({
			text: [
				'# T',
				'## Switch <!-- gonogo: #switch goal="nobody notices" no-return takes=5m -->',
				'```sh',
				'one',
				'```',
				'## Both <!-- gonogo: no-return auto -->',
				'```sh',
				'two',
				'```',
				'```sh',
				'three',
				'```',
			].join('\n'),
			path: 'x.md',
		});
		expect(runbook.sections[0]).toMatchObject({id: 'switch', title: 'Switch', goal: 'nobody notices'});
		expect(runbook.walk).toMatchObject([
			{noReturn: true, prose: {takes: '5m'}},
			{noReturn: true, auto: false},
			{noReturn: false, auto: false},
		]);
	});

	test('inputs of a condition are inputs of the step', () => {
		const {runbook} = readRunbook({
			text: [
				'---',
				'inputs: {colour: {type: choice, choices: [a, b], required: false}}',
				'---',
				'# T',
				'- [ ] x <!-- gonogo: when="colour == a" -->',
			].join('\n'),
			path: 'x.md',
		});
		expect(runbook.walk[0]?.inputs).toEqual(['colour']);
	});
});
