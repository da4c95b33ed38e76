import {chmod, chown, lstat, readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {Fault} from '../fault.ts';

/**
The number of the group that may follow and approve from another user's terminal.

@param named its number, or its name as `/etc/group` has it.
@throws Fault `cli.settings` when there is none of that name.
*/
export async function groupNumber(named: string): Promise<number> {
	if (/^\d{1,10}$/.test(named)) {
		return Number(named);
	}
	const groups = await readFile('/etc/group', 'utf8').catch(() => '');
	const found = groups.split('\n').find(line => line.startsWith(`${named}:`));
	const number = found?.split(':')[2];
	if (number === undefined || !/^\d+$/.test(number)) {
		throw new Fault(
			'cli.settings',
			`There is no group ${named} in /etc/group.`,
			`Give its number: \`getent group ${named}\` shows it.`,
		);
	}
	return Number(number);
}

/**
Lets a group look into the directories above the runs, which may be older than the setting. What each run holds is made
for the group by the store; keys and other lists stay as private as they are.
*/
export async function shareDirectories(stateDirectory: string, group: number): Promise<void> {
	for (const path of [stateDirectory, join(stateDirectory, 'runs')]) {
		const found = await lstat(path).catch(() => undefined);
		const isOurs = found?.isDirectory() === true && found.uid === process.getuid?.();
		if (found !== undefined && isOurs && (found.gid !== group || (found.mode & 0o050) !== 0o050)) {
			await share(path, {group, mode: (found.mode & 0o777) | 0o050});
		}
	}
}

/** The group a run was shared with when it began, whatever the settings of whoever drives it now say. */
export async function groupOfRun(directory: string): Promise<number | undefined> {
	const {gid, mode} = await lstat(directory);
	return (mode & 0o050) === 0o050 ? gid : undefined;
}

async function share(path: string, {group, mode}: {group: number; mode: number}): Promise<void> {
	try {
		await chown(path, -1, group);
		await chmod(path, mode & ~0o022);
	} catch (error) {
		throw new Fault(
			'store.unwritable',
			`${path} can't be shared with group ${group}: ${error instanceof Error ? error.message : String(error)}`,
			'You have to be a member of that group; `gonogo settings group --unset` keeps the runs to yourself.',
			{cause: error},
		);
	}
}
