import {expect, test} from 'vitest';
import {HostNews, hostOutput} from '../../src/ui/plain/host-news.ts';
import {given, production} from './given-inputs.ts';
import {memoryLive} from './memory-live.ts';
import {hostsRunbook} from './sample.ts';
import {open} from './scene.ts';
import {runbookFor, scenes} from './scenes.ts';

test('a step on several hosts has a row for each, and one host’s output can be looked at', async () => {
	const scene = open({...runbookFor('hosts'), columns: 120, rows: 40});
	await scenes.hosts(scene);
	const {terminal} = scene;
	expect(terminal.text()).toMatch(/web1\.example {2}✓ passed +8 s {2}ready after 6 s/);
	expect(terminal.text()).toMatch(/web2\.example {2}◐ running +12 s {2}still answers 503/);
	expect(terminal.text()).toMatch(/queue +· to do/);
	await terminal.presses('>', '>');
	expect(terminal.text()).toContain('output of web2.example');
	expect(terminal.text()).not.toContain('web1.example │ stopped');
	await terminal.presses('<', '<');
	expect(terminal.text()).toContain('web1.example │ stopped');
	await scene.leave();
});

test('a failure on several hosts shows first where it failed', async () => {
	const scene = open({...runbookFor('hosts'), columns: 120, rows: 40});
	await scenes['hosts-failed'](scene);
	const rows = scene.terminal.lines();
	const at = rows.findIndex(row => row.includes('╶─ hosts'));
	expect(rows[at]).toContain('✗ 1 failed   · 1 to do   ✓ 2 passed');
	expect(rows[at + 1]).toContain('web2.example  ✗ failed');
	await scene.leave();
});

test('where a step runs in one place the keys for hosts say so', async () => {
	const scene = open();
	await scenes.running(scene);
	await scene.terminal.presses('>');
	expect(scene.terminal.text()).toContain('no output of several hosts is shown');
	await scene.leave();
});

test('in plain lines each host is told when it begins and when it has ended, once', async () => {
	const live = memoryLive(hostsRunbook(['web1', 'web2']), {opened: {...production, screen: 'plain'}});
	live.record({type: 'inputs.set', values: given});
	live.record({type: 'step.started', step: 'restart', attempt: 1, part: 'whole', auto: false});
	const hosts = new HostNews(live);
	expect(hosts.news('restart', 1)).toEqual([]);
	const startedAt = '2026-11-21T09:00:00.000Z';
	live.setHost('restart', {host: 'web1', is: 'running', startedAt}, 'stopping');
	expect(hosts.news('restart', 1)).toEqual(['  ◐ web1: running']);
	live.setHost('restart', {host: 'web1', is: 'failed', startedAt, durationMs: 4_000}, 'gave up');
	expect(hosts.news('restart', 1)).toEqual(['  ✗ web1: failed after 4 s']);
	expect(hosts.news('restart', 1)).toEqual([]);
	const output = (host: string) => hostOutput(live, {step: 'restart', attempt: 1, host});
	expect(output('web1')).toEqual(['  | stopping', '  | gave up']);
	expect(output('web2')).toEqual(['  web2 wrote nothing.']);
	expect(output('web9')).toEqual(['  There is no output of web9. It runs on web1, web2.']);
});
