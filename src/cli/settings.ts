import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {z} from 'zod';
import {Fault} from '../fault.ts';

/** What a person sets once; everything has a default. */
const settingsSchema = z
	.strictObject({
		/** The name that stands in journals and records; default: git's user.email, else the system's user name. */
		operator: z.string().min(1).max(200),
		/** Path of the SSH key that signs records. */
		key: z.string().min(1),
		/** Path of the allowed_signers file that `verify` believes. */
		signers: z.string().min(1),
		/** Path of trust.yaml. */
		trust: z.string().min(1),
		theme: z.enum(['auto', 'dark', 'light', 'none']),
		depth: z.enum(['newcomer', 'expert']),
		/** `plain`: lines instead of a full screen; `screen-reader`: lines without anything that is only drawn. */
		screen: z.enum(['full', 'plain', 'screen-reader']),
		/** How a person who looks elsewhere is called when they are needed; default `on`. */
		alerts: z.enum(['on', 'bell', 'off']),
		/** Name or number of the group whose members may follow and approve from their own terminals. */
		group: z.string().regex(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}$/, 'give a group’s name or number'),
		/** Directory of journals and records. */
		state: z.string().startsWith('/', 'give a full path'),
	})
	.partial();

export type Settings = z.infer<typeof settingsSchema>;

/** What holds where a setting was not set, in words. */
export const settingDefaults: Readonly<Record<keyof Settings, string>> = {
	operator: 'git’s user.email, else your user name',
	key: 'the first that `gonogo keys` finds',
	signers: 'the one beside the trust file, where there is one',
	trust: 'none',
	theme: 'auto',
	depth: 'newcomer',
	screen: 'full',
	alerts: 'on',
	group: 'none: you alone',
	state: '$XDG_STATE_HOME/gonogo, else ~/.local/state/gonogo',
};

export const settingNames = Object.keys(settingsSchema.shape) as readonly (keyof Settings)[];

/** Directory of `config.json`; undefined where there is no home to keep it in. */
export function settingsDirectory(env: NodeJS.ProcessEnv = process.env): string | undefined {
	if (env.XDG_CONFIG_HOME?.startsWith('/')) {
		return join(env.XDG_CONFIG_HOME, 'gonogo');
	}
	return env.HOME?.startsWith('/') ? join(env.HOME, '.config', 'gonogo') : undefined;
}

/**
Reads the settings; where there are none nothing is loaded for it.

@throws Fault `cli.settings` on a corrupt file or a value that is not allowed.
*/
export async function readSettings(): Promise<Settings> {
	const directory = settingsDirectory();
	if (directory === undefined || !existsSync(join(directory, 'config.json'))) {
		return {};
	}
	const conf = await openConf(directory);
	return checked(conf.store, join(directory, 'config.json'));
}

/** @throws Fault `cli.usage` for an unknown name or a value that is not allowed, `cli.settings` when it can't be written. */
export async function writeSetting(name: string, value: string | undefined): Promise<void> {
	const directory = settingsDirectory();
	if (directory === undefined) {
		throw new Fault(
			'cli.settings',
			'There is no home directory to keep settings in.',
			'Set HOME or XDG_CONFIG_HOME.',
		);
	}
	if (!settingNames.includes(name as keyof Settings)) {
		throw new Fault(
			'cli.usage',
			`There is no setting “${name}”.`,
			`The settings are: ${settingNames.join(', ')}.`,
		);
	}
	if (value !== undefined) {
		const allowed = settingsSchema.safeParse({[name]: value});
		if (!allowed.success) {
			throw new Fault(
				'cli.usage',
				`${name} can't be “${value}”: ${allowed.error.issues[0]?.message ?? 'not allowed'}.`,
				'See `gonogo help settings`.',
			);
		}
	}
	const conf = await openConf(directory);
	try {
		value === undefined ? conf.delete(name) : conf.set(name, value);
	} catch (error) {
		throw new Fault(
			'cli.settings',
			`The settings in ${directory} can't be written: ${String(error)}`,
			'Make the directory writable for you.',
			{cause: error},
		);
	}
}

async function openConf(directory: string) {
	const {default: Conf} = await import('conf');
	try {
		return new Conf({cwd: directory, configFileMode: 0o600, clearInvalidConfig: false});
	} catch (error) {
		throw new Fault(
			'cli.settings',
			`The settings in ${join(directory, 'config.json')} can't be read: ${error instanceof Error ? error.message : String(error)}`,
			'Mend the file, or move it away to start with the defaults.',
			{cause: error},
		);
	}
}

function checked(store: unknown, path: string): Settings {
	const parsed = settingsSchema.safeParse(store);
	if (!parsed.success) {
		const [issue] = parsed.error.issues;
		throw new Fault(
			'cli.settings',
			`${path}: ${issue?.path.join('.') ?? ''} ${issue?.message ?? 'is not allowed'}`.trim(),
			'Mend it with `gonogo settings NAME VALUE`, or move the file away.',
		);
	}
	return parsed.data;
}
