import {describe, expect, test} from 'vitest';
import {has} from '../needs.ts';
import {type Answer, backWith, drive} from './operator.ts';
import {installedPostgres} from './place.ts';
import {aPlatform} from './platform-site.ts';
import {recordOf, statesOf} from './record.ts';

const releaseMs = 240_000;
const isMissing = installedPostgres === undefined || !['pg_dump', 'git'].every(has);

const answers: readonly Answer[] = [{at: 'Which part is it', asked: /Which one, 1 to \d+\? $/, types: 'api'}];

describe.skipIf(isMissing)(
	'checklists/generic.md with real git and PostgreSQL, and docker, the platform behind deploy/ and Prometheus stood in for',
	() => {
		test('releases all four components after a rehearsal, which changes nothing', {
			timeout: releaseMs,
		}, async () => {
			const site = await aPlatform({version: '2.7.0'}, 'api,workers,search,pipelines');
			try {
				const rehearsed = await drive(site.place, {
					...site,
					inputs: {...site.inputs, components: 'api', has_mapping_change: 'no'},
					answers: [
						{asked: /FAILED [\s\S]*Which one, 1 to \d+\? $/, types: 'skip'},
						{asked: /(?:^|\n) {2}Why[^\n]*: $/, types: 'Only after the real thing'},
						...answers,
					],
					args: ['--rehearse'],
				});
				expect({code: rehearsed.code, end: rehearsed.text.slice(-300)}).toMatchObject({code: 0});
				expect(await site.version()).toBe('2.6.0');
				expect(site.place.sh('git --git-dir origin.git tag')).toBe('');

				const walked = await drive(site.place, {...site, answers});

				expect({code: walked.code, end: walked.text.slice(-300)}).toMatchObject({code: 0});
				expect(await site.version()).toBe('2.7.0');
				expect(site.place.sh('git --git-dir origin.git tag')).toBe('v2.7.0');
				const states = statesOf(recordOf(site.place));
				expect(states).toMatchObject({'roll-out-search': 'passed', 'memory-after': 'passed', soak: 'passed'});
				expect(site.place.gonogo('verify', 'last')).not.toContain('FAIL');
			} finally {
				await site.stop();
			}
		});

		test('takes back what it has released when a guard sees errors', {timeout: releaseMs}, async () => {
			const site = await aPlatform({version: '2.7.0', fault: 'failing'}, 'api,workers');
			try {
				const walked = await drive(site.place, {
					...site,
					runbook: site.runbook
						.replaceAll(/(```wait.*\n) {3}for: 2s/g, '$1   for: 60s')
						.replace('  rehearsal: 90d\n', ''),
					answers: [...answers, ...backWith('Every third request fails')],
				});

				expect({code: walked.code, end: walked.text.slice(-300)}).toMatchObject({code: 4});
				expect(await site.version()).toBe('2.6.0');
				const record = recordOf(site.place);
				expect(record.rollback).toMatchObject({component: 'api', reason: 'Every third request fails'});
				expect(statesOf(record)).toMatchObject({
					'back-search': 'not-applicable',
					'flags-off': 'passed',
					'back-api': 'passed',
					'back-workers': 'not-applicable',
					'stable-errors': 'passed',
				});
				expect(site.place.gonogo('verify', 'last')).not.toContain('FAIL');
			} finally {
				await site.stop();
			}
		});
	},
);
