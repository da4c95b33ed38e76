import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {aStep, aWorld} from './given.ts';

const migration = aStep('migration', {
	work: {
		connection: 'main',
		files: ['migrations/0001.sql'],
		phase: 'expand',
		lockTimeoutMs: 1000,
		statementTimeoutMs: 1000,
		transaction: true,
		review: 'required',
	},
});

test('a migration’s files are those beside the runbook that names them', async () => {
	const world = aWorld({connections: {main: {env: 'NO_DATABASE_URL'}}});
	const directory = join(world.directory, 'ops');
	mkdirSync(join(directory, 'migrations'), {recursive: true});
	writeFileSync(join(directory, 'migrations/0001.sql'), 'DROP TABLE orders;\n');

	expect(await world.perform(migration, {directory})).toMatchObject({
		result: 'failed',
		why: expect.stringContaining('migrations/0001.sql:1'),
		facts: {applied: false},
	});
	expect(world.log('migration', 1)).toContain(join(directory, 'migrations/0001.sql'));
});

test('a file that is nowhere is named with the place where it was looked for', async () => {
	const world = aWorld();

	expect(await world.perform(migration, {directory: join(world.directory, 'ops')})).toMatchObject({
		result: 'failed',
		why: expect.stringContaining('ops/migrations/0001.sql can’t be read'),
	});
});
