import {join} from 'node:path';
import {type ExitCode, exitCode, Fault} from '../../fault.ts';
import {sanitiseLine} from '../../text/sanitise.ts';
import {say} from '../out.ts';
import {readSettings, settingDefaults, settingNames, settingsDirectory, writeSetting} from '../settings.ts';

export async function settings(
	name: string | undefined,
	value: string | undefined,
	options: {unset?: boolean},
): Promise<ExitCode> {
	if (name !== undefined && (value !== undefined || options.unset === true)) {
		await writeSetting(name, options.unset === true ? undefined : value);
		await say(
			options.unset === true
				? `${name} is back to its default.\n`
				: `${name} is now ${sanitiseLine(value ?? '')}.\n`,
		);
		return exitCode.complete;
	}
	const all = await readSettings();
	if (name !== undefined && !settingNames.includes(name as keyof typeof all)) {
		throw new Fault(
			'cli.usage',
			`There is no setting “${name}”.`,
			`The settings are: ${settingNames.join(', ')}.`,
		);
	}
	const directory = settingsDirectory();
	const shown = name === undefined ? settingNames : [name as keyof typeof all];
	const lines = shown.map(
		key =>
			`${key.padEnd(10)} ${all[key] === undefined ? `(default: ${settingDefaults[key]})` : sanitiseLine(String(all[key]))}`,
	);
	await say(
		`${lines.join('\n')}\n${name === undefined && directory !== undefined ? `\nKept in ${join(directory, 'config.json')}\n` : ''}`,
	);
	return exitCode.complete;
}
