import {describe, expect, test} from 'vitest';
import {outline, planOfLines} from './plan-of.ts';

function roleOf(heading: string): string | undefined {
	return planOfLines('# Deploy the shop', `## ${heading}`, '', 'Text.').sections[0]?.role;
}

describe('what a section is for (R3)', () => {
	test.each([
		['Rollback', 'rollback'],
		['4. Roll back the release', 'rollback'],
		['Backing out', 'rollback'],
		['On failure', 'rollback'],
		['If the deployment fails', 'rollback'],
		['Escalation', 'escalation'],
		['Emergency contacts', 'escalation'],
		['On-call', 'escalation'],
		['Emergency procedure', 'emergency'],
		['Troubleshooting', 'troubleshooting'],
		['Common issues', 'troubleshooting'],
		['FAQ', 'troubleshooting'],
		['Failure modes', 'troubleshooting'],
		['🔧 Prerequisites', 'prerequisites'],
		['Before you begin', 'prerequisites'],
		['Pre-deployment checklist', 'prerequisites'],
		['Requirements', 'prerequisites'],
		['Verification', 'verify'],
		['5. Post-deployment checks', 'verify'],
		['Smoke tests', 'verify'],
		['Health checks', 'verify'],
		['Overview', 'briefing'],
		['1. Purpose', 'briefing'],
		['Meaning', 'reference'],
		['Architecture', 'reference'],
		['Table of Contents', 'reference'],
		['References', 'reference'],
		['Success criteria', 'criteria'],
		['Deploy the workers', 'procedure'],
		['Step 3: Configuration', 'procedure'],
		['Release notes', 'procedure'],
	])('“%s” is %s', (heading, role) => {
		expect(roleOf(heading)).toBe(role);
	});

	test('children of a rollback belong to it, whatever they are called', () => {
		const plan = planOfLines(
			'# T',
			'## Deploy',
			'- [ ] a',
			'## Rollback',
			'### Verification',
			'- [ ] b',
			'## Verify',
			'- [ ] c',
		);
		expect(outline(plan.items)).toEqual(['check a', 'check c']);
		expect(outline(plan.rollback)).toEqual(['check b']);
	});

	test('a runbook about going back is itself the walk', () => {
		const plan = planOfLines(
			'# Rollback of the shop',
			'## Rollback steps',
			'- [ ] a',
			'## Verify the rollback',
			'- [ ] b',
		);
		expect(outline(plan.items)).toEqual(['check a', 'check b']);
		expect(plan.rollback).toEqual([]);
	});

	test('of the ways to mitigate, or of numbered methods, none is walked unasked', () => {
		const alert = planOfLines(
			'# Disk full',
			'## Meaning',
			'Full.',
			'## Diagnosis',
			'```sh',
			'df -h',
			'```',
			'## Mitigation',
			'### Grow it',
			'```sh',
			'./grow.sh',
			'```',
			'### Clean it',
			'```sh',
			'./clean.sh',
			'```',
		);
		expect(alert.items.map(item => [item.title, item.contingent ?? false])).toEqual([
			['Diagnosis', false],
			['Grow it', true],
			['Clean it', true],
		]);
		const methods = planOfLines(
			'# T',
			'## Restart',
			'### Method 1: gently',
			'```sh',
			'./a.sh',
			'```',
			'### Method 2: hard',
			'```sh',
			'./b.sh',
			'```',
		);
		expect(methods.items.every(item => item.contingent)).toBe(true);
	});

	test('a tick is walked even in a section that is only read; troubleshooting is looked up when needed', () => {
		const plan = planOfLines(
			'# T',
			'## Overview',
			'- [ ] read it',
			'## Troubleshooting',
			'### It hangs',
			'- [ ] wait',
		);
		expect(outline(plan.items)).toEqual(['check read it']);
		expect(outline(plan.aside)).toEqual(['check wait']);
	});

	test('emergency steps stand apart', () => {
		expect(outline(planOfLines('# T', '## Emergency', '- [ ] call').emergency)).toEqual(['check call']);
	});
});

describe('troubleshooting, escalation, criteria and triggers', () => {
	test('each part of troubleshooting is an entry with its symptom, what recognises it and its steps', () => {
		const plan = planOfLines(
			'# T',
			'## Common issues',
			'### Pods restart',
			'**Symptom**: the log says "out of memory"',
			'',
			'```sh',
			'kubectl logs api',
			'```',
		);
		expect(plan.troubleshooting).toMatchObject([
			{title: 'Pods restart', symptom: 'the log says "out of memory"', steps: ['pods-restart']},
		]);
		expect(plan.items).toEqual([]);
	});

	test('contacts come from a table or from bullets, with the time in milliseconds', () => {
		const table = planOfLines(
			'# T',
			'## Escalation',
			'| Issue | Contact | Response time |',
			'|---|---|---|',
			'| Data lost | DBA | 15 minutes |',
			'| Breach | Security | Immediate |',
		);
		expect(table.escalation).toMatchObject([
			{issue: 'Data lost', contact: 'DBA', withinMs: 900_000},
			{issue: 'Breach', withinMs: 0},
		]);
		const bullets = planOfLines('# T', '## Contacts', '- **DBA team**: #db-oncall (within 2 hours)');
		expect(bullets.escalation).toMatchObject([{issue: 'DBA team', withinMs: 7_200_000}]);
	});

	test('bullets under success criteria are criteria', () => {
		const plan = planOfLines('# T', '## Success criteria', '- no errors', '- fast enough');
		expect(plan.meta.criteria.map(one => one.text)).toEqual(['no errors', 'fast enough']);
	});

	test('bullets under rollback triggers are triggers and no steps', () => {
		const plan = planOfLines(
			'# T',
			'## Rollback',
			'### When to roll back',
			'- errors > 5%',
			'- slow',
			'### Steps',
			'1. Switch back',
		);
		expect(plan.triggers.map(one => one.text)).toEqual(['errors > 5%', 'slow']);
		expect(outline(plan.rollback)).toEqual(['manual Switch back']);
	});
});
