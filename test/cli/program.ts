import {spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {environment, program} from '../journeys/terminal.ts';

export type Said = {readonly code: number | null; readonly out: string; readonly err: string};

export type Bench = {
	readonly directory: string;
	/** Runs the built program to its end; standard input is what is given, or nothing. */
	gonogo(
		args: readonly string[],
		more?: {readonly input?: string; readonly env?: Readonly<Record<string, string>>},
	): Said;
	remove(): void;
};

/** No verb of these tests works for longer; what does hangs. */
const withinMs = 30_000;

/** A directory of one's own with a home in it, and the real program. */
export function bench(): Bench {
	const directory = mkdtempSync(join(tmpdir(), 'gonogo-cli-'));
	return {
		directory,
		gonogo(args, more = {}) {
			const ended = spawnSync(process.execPath, [program, ...args], {
				cwd: directory,
				env: environment(directory, more.env ?? {}),
				encoding: 'utf8',
				input: more.input ?? '',
				timeout: withinMs,
			});
			return {code: ended.status, out: ended.stdout, err: ended.stderr};
		},
		remove: () => rmSync(directory, {recursive: true, force: true}),
	};
}
