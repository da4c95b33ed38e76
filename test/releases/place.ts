import {execFileSync} from 'node:child_process';
import {existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {environment, program} from '../journeys/terminal.ts';
import {startPostgres, type TestServer} from '../postgres.ts';
import {startSshd, type TestSshd} from '../sshd.ts';

/** A directory with everything one release needs: a home, a database, a server to log in to, and stand-ins on the PATH. */
export type Place = {
	readonly directory: string;
	readonly postgres: TestServer;
	/** The database that is released, for the service and for psql alike. */
	readonly url: string;
	readonly env: Readonly<Record<string, string>>;
	path(...parts: string[]): string;
	write(path: string, text: string): void;
	/** Keeps a value where the stand-ins look for it. */
	tell(name: string, value: unknown): void;
	/** Runs a shell line in the place, as whoever prepares it. */
	sh(line: string, folder?: string): string;
	gonogo(...args: readonly string[]): string;
	freePort(): Promise<number>;
	stop(): Promise<void>;
};

export type PlaceOptions = {
	/** Programs that stand in, by the name they have on the PATH; each is `<file>-program.ts` of this folder. */
	readonly standIns: Readonly<Record<string, string>>;
	readonly ssh?: boolean;
	/** What the database holds before the release. */
	readonly schema: string;
};

/** A server with the same version as the pg_dump on the machine; pg_dump refuses a newer one. */
export const installedPostgres = ['/usr/lib/postgresql', '/opt/homebrew/opt', '/usr/local/opt']
	.filter(folder => existsSync(folder))
	.flatMap(folder => readdirSync(folder).map(name => join(folder, name)))
	.filter(folder => existsSync(join(folder, 'bin/initdb')))
	.sort()
	.at(-1);

const serviceTables = `
CREATE TABLE documents (id int PRIMARY KEY, title text);
INSERT INTO documents SELECT n, 'document ' || n FROM generate_series(1, 20) n;
CREATE TABLE audit_log (at timestamptz NOT NULL);
INSERT INTO audit_log VALUES (now());
CREATE TABLE jobs (created_at timestamptz, started_at timestamptz, finished_at timestamptz, error text);
CREATE TABLE schema_migrations (version int PRIMARY KEY);
INSERT INTO schema_migrations VALUES (41);
`;

export async function aPlace({standIns, ssh = false, schema}: PlaceOptions): Promise<Place> {
	const directory = mkdtempSync(join(tmpdir(), 'gonogo-release-'));
	const path = (...parts: string[]) => join(directory, ...parts);
	for (const folder of ['home', 'bin', 'stand-in', 'backups', 'srv']) {
		mkdirSync(path(folder));
	}
	putOnPath(path('bin'), standIns);
	const postgres = await startPostgres(installedPostgres);
	const url = await postgres.freshDatabase();
	const database = url.split('/').at(-1) ?? '';
	await postgres.query(serviceTables + schema, database);
	const own = {
		STAND_IN: path('stand-in'),
		DATABASE_URL: url,
		DATABASE_READ_URL: url,
	};
	const sshd: TestSshd | undefined = ssh
		? await startSshd({...own, PATH: `${path('bin')}:${process.env.PATH}`})
		: undefined;
	const env = {
		...own,
		PATH: `${path('bin')}:${process.env.PATH}`,
		GIT_CONFIG_GLOBAL: path('home/.gitconfig'),
	};
	preparePerson(path);
	const sh = (line: string, folder = directory) =>
		execFileSync('bash', ['-euo', 'pipefail', '-c', line], {
			cwd: folder,
			env: environment(path('home'), env),
			encoding: 'utf8',
			stdio: ['ignore', 'pipe', 'pipe'],
		}).trim();
	return {
		directory,
		postgres,
		url,
		env,
		path,
		sh,
		write(name, text) {
			mkdirSync(join(path(name), '..'), {recursive: true});
			writeFileSync(path(name), text);
		},
		tell: (name, value) => writeFileSync(path('stand-in', `${name}.json`), JSON.stringify(value)),
		gonogo: (...args) =>
			execFileSync(process.execPath, [program, ...args], {
				env: environment(path('home'), env),
				encoding: 'utf8',
			}),
		freePort,
		async stop() {
			endServices(path('stand-in/pids'));
			sshd?.stop();
			await postgres.stop();
			rmSync(directory, {recursive: true, force: true, maxRetries: 5});
		},
	};
}

function putOnPath(folder: string, standIns: PlaceOptions['standIns']): void {
	for (const [name, file] of Object.entries(standIns)) {
		const script = new URL(`${file}-program.ts`, import.meta.url).pathname;
		writeFileSync(join(folder, name), `#!/bin/sh\nexec "${process.execPath}" "${script}" "$@"\n`, {
			mode: 0o755,
		});
	}
}

/** The person who drives: a name and a key of their own, known to git. */
function preparePerson(path: Place['path']): void {
	mkdirSync(path('home/.ssh'), {mode: 0o700});
	execFileSync('ssh-keygen', [
		'-q',
		'-t',
		'ed25519',
		'-N',
		'',
		'-C',
		'robin',
		'-f',
		path('home/.ssh/id_ed25519'),
	]);
	const key = readFileSync(path('home/.ssh/id_ed25519.pub'), 'utf8').trim();
	writeFileSync(path('home/.ssh/allowed'), `robin@example.com ${key}\n`);
	writeFileSync(
		path('home/.gitconfig'),
		`[user]\n\tname = Robin\n\temail = robin@example.com\n\tsigningKey = ${path('home/.ssh/id_ed25519.pub')}\n[gpg]\n\tformat = ssh\n[gpg "ssh"]\n\tallowedSignersFile = ${path('home/.ssh/allowed')}\n[init]\n\tdefaultBranch = main\n[safe]\n\tdirectory = *\n`,
	);
}

function endServices(file: string): void {
	const pids = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
	for (const pid of pids) {
		try {
			process.kill(Number(pid), 'SIGKILL');
		} catch {
			// It has ended by itself, as most of them have.
		}
	}
}

/** A port that nobody listens on now. */
function freePort(): Promise<number> {
	return new Promise((resolve, reject) => {
		const server = createServer().once('error', reject);
		server.listen(0, '127.0.0.1', () => {
			const address = server.address();
			server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
		});
	});
}
