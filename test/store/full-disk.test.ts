import {spawnSync} from 'node:child_process';
import {fileURLToPath} from 'node:url';
import {expect, test} from 'vitest';
import {has} from '../needs.ts';
import {startChild} from './child.ts';
import {freshDirectory} from './given.ts';

/** Mounting a small disk takes a namespace of one's own, which not every machine allows. */
const canMount =
	has('unshare') && spawnSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', 'none', '/mnt']).status === 0;

test.skipIf(!canMount)(
	'a disk that is really full halts the run at its last whole entry, and room lets it go on',
	async () => {
		const driver = fileURLToPath(new URL('driver.ts', import.meta.url));
		const script = 'mount -t tmpfs -o size=1200k,mode=0700 none "$1" && exec "$2" "$3" fill "$1"';
		const child = startChild('unshare', [
			'-rm',
			'sh',
			'-c',
			script,
			'sh',
			freshDirectory(),
			process.execPath,
			driver,
		]);
		await child.ended;

		const [fault = '', found = '', wentOn = ''] = child.said;
		expect(fault).toMatch(/^fault store\.poisoned Can't write the journal at .* the disk is full \(ENOSPC\)/);
		const {told, entries, last, torn} = JSON.parse(found.replace('found ', ''));
		expect({entries, last, torn}).toEqual({entries: told + 1, last: 'run.halted', torn: undefined});
		expect(told).toBeGreaterThan(50);
		expect(wentOn).toBe(`went on ${told + 2}`);
	},
);
