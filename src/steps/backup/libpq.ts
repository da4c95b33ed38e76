import {type Attempt, wordsOf} from '../finding.ts';
import {readOutput} from '../judge.ts';
import {type ChildEnd, runChild} from '../shell/child.ts';
import {localEnvironment} from '../shell/environment.ts';
import {openSink} from '../shell/masked-pipe.ts';
import {endWords} from '../verdict.ts';
import {databaseOf} from './url.ts';

const parameters: Readonly<Record<string, string>> = {
	sslmode: 'PGSSLMODE',
	sslrootcert: 'PGSSLROOTCERT',
	sslcert: 'PGSSLCERT',
	sslkey: 'PGSSLKEY',
	options: 'PGOPTIONS',
	target_session_attrs: 'PGTARGETSESSIONATTRS',
};

/** A connection's address as the variables that libpq reads: a password never stands in a command line. */
export function libpqEnvironment(url: string): Record<string, string> {
	const {hostname, port, username, password, searchParams} = new URL(url);
	const env: Record<string, string> = {
		PGHOST: searchParams.get('host') ?? hostname.replace(/^\[|\]$/g, ''),
		PGDATABASE: databaseOf(url),
		PGAPPNAME: 'gonogo',
		PGCONNECT_TIMEOUT: '15',
		...(port === '' ? {} : {PGPORT: port}),
		...(username === '' ? {} : {PGUSER: decodeURIComponent(username)}),
		...(password === '' ? {} : {PGPASSWORD: decodeURIComponent(password)}),
	};
	for (const [name, variable] of Object.entries(parameters)) {
		const value = searchParams.get(name);
		if (value !== null) {
			env[variable] = value;
		}
	}
	return env;
}

export type ToolEnd =
	| {readonly ok: true}
	| {readonly ok: false; readonly why: string; readonly stopped?: ChildEnd['stopped']};

/** Runs a program of PostgreSQL; files it makes are for the user alone, what it says goes to the log. */
export async function runTool(
	attempt: Attempt,
	command: readonly [string, ...string[]],
	url?: string,
): Promise<ToolEnd> {
	attempt.log.note(`$ ${command.join(' ')}`);
	const from = attempt.log.bytes();
	const sink = openSink(attempt.log);
	const end = await runChild({
		command: ['bash', '-c', 'umask 077; exec "$@"', 'gonogo', ...command],
		env: localEnvironment(url === undefined ? {} : libpqEnvironment(url)),
		output: sink.fd,
		signal: attempt.tools.signal,
	}).catch((error: unknown): ChildEnd => ({unstarted: wordsOf(error), collected: Buffer.alloc(0)}));
	await sink.settle();
	if (end.unstarted !== undefined || end.exit === 0) {
		return end.unstarted === undefined ? {ok: true} : {ok: false, why: end.unstarted};
	}
	if (end.stopped !== undefined) {
		return {ok: false, why: 'It was stopped by the operator.', stopped: end.stopped};
	}
	if (end.exit === 127) {
		return {
			ok: false,
			why: `${command[0]} is not on this machine; install PostgreSQL’s client programs, or use \`format: copy\`.`,
		};
	}
	const {lastLine} = await readOutput(attempt.log.path, {from, to: attempt.log.bytes()}, {capture: {}});
	return {ok: false, why: `${command[0]}: ${endWords(end)}${lastLine === '' ? '' : `: ${lastLine}`}`};
}
