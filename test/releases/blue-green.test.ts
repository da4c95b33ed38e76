import {describe, expect, test} from 'vitest';
import {has} from '../needs.ts';
import {type Answer, backWith, drive, field} from './operator.ts';
import {installedPostgres} from './place.ts';
import {recordOf, statesOf} from './record.ts';
import {aShopCluster} from './shop-cluster.ts';

const releaseMs = 240_000;
const isMissing = installedPostgres === undefined || !['pg_dump', 'git', 'curl', 'jq'].every(has);

const answers: readonly Answer[] = [
	{at: 'approved on staging', asked: field, types: 'https://ci.example.com/approvals/9'},
	{at: 'Does the running version work', asked: field, types: 'yes'},
	{at: 'The commit is reverted', asked: field, types: 'Kim reverts it in the morning'},
];

describe.skipIf(isMissing)(
	'checklists/blue-green.md with a real balancer and PostgreSQL, and kubectl, Prometheus and Playwright stood in for',
	() => {
		test('switches customers to the other colour', {timeout: releaseMs}, async () => {
			const shop = await aShopCluster({version: '1.3.0'});
			try {
				const walked = await drive(shop.place, {...shop, answers});

				expect({code: walked.code, end: walked.text.slice(-300)}).toMatchObject({code: 0});
				expect(await shop.version()).toBe('1.3.0');
				const states = statesOf(recordOf(shop.place));
				expect(states).toMatchObject({
					switch: 'passed',
					soak: 'passed',
					teardown: 'passed',
					roll: 'not-applicable',
				});
				expect(shop.told.at(-1)?.body).toContain('✅ web-shop 1.3.0 is live');
				expect(shop.place.gonogo('verify', 'last')).not.toContain('FAIL');
			} finally {
				await shop.stop();
			}
		});

		test('switches back when the guard sees customers fail', {timeout: releaseMs}, async () => {
			const shop = await aShopCluster({version: '1.3.0', fault: 'failing'});
			try {
				const walked = await drive(shop.place, {
					...shop,
					runbook: shop.runbook.replace('   for: 2s', '   for: 60s'),
					answers: [...answers, ...backWith('Every third customer got an error')],
				});

				expect({code: walked.code, end: walked.text.slice(-300)}).toMatchObject({code: 4});
				expect(walked.text).toContain('GUARD TRIPPED Error rate');
				expect(await shop.version()).toBe('1.2.0');
				const record = recordOf(shop.place);
				expect(record.rollback?.trigger).toBe('guard');
				expect(shop.told.at(-1)?.body).toContain('before 1.3.0: Every third customer got an error');
				expect(statesOf(record)).toMatchObject({'switch-back': 'passed', 'errors-back': 'passed'});
				expect(shop.place.gonogo('verify', 'last')).not.toContain('FAIL');
			} finally {
				await shop.stop();
			}
		});

		test('rolls pod by pod where that is chosen, and back when they are not ready', {
			timeout: releaseMs,
		}, async () => {
			const shop = await aShopCluster({version: '1.3.0', fault: 'sick'}, 'rolling');
			try {
				const walked = await drive(shop.place, {
					...shop,
					answers: [...answers, ...backWith('The new pods are not ready')],
				});

				expect({code: walked.code, end: walked.text.slice(-300)}).toMatchObject({code: 4});
				expect(walked.text).toContain('timed out waiting for the condition');
				expect(await shop.version()).toBe('1.2.0');
				const states = statesOf(recordOf(shop.place));
				expect(states).toMatchObject({roll: 'failed', 'roll-back-pods': 'passed', switch: 'not-applicable'});
				expect(shop.place.gonogo('verify', 'last')).not.toContain('FAIL');
			} finally {
				await shop.stop();
			}
		});
	},
);
