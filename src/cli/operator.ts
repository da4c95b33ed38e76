import {sanitiseLine} from '../text/sanitise.ts';
import {git} from './git.ts';
import {systemUser} from './places.ts';
import type {Settings} from './settings.ts';

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
