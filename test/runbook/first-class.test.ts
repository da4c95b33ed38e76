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
