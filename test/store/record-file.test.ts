import {existsSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {ownerOnly} from '../../src/store/place.ts';
import {readRecordFiles, writeRecordFiles} from '../../src/store/record-file.ts';
import {breakingFiles} from './breaking-files.ts';
import {freshDirectory} from './given.ts';

const record = Buffer.from('{"payloadType":"application/vnd.in-toto+json"}');
const runMd = '# Release ✔\n';

test('a record and its run.md are read as they were written, to the byte', async () => {
	const directory = freshDirectory();
	expect(await readRecordFiles(directory)).toEqual({});
	await writeRecordFiles(directory, {record, runMd});

	expect(await readRecordFiles(directory)).toEqual({record, runMd});
	expect(readdirSync(directory).sort()).toEqual(['record.json', 'run.md']);
	for (const name of ['record.json', 'run.md']) {
		expect(statSync(join(directory, name)).mode & 0o777).toBe(0o600);
	}
});

test('a later signature replaces a record as a whole: whatever fails, the one or the other is there', async () => {
	const counted = breakingFiles(-1, 'EIO');
	await writeRecordFiles(freshDirectory(), {record, runMd}, {files: counted.files, access: ownerOnly});
	expect(counted.calls.length).toBeGreaterThan(8);
	const later = Buffer.from('{"payloadType":"application/vnd.in-toto+json","signatures":[]}');
	for (const trouble of ['EIO', 'ENOSPC', 'short', 'crash'] as const) {
		for (const [at, call] of counted.calls.entries()) {
			const directory = freshDirectory();
			await writeRecordFiles(directory, {record, runMd});
			const {files} = breakingFiles(at, trouble);
			const outcome = await writeRecordFiles(
				directory,
				{record: later, runMd: '# Later\n'},
				{files, access: ownerOnly},
			).catch((error: unknown) => error);
			const found = await readRecordFiles(directory);
			expect([record, later], `${trouble} at ${call}`).toContainEqual(found.record);
			expect([runMd, '# Later\n'], `${trouble} at ${call}`).toContain(found.runMd);
			if (outcome === undefined) {
				expect(found).toEqual({record: later, runMd: '# Later\n'});
			} else {
				expect(outcome).toMatchObject({code: 'store.unwritable'});
			}
			expect(
				Buffer.compare(found.record ?? later, later) === 0 && found.runMd === runMd,
				'a new record has its run.md',
			).toBe(false);
		}
	}
});

test('a record is never written or read through a link', async () => {
	const directory = freshDirectory();
	const target = join(freshDirectory(), 'target');
	writeFileSync(target, 'not to be touched');
	symlinkSync(target, join(directory, 'record.json'));
	await expect(readRecordFiles(directory)).rejects.toMatchObject({
		code: 'store.unsafe',
		message: expect.stringContaining('symbolic link'),
	});
	await writeRecordFiles(directory, {record, runMd});
	expect(readFileSync(target, 'utf8')).toBe('not to be touched');
	expect(await readRecordFiles(directory)).toEqual({record, runMd});
});

test('a record larger than one can be is not read', async () => {
	const directory = freshDirectory();
	writeFileSync(join(directory, 'record.json'), Buffer.alloc(1_048_577));
	await expect(readRecordFiles(directory)).rejects.toMatchObject({
		code: 'store.unsafe',
		message: expect.stringContaining('1048577'),
	});
});

test('a directory that is gone is named', async () => {
	const directory = join(freshDirectory(), 'gone');
	await expect(writeRecordFiles(directory, {record, runMd})).rejects.toMatchObject({
		code: 'store.unwritable',
		message: expect.stringContaining('run.md'),
	});
	expect(existsSync(directory)).toBe(false);
});
