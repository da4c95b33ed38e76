import {describe, expect, test} from 'vitest';
import {has} from '../needs.ts';
import {aBillingServer} from './billing-server.ts';
import {type Answer, backWith, drive} from './operator.ts';
import {installedPostgres} from './place.ts';
import {recordOf, statesOf} from './record.ts';

const releaseMs = 240_000;
const programs = ['pg_dump', 'psql', 'curl', 'rsync', 'openssl', 'sha256sum'];
const isMissing = process.platform !== 'linux' || installedPostgres === undefined || !programs.every(has);

const answers: readonly Answer[] = [
	{asked: /test_token[^\n]*: $/, types: 'correct-horse-battery'},
	{asked: /Who agrees with you\?[^\n]* $/, types: 'Ines Castro'},
	{at: 'How satisfied', asked: /How many\?[^\n]* $/, types: '5'},
];

const up = `ALTER TABLE invoices ADD COLUMN IF NOT EXISTS note text;
INSERT INTO schema_migrations VALUES (42) ON CONFLICT DO NOTHING;
`;

describe.skipIf(isMissing)(
	'checklists/systemd.md with real files, PostgreSQL and rsync, and systemctl, sudo, amtool, rails and Prometheus stood in for',
	() => {
		test('walks the twenty-two steps to the end', {timeout: releaseMs}, async () => {
			const server = await aBillingServer({version: '4.2.0', up, schema: 42});
			try {
				const walked = await drive(server.place, {...server, answers});

				expect({code: walked.code, end: walked.text.slice(-300)}).toMatchObject({code: 0});
				expect(await server.version()).toBe('4.2.0');
				const record = recordOf(server.place);
				expect(statesOf(record)).toMatchObject({
					migrate: 'passed',
					'data-integrity': 'passed',
					soak: 'passed',
				});
				expect(record.backups[0]).toMatchObject({verify: 'read'});
				expect(walked.text).not.toContain('correct-horse');
				expect(server.place.gonogo('verify', 'last')).not.toContain('FAIL');
			} finally {
				await server.stop();
			}
		});

		test('brings files and data back when the migration has lost invoices', {
			timeout: releaseMs,
		}, async () => {
			const server = await aBillingServer({
				version: '4.2.0',
				up: `${up}DELETE FROM invoices WHERE id % 10 = 0;\n`,
				schema: 42,
			});
			try {
				const walked = await drive(server.place, {
					...server,
					answers: [
						{at: 'Can the data stay as it is', asked: /Which one, 1 to \d+\? $/, types: 'restore'},
						...answers,
						...backWith('Invoices are missing'),
					],
				});

				expect({code: walked.code, end: walked.text.slice(-300)}).toMatchObject({code: 4});
				expect(await server.version()).toBe('4.1.0');
				const [row] = await server.place.postgres.query(
					'SELECT count(*)::int AS invoices FROM invoices',
					server.place.url.split('/').at(-1) ?? '',
				);
				expect(row?.invoices).toBe(50);
				expect(statesOf(recordOf(server.place))).toMatchObject({
					'data-integrity': 'failed',
					'back-restore': 'passed',
					'back-functions': 'passed',
				});
				expect(server.place.gonogo('verify', 'last')).not.toContain('FAIL');
			} finally {
				await server.stop();
			}
		});
	},
);
