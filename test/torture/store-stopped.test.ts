import {expect, test} from 'vitest';
import {openFileStore} from '../../src/store/files.ts';
import {startDriver} from '../store/child.ts';
import {first, run, runbook} from '../store/driving.ts';
import {freshDirectory} from '../store/given.ts';
import {staysRefused} from '../store/stopping.ts';

test('a driver that is stopped for 15 seconds still holds its run, goes on, and frees it when it is killed', {
	timeout: 60_000,
}, async () => {
	const directory = freshDirectory();
	const store = await openFileStore(directory);
	await (await store.create(run, first, runbook)).close();
	const driver = startDriver('hold', directory);
	await driver.saying('holds');
	await staysRefused({directory, driver, forMs: 15_000});

	driver.process.kill('SIGCONT');
	await expect(store.open(run)).rejects.toMatchObject({code: 'store.locked'});
	driver.process.kill('SIGKILL');
	await driver.ended;
	await (await store.open(run)).journal.close();
});
