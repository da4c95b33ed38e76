import {describe, expect, test} from 'vitest';
import {has} from '../needs.ts';
import {sshdPath} from '../sshd.ts';
import {aComposeServer} from './compose-server.ts';
import {type Answer, backWith, drive, field} from './operator.ts';
import {installedPostgres} from './place.ts';
import {recordOf, statesOf} from './record.ts';

const releaseMs = 240_000;
const isMissing =
	sshdPath === undefined || installedPostgres === undefined || !['pg_dump', 'git', 'curl'].every(has);

const answers: readonly Answer[] = [
	{at: 'ran on staging', asked: field, types: 'https://ci.example.com/runs/7'},
	{at: 'has answered', asked: field, types: 'Noor Haddad'},
	{at: 'How many differences', asked: field, types: '1'},
	{at: 'Which error rate', asked: field, types: '0'},
];

describe.skipIf(isMissing)(
	'checklists/compose.md over a real ssh server and PostgreSQL, with docker and alembic stood in for',
	() => {
		test('brings a new version out and leaves a record that verifies', {timeout: releaseMs}, async () => {
			const server = await aComposeServer({version: '1.5.0'});
			try {
				const walked = await drive(server.place, {...server, answers});

				expect({code: walked.code, end: walked.text.slice(-300)}).toMatchObject({code: 0});
				expect(await server.version()).toBe('1.5.0');
				expect(server.told.map(({body}) => body).join()).toContain('On call: Noor Haddad');
				const record = recordOf(server.place);
				expect(record.verdict.is).toBe('complete');
				expect(new Set(Object.values(statesOf(record)))).toEqual(new Set(['passed']));
				expect(server.place.gonogo('verify', 'last')).not.toContain('FAIL');
			} finally {
				await server.stop();
			}
		});

		test('goes back to the image of before when the new container restarts over and over', {
			timeout: releaseMs,
		}, async () => {
			const server = await aComposeServer({version: '1.5.0', fault: 'dying'});
			try {
				const walked = await drive(server.place, {
					...server,
					// The containers are looked at before the guards have missed five samples.
					runbook: server.runbook.replace('within: 3m', 'within: 8s').replaceAll('every: 1s', 'every: 10s'),
					answers: [
						...answers,
						{
							at: 'every container',
							asked: /(?:FAILED|UNKNOWN) [\s\S]*Which one, 1 to \d+\? $/,
							types: 'try killed',
						},
						{at: 'every container', asked: /512MiB[\s\S]*Which one, 1 to \d+\? $/, types: 'back'},
						{at: 'every container', asked: /Which one, 1 to \d+\? $/, types: 'try memory-of-all'},
						...backWith('The new backend does not start'),
					],
				});

				expect({code: walked.code, end: walked.text.slice(-300)}).toMatchObject({code: 4});
				expect(walked.text).toContain('Known trouble: A container restarts over and over');
				expect(await server.version()).toBe('1.4.0');
				const record = recordOf(server.place);
				expect(statesOf(record)).toMatchObject({
					killed: 'passed',
					'memory-of-all': 'passed',
					'back-up': 'passed',
					'back-health': 'passed',
				});
				expect(record.rollback?.reason).toBe('The new backend does not start');
				expect(server.place.gonogo('verify', 'last')).not.toContain('FAIL');
			} finally {
				await server.stop();
			}
		});
	},
);
