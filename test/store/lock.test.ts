import {chmodSync, existsSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync} from 'node:fs';
import {hostname} from 'node:os';
import {join} from 'node:path';
import {DatabaseSync} from 'node:sqlite';
import {expect, test} from 'vitest';
import {openFileStore} from '../../src/store/files.ts';
import {startChild, startDriver} from './child.ts';
import {entry, first, note, run, runbook} from './driving.ts';
import {freshDirectory} from './given.ts';
import {staysRefused} from './stopping.ts';

async function begunRun() {
	const directory = freshDirectory();
	const store = await openFileStore(directory, {operator: 'alice'});
	await (await store.create(run, first, runbook)).close();
	return {directory, store, runDirectory: join(directory, 'runs', run)};
}

test('the refusal names who drives, from where, since when, and offers to follow', async () => {
	const {directory, store} = await begunRun();
	const driver = startDriver('hold', directory);
	await driver.saying('holds');

	await expect(store.open(run)).rejects.toMatchObject({
		code: 'store.locked',
		exitCode: 6,
		message: expect.stringMatching(
			new RegExp(`carol \\(pid ${driver.process.pid} on ${hostname()}\\) since \\d{4}-\\d\\d-\\d\\dT`),
		),
		hint: expect.stringContaining(`gonogo show ${run}`),
	});
	driver.process.kill('SIGKILL');
	await driver.ended;
});

test('a driver that is stopped keeps its run, and a killed one frees it at once', async () => {
	const {directory, store} = await begunRun();
	const driver = startDriver('hold', directory);
	await driver.saying('holds');
	await staysRefused({directory, driver, forMs: 1000});

	driver.process.kill('SIGKILL');
	await driver.ended;
	await (await store.open(run)).journal.close();
});

test('a pid that another process got meanwhile keeps nobody out', async () => {
	const {directory, store, runDirectory} = await begunRun();
	const driver = startDriver('hold', directory);
	await driver.saying('holds');
	driver.process.kill('SIGKILL');
	await driver.ended;
	const left = JSON.parse(readFileSync(join(runDirectory, 'holder.json'), 'utf8'));
	expect(left.pid).toBe(driver.process.pid);
	writeFileSync(join(runDirectory, 'holder.json'), JSON.stringify({...left, pid: process.pid}));

	expect((await store.list())[0]).not.toHaveProperty('drivenBy');
	const {journal} = await store.open(run);
	expect((await store.list())[0]).toMatchObject({drivenBy: {pid: process.pid}});
	await journal.close();
	expect(existsSync(join(runDirectory, 'holder.json'))).toBe(false);
});

test('looking who drives does not free the lock', async () => {
	const {directory, store} = await begunRun();
	const {journal} = await store.open(run);
	for (let look = 0; look < 5; look++) {
		expect((await store.list())[0]).toMatchObject({drivenBy: {pid: process.pid, host: hostname()}});
	}
	const other = startDriver('try', directory);
	await other.ended;
	expect(other.said).toEqual([expect.stringContaining('fault store.locked')]);
	await journal.append([entry(2, note('still mine'))]);
	await journal.close();
});

test('one who looks at that very moment does not keep a driver out', async () => {
	const {store, runDirectory} = await begunRun();
	const looking = new DatabaseSync(join(runDirectory, 'lock.db'), {readOnly: true});
	looking.exec('BEGIN');
	looking.prepare('PRAGMA schema_version').get();
	setTimeout(() => looking.close(), 40);
	await (await store.open(run)).journal.close();
});

test('of processes that want one run at the same moment one gets it', async () => {
	const {directory} = await begunRun();
	const drivers = Array.from({length: 4}, () => startDriver('hold', directory));
	const answers = await Promise.all(
		drivers.map(driver => Promise.race([driver.saying('holds'), driver.saying('fault store.locked')])),
	);
	expect(answers.filter(answer => answer === 'holds')).toHaveLength(1);
	for (const driver of drivers) {
		driver.process.kill('SIGKILL');
	}
	await Promise.all(drivers.map(({ended}) => ended));
});

test('a lock file is private, made by no other hand, and the only thing that SQLite leaves', async () => {
	const {store, runDirectory} = await begunRun();
	const {journal} = await store.open(run);
	expect(statSync(join(runDirectory, 'lock.db')).mode & 0o777).toBe(0o600);
	expect(existsSync(join(runDirectory, 'lock.db-journal'))).toBe(false);
	await journal.close();
});

test.each([
	['a symbolic link', (path: string) => symlinkSync('/etc/hosts', path), 'store.unsafe'],
	['a directory', (path: string) => mkdirSync(path), 'store.unsafe'],
	[
		'no database',
		(path: string) => writeFileSync(path, 'something else, longer than a header of SQLite is: '.repeat(4)),
		'store.unwritable',
	],
])('a lock file that is %s is refused', async (_, make, code) => {
	const {directory, runDirectory} = await begunRun();
	const {rmSync} = await import('node:fs');
	rmSync(join(runDirectory, 'lock.db'));
	make(join(runDirectory, 'lock.db'));
	await expect((await openFileStore(directory)).open(run)).rejects.toMatchObject({
		code,
		message: expect.stringContaining('lock.db'),
	});
});

test('a holder that can not be read does not hide that someone drives', async () => {
	const {directory, runDirectory} = await begunRun();
	const driver = startDriver('hold', directory);
	await driver.saying('holds');
	writeFileSync(join(runDirectory, 'holder.json'), '{');
	await expect((await openFileStore(directory)).open(run)).rejects.toMatchObject({
		code: 'store.locked',
		message: expect.stringContaining('another process'),
	});
	driver.process.kill('SIGKILL');
	await driver.ended;
});

test('the warning that SQLite is experimental stays off the screen, and other warnings come through', async () => {
	const source = new URL('../../src/store/lock.ts', import.meta.url).href;
	const script = `
		process.on('warning', warning => console.log('warned', warning.message));
		const {whoHolds, takeLock} = await import(${JSON.stringify(source)});
		const {nodeFiles} = await import(${JSON.stringify(new URL('../../src/store/fs-port.ts', import.meta.url).href)});
		const lock = await takeLock({run: 'r', directory: process.argv[1], files: nodeFiles, access: {directory: 0o700, file: 0o600}, holder: {pid: 1, host: 'h', since: '2026-11-21T09:00:00.000Z', operator: 'o'}});
		console.log('holder', JSON.stringify(await whoHolds(process.argv[1], nodeFiles)));
		await lock.release();
		process.emitWarning('SQLite is not meant by this one');
		process.emitWarning('mine', 'ExperimentalWarning');
	`;
	const directory = freshDirectory();
	chmodSync(directory, 0o700);
	const child = startChild(process.execPath, ['--input-type=module', '--eval', script, directory]);
	expect(await child.ended).toMatchObject({code: 0});
	expect(child.said).toEqual([
		'holder {"pid":1,"host":"h","since":"2026-11-21T09:00:00.000Z","operator":"o"}',
		'warned SQLite is not meant by this one',
		'warned mine',
	]);
});
