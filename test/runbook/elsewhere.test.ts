import {describe, expect, test} from 'vitest';
import {planOfLines} from './plan-of.ts';

describe('runbooks in other languages', () => {
	test.each([
		['Voraussetzungen', 'prerequisites'],
		['Überprüfung', 'verify'],
		['Fehlerbehebung', 'troubleshooting'],
		['Notfallverfahren', 'emergency'],
		['Prérequis', 'prerequisites'],
		['Retour arrière', 'rollback'],
		['Dépannage', 'troubleshooting'],
		['Requisitos previos', 'prerequisites'],
		['Verificación', 'verify'],
		['Reversão', 'rollback'],
		['Solução de problemas', 'troubleshooting'],
		['Проверка', 'verify'],
		['Откат', 'rollback'],
		['前提条件', 'prerequisites'],
		['故障排查', 'troubleshooting'],
		['ロールバック手順', 'rollback'],
		['検証', 'verify'],
	])('the heading “%s” says %s', (heading, role) => {
		expect(planOfLines('# Wartung', `## ${heading}`, 'x').sections.at(-1)?.role).toBe(role);
	});

	test('a numbered list is steps, whatever the mood of its sentences would be in English', () => {
		const plan = planOfLines(
			'# Neue Version',
			'## Schritte',
			'1. Marke setzen',
			'2. Befehl ausführen',
			'3. Anzeige prüfen',
		);
		expect(plan.items.map(item => item.kind)).toEqual(['manual', 'manual', 'manual']);
	});
});

describe('troubleshooting and incident documents', () => {
	test('symptoms tell when the document is meant, they are nothing to do (R3)', () => {
		const plan = planOfLines(
			'# Cache troubleshooting',
			'## Symptoms',
			'* Alert that it lags',
			'## Resolution',
			'1. Restart it',
		);
		expect(plan.sections.map(one => one.role)).toEqual(['reference', 'procedure']);
		expect(plan.items.map(item => item.title)).toEqual(['Restart it']);
	});

	test('“if there is a problem” is the occasion of a rollback document, no condition of its steps', () => {
		const plan = planOfLines(
			'# Rollbacks',
			'If you have problems after a release, roll back:',
			'',
			'1. Log in',
			'2. Start the old one',
		);
		expect(plan.items.map(item => item.contingent)).toEqual([undefined, undefined]);
	});

	test('a document about both keeps its rollback as a branch', () => {
		const plan = planOfLines(
			'# Deploy & Rollback',
			'## Deploy',
			'1. Push it',
			'## Rolling Back',
			'1. Pull the old one',
		);
		expect(plan.items).toHaveLength(1);
		expect(plan.rollback).toHaveLength(1);
	});

	test('what alerts look like is no message to send (R6)', () => {
		const plan = planOfLines(
			'# T',
			'## What happens',
			'You see alerts like',
			'',
			'```',
			'@channel cache is CRITICAL',
			'```',
			'- [ ] a',
		);
		expect(plan.items.map(item => item.kind)).toEqual(['check']);
	});
});

describe('smaller marks', () => {
	test('terse items under “steps” are steps; rules of conduct are read', () => {
		const plan = planOfLines(
			'# Incident',
			'## Core steps',
			'1. Detection',
			'2. Containment',
			'## Critical safety rules',
			'1. NEVER skip it',
			'2. ALWAYS ask',
		);
		expect(plan.items.map(item => item.title)).toEqual(['Detection', 'Containment']);
	});

	test('commands below an item, without any mark, are offered and not glued to its title', () => {
		const [item] = planOfLines(
			'# T',
			'## S',
			'1. Check the port and the firewall:',
			'   ss -ltnp | grep 8080',
			'   sudo firewall-cmd --list-ports',
		).items;
		expect(item?.title).toBe('Check the port and the firewall');
		expect(item?.suggested?.map(command => command.text)).toEqual([
			'ss -ltnp | grep 8080',
			'sudo firewall-cmd --list-ports',
		]);
	});

	test('numbered comments with nothing to run are work for a person, wherever they stand (R5)', () => {
		const [item] = planOfLines(
			'# T',
			'## S',
			'Repair it:',
			'```sh',
			'# 1. Scan',
			'git fsck',
			'',
			'# 2. Let the customer push again',
			'```',
		).items;
		expect(item?.children.map(child => [child.kind, child.title])).toEqual([
			['command', '1. Scan'],
			['manual', '2. Let the customer push again'],
		]);
	});

	test('expected output may take several comment lines', () => {
		const {items} = planOfLines(
			'# T',
			'## S',
			'```sh',
			'openssl x509 -noout -dates',
			'',
			'# Expected output:',
			'# notBefore=Feb',
			'# notAfter=May',
			'```',
		);
		expect(items).toHaveLength(1);
		expect(items[0]?.children).toEqual([]);
	});

	test('a prompt without its space is a prompt', () => {
		const [item] = planOfLines('# T', '## S', 'Look:', '```', '$sudo lsblk', 'NAME SIZE', '```').items;
		expect(item?.commands.map(command => command.text)).toEqual(['sudo lsblk']);
		expect(item?.host).toBeUndefined();
	});

	test.each([['Pre-release checks'], ['Pre-Release Planning'], ['Pre-rollout']])('“%s” prepares', heading => {
		expect(planOfLines('# T', `## ${heading}`, 'x').sections.at(-1)?.role).toBe('prerequisites');
	});

	test('“(optional but recommended)” is optional, “check … if any of them is down” is not', () => {
		const plan = planOfLines(
			'# T',
			'- [ ] Scan it (optional but recommended)',
			'## S',
			'Check the nodes if any of them is down.',
			'',
			'```',
			'$ oc get nodes',
			'```',
		);
		expect(plan.items.map(item => [item.optional ?? false, item.contingent ?? false])).toEqual([
			[true, false],
			[false, false],
		]);
	});
});
