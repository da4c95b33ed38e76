import {describe, expect, test} from 'vitest';
import {has} from '../needs.ts';
import {sshdPath} from '../sshd.ts';
import {anImageServer} from './image-server.ts';
import {type Answer, backWith, drive, field} from './operator.ts';
import {installedPostgres} from './place.ts';
import {recordOf, statesOf} from './record.ts';

const releaseMs = 240_000;
const isMissing = sshdPath === undefined || installedPostgres === undefined || !['pg_dump', 'git'].every(has);

const answers: readonly Answer[] = [
	{at: 'smoke test on staging', asked: field, types: 'https://ci.example.com/runs/12'},
	{at: 'Who reviewed', asked: field, types: 'Ines Castro'},
	{at: 'environment is approved', asked: field, types: 'https://ci.example.com/approvals/3'},
	{at: 'What is the risk', asked: field, types: 'None: the column is not read by the old images'},
];

describe.skipIf(isMissing)(
	'checklists/image-digest.md over a real ssh server and PostgreSQL, with docker, gh and Playwright stood in for',
	() => {
		test('brings three images out by digest, migrated and compared twice', {timeout: releaseMs}, async () => {
			const server = await anImageServer({});
			try {
				const walked = await drive(server.place, {...server, answers});

				expect({code: walked.code, end: walked.text.slice(-300)}).toMatchObject({code: 0});
				expect(await server.version()).toBe('3.4.0');
				const record = recordOf(server.place);
				expect(new Set(Object.values(statesOf(record)))).toEqual(new Set(['passed']));
				expect(record.migrations[0]).toMatchObject({applied: 'yes'});
				expect(server.told.at(-1)?.body).toContain('Release v3.4.0 is live');
				expect(server.place.gonogo('verify', 'last')).not.toContain('FAIL');
			} finally {
				await server.stop();
			}
		});

		test('goes back to the digests of before when the new API is not healthy in time', {
			timeout: releaseMs,
		}, async () => {
			const server = await anImageServer({fault: 'sick'});
			try {
				const walked = await drive(server.place, {
					...server,
					runbook: server.runbook.replace('within=2m', 'within=2s'),
					answers: [...answers, ...backWith('The new API does not become healthy')],
				});

				expect({code: walked.code, end: walked.text.slice(-300)}).toMatchObject({code: 4});
				expect(await server.version()).toBe('3.3.0');
				const record = recordOf(server.place);
				expect(statesOf(record)).toMatchObject({
					healthy: 'failed',
					'risk-assessed': 'passed',
					back: 'passed',
					'back-healthy': 'passed',
				});
				expect(record.migrations[0]).toMatchObject({applied: 'yes'});
				expect(server.place.gonogo('verify', 'last')).not.toContain('FAIL');
			} finally {
				await server.stop();
			}
		});
	},
);
