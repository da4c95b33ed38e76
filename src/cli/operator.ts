import {execFile} from 'node:child_process';
import {promisify} from 'node:util';
import {sanitiseLine} from '../text/sanitise.ts';
import {systemUser} from './places.ts';
import type {Settings} from './settings.ts';

/** Git answers from a file on this disk; what takes longer is a hung network file system. */
const gitWithinMs = 2_000;

/** Who is at the keyboard: settings, else git's user.email, else the system's user name. */
export async function operatorName(settings: Settings): Promise<string> {
	return sanitiseLine(settings.operator ?? (await gitConfig('user.email')) ?? systemUser());
}

/** The commit that the runbook's file is at, when it is tracked and unchanged; undefined otherwise. */
export async function commitOf(path: string, directory: string): Promise<string | undefined> {
	const changed = await git(['status', '--porcelain', '--', path], directory);
	const tracked = await git(['ls-files', '--', path], directory);
	return changed === '' && tracked !== '' ? git(['rev-parse', 'HEAD'], directory) : undefined;
}

async function gitConfig(name: string): Promise<string | undefined> {
	return (await git(['config', '--get', name], process.cwd())) || undefined;
}

async function git(args: readonly string[], cwd: string): Promise<string | undefined> {
	try {
		const {stdout} = await promisify(execFile)('git', [...args], {
			cwd,
			timeout: gitWithinMs,
			windowsHide: true,
		});
		return stdout.trim();
	} catch {
		return undefined;
	}
}
