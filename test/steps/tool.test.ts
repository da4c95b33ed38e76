import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {describe, expect, onTestFinished, test} from 'vitest';
import type {ProbeWork} from '../../src/runbook/work-model.ts';
import {findVersion, isInRange} from '../../src/steps/probes/version-range.ts';
import {aProbe, aWorld} from './given.ts';

const ask = (work: ProbeWork, values: Record<string, string> = {}, timeoutMs = 1000) =>
	aWorld({values}).perform(aProbe(work, {timeoutMs}));

describe('a tool probe', () => {
	function withTool(script: string): string {
		const directory = mkdtempSync(join(tmpdir(), 'gonogo-tool-'));
		onTestFinished(() => rmSync(directory, {recursive: true}));
		mkdirSync(join(directory, 'bin'));
		writeFileSync(join(directory, 'bin/deployer'), `#!/bin/sh\n${script}\n`, {mode: 0o755});
		const before = process.env.PATH;
		process.env.PATH = `${directory}/bin:${before}`;
		onTestFinished(() => {
			process.env.PATH = before;
		});
		return 'deployer';
	}

	test('compares its version with a range', async () => {
		const tool = withTool('echo "deployer version v2.14.3-rc1 (linux)"');
		expect(await ask({probe: 'tool', tool, version: '>=2.10'})).toMatchObject({
			result: 'passed',
			facts: {version: '2.14.3-rc1'},
		});
		expect(await ask({probe: 'tool', tool, version: '>=3'})).toMatchObject({
			result: 'failed',
			why: 'deployer is 2.14.3-rc1; >=3 is expected.',
		});
		expect(await ask({probe: 'tool', tool, version: 'newest'})).toMatchObject({result: 'unknown'});
		expect(await ask({probe: 'tool', tool: 'gonogo-no-such-tool'})).toMatchObject({
			result: 'failed',
			why: 'gonogo-no-such-tool is not on this machine.',
		});
		expect(await ask({probe: 'tool', tool: '--rm'})).toMatchObject({result: 'failed'});
	});

	test('a tool that says nothing, hangs or floods', async () => {
		expect(await ask({probe: 'tool', tool: withTool('exit 1'), version: '>=1'})).toMatchObject({
			result: 'unknown',
		});
		expect(await ask({probe: 'tool', tool: withTool('sleep 60'), version: '>=1'}, {}, 400)).toMatchObject({
			result: 'unknown',
		});
		expect(
			await ask({probe: 'tool', tool: withTool('yes version 9.9.9'), version: '>=1'}, {}, 3000),
		).toMatchObject({result: 'passed'});
	});

	test.each([
		['git version 2.39.5', '2.39.5'],
		['jq-1.7.1', '1.7.1'],
		['Docker version 27.3.1, build ce12230', '27.3.1'],
		['Client Version: v1.31.0', '1.31.0'],
		['psql (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)', '15.18'],
		['v26.10.0', '26.10.0'],
		['less 608 (GNU regular expressions)', '608'],
	])('finds the version in “%s”', (text, version) => {
		expect(findVersion(text)).toBe(version);
	});

	test.each<[string, string, boolean | undefined]>([
		['2.39.5', '>=2.30 <3', true],
		['2.39.5', '^2.40', false],
		['2.39.5', '~2.39.1', true],
		['1.31.0', '1.31.x', true],
		['1.31.0', '1.3', false],
		['0.4.1', '^0.4', true],
		['0.5.0', '^0.4', false],
		['26.10.0', '<= 26', true],
		['3.0.0', '1 || 3', true],
		['9', '*', true],
		['1.0', 'latest', undefined],
		['1.0', '', undefined],
	])('%s in %s', (version, range, fits) => {
		expect(isInRange(version, range)).toBe(fits);
	});
});
