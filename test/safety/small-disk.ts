import {spawnSync} from 'node:child_process';
import {openTerminal, program, type Terminal} from '../journeys/terminal.ts';
import {has} from '../needs.ts';

/** A small disk of one's own takes a namespace, which not every machine allows. */
export const canMount =
	has('unshare') && spawnSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', 'none', '/mnt']).status === 0;

export type OnSmallDisk = {
	readonly home: string;
	/** Shell lines run in the namespace, in which `$GONOGO` is the program and `$DISK` the disk's place. */
	readonly script: string;
	readonly env?: Readonly<Record<string, string>>;
	readonly sizeKiB?: number;
};

/** Runs shell lines in a terminal, with the state directory on a disk of its own that holds 2 MiB. */
export function onSmallDisk({home, script, env = {}, sizeKiB = 2048}: OnSmallDisk): Terminal {
	const mount = `mkdir -p "$DISK" && mount -t tmpfs -o size=${sizeKiB}k,mode=0700 none "$DISK"`;
	return openTerminal({
		args: [],
		home,
		columns: 120,
		rows: 44,
		env: {
			...env,
			DISK: `${home}/disk`,
			GONOGO_STATE: `${home}/disk/state`,
			GONOGO: `${process.execPath} ${program}`,
			SCRIPT: `${mount} && { ${script}\n}`,
		},
		command: `unshare -rm sh -c "$SCRIPT"`,
	});
}
