import type {ProbeWork} from '../../runbook/model.ts';
import {fillPlain} from '../fill.ts';
import {type Finding, failed, passed, unknown, wordsOf} from '../finding.ts';
import type {Asking} from '../probe.ts';
import {localEnvironment} from '../shell/environment.ts';
import {findVersion, isInRange} from './version-range.ts';

/** Output of a program that is asked for its version. Bytes. */
const outputBytesMax = 65_536;

/** Asks a program for its version and compares it with a range such as `>=24`, `^2.3`, `1.2.x`. */
export async function askTool(
	{attempt, signal}: Asking,
	work: Extract<ProbeWork, {probe: 'tool'}>,
): Promise<Finding> {
	const tool = fillPlain(work.tool, attempt.order.values);
	if (!/^[A-Za-z0-9_.+@-]+(?:\/[A-Za-z0-9_.+@-]+)*$/.test(tool) || tool.startsWith('-')) {
		return failed(`“${tool}” is no program’s name.`);
	}
	const answers: string[] = [];
	for (const argument of versionArguments(tool)) {
		const answer = await ask(tool, argument, signal);
		if (answer === undefined) {
			attempt.log.note(`? ${tool}\n! it is not on this machine`);
			return failed(`${tool} is not on this machine.`);
		}
		answers.push(answer);
		attempt.log.note(`$ ${tool} ${argument}\n${answer}`);
		const version = findVersion(answer);
		if (version !== undefined) {
			return judge(tool, version, work.version);
		}
	}
	return work.version === undefined || work.version.trim() === '*'
		? passed('it is there')
		: unknown(`${tool} is there and does not say which version it is: ${answers[0]?.split('\n')[0] ?? ''}`);
}

function judge(tool: string, version: string, range: string | undefined): Finding {
	const facts = {version};
	const fits = range === undefined ? true : isInRange(version, range);
	if (fits === undefined) {
		return unknown(`“${range ?? ''}” is no range of versions.`, {facts});
	}
	return fits
		? passed(version, {facts})
		: failed(`${tool} is ${version}; ${range ?? ''} is expected.`, {facts});
}

/** Most programs know `--version`; a few answer only to their own word. */
function versionArguments(tool: string): readonly string[] {
	const own: Readonly<Record<string, readonly string[]>> = {
		kubectl: ['version --client'],
		helm: ['version --short'],
		go: ['version'],
		terraform: ['version'],
		ssh: ['-V'],
		java: ['-version'],
		openssl: ['version'],
	};
	return own[tool.split('/').at(-1) ?? ''] ?? ['--version', 'version', '-V'];
}

async function ask(tool: string, argument: string, signal: AbortSignal): Promise<string | undefined> {
	const {execa} = await import('execa');
	const ended = await execa(tool, argument.split(' '), {
		env: {...localEnvironment({}), FORCE_COLOR: '0', CLICOLOR_FORCE: '0'},
		extendEnv: false,
		detached: true,
		reject: false,
		stdin: 'ignore',
		all: true,
		maxBuffer: outputBytesMax,
		cancelSignal: signal,
		forceKillAfterDelay: 500,
	}).catch((error: unknown) => ({all: wordsOf(error), code: undefined}));
	return ended.code === 'ENOENT' ? undefined : String(ended.all ?? '').trim();
}
