import {describe, expect, test} from 'vitest';
import {planOfLines} from './plan-of.ts';

const shell = (text: string, language = 'sh'): readonly string[] => [`\`\`\`${language}`, text, '```'];

describe('a document about going back, in any language (R3, R15)', () => {
	test.each(['回滚 Runbook', 'Rücknahme einer Auslieferung', 'Откат'])('“%s” is walked itself', title => {
		const plan = planOfLines(`# ${title}`, '## 回滚后验证', ...shell('shopctl undo'));
		expect(plan.items).toHaveLength(1);
		expect(plan.rollback).toEqual([]);
	});

	test('a title that also names the way forward keeps its rollback apart', () => {
		const plan = planOfLines(
			'# 部署与回滚',
			'## 部署',
			...shell('shopctl deploy'),
			'',
			'## 回滚',
			...shell('shopctl undo'),
		);
		expect([plan.items.length, plan.rollback.length]).toEqual([1, 1]);
	});

	test('what it does to a database is about data, though it stands in the main walk', () => {
		const plan = planOfLines(
			'# Rolling back a release',
			'## Database',
			'Apply the way back:',
			...shell('psql -v ON_ERROR_STOP=1 -f down.sql'),
		);
		expect(plan.items[0]?.danger).toBe('data');
	});

	test('“production-ready” in a message names no production', () => {
		const plan = planOfLines('# Tag', ...shell('git tag -a v1 -m "first production-ready release"'));
		expect(plan.items[0]?.danger).toBe('caution');
	});
});

describe('titles of site generators (R1)', () => {
	test('a template for a title gives way to the front matter, in the list of sections too', () => {
		const plan = planOfLines(
			'---',
			'title: Look into errors',
			'---',
			'# <%= page.title %>',
			'Nothing but words.',
		);
		expect([plan.title, plan.sections.map(section => section.title)]).toEqual([
			'Look into errors',
			['Look into errors'],
		]);
	});

	test('front matter in TOML gives its title', () => {
		const plan = planOfLines(
			'+++',
			'title = "Turn the cluster"',
			'weight = 3',
			'[menu]',
			'title = "no"',
			'+++',
			'## One',
			...shell('ls'),
		);
		expect([plan.title, plan.sections[0]?.line]).toEqual(['Turn the cluster', 7]);
	});

	test('emphasis around words and code is no part of a title (R2)', () => {
		expect(planOfLines('# Do', '1. *Learn how to write `shop.conf` files*').items[0]?.title).toBe(
			'Learn how to write shop.conf files',
		);
	});
});

describe('gaps (R12)', () => {
	test('a gap in any script is asked for, and two are two', () => {
		const plan = planOfLines('# Wipe', ...shell('wipefs -af /dev/<устройство>\nmount <диск> /mnt'));
		expect(plan.inputs.map(input => [input.name, input.confidence])).toEqual([
			['value', 'sure'],
			['value-2', 'sure'],
		]);
	});

	test('a part of a version is another input than the whole', () => {
		const plan = planOfLines('# Release', ...shell('git switch release-3.X\nmake release "V=$VERSION"'));
		expect(plan.inputs.map(input => input.name)).toEqual(['version-3.x', 'VERSION']);
	});
});

describe('a login through a program of the house (R16)', () => {
	test('what follows it is typed there by a person', () => {
		const plan = planOfLines(
			'# Stop the cache',
			'Go to the machine:',
			...shell('$ gov connect -e production ssh cache:1', 'bash'),
			'',
			'Stop the server:',
			...shell('$ sudo service nginx stop', 'bash'),
		);
		expect(plan.items.map(item => [item.kind, item.rule])).toEqual([
			['command', 'R4a'],
			['manual', 'R16'],
		]);
		expect(plan.items[0]?.commands[0]?.tty).toBe('interactive');
	});

	test.each(['service ssh restart', 'ufw allow ssh', 'tsh ssh web-1 uptime'])('“%s” is none', text => {
		expect(planOfLines('# Do', ...shell(text)).items[0]?.commands[0]?.tty).toBe('none');
	});

	test('the place in a prompt with brackets is the machine, not the person (R4a)', () => {
		expect(planOfLines('# Look', ...shell('[ann@build shop (3-0)]$ git log', '')).items[0]?.host).toBe(
			'build',
		);
	});
});
