import type {ProbeWork} from '../../runbook/work-model.ts';
import {sanitiseText} from '../../text/sanitise.ts';
import {fillPlain} from '../fill.ts';
import {type Asking, type Attempt, type Finding, failed, passed, unknown} from '../finding.ts';
import {readLog} from '../log.ts';
import {runChild} from '../shell/child.ts';
import {localEnvironment} from '../shell/environment.ts';
import {findVersion, isInRange} from './version-range.ts';

/** Output of a program that is asked for its version. Bytes. */
const outputBytesMax = 65_536;
/** A shell's exit code for a program that does not exist. */
const notFound = 127;
/** Between TERM and KILL. */
const stopMs = 300;

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
		attempt.log.note(`$ ${tool} ${argument}`);
		const answer = await ask(attempt, {tool, argument, signal});
		if (answer === undefined) {
			return failed(`${tool} is not on this machine.`);
		}
		answers.push(answer);
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

async function ask(
	attempt: Attempt,
	question: {tool: string; argument: string; signal: AbortSignal},
): Promise<string | undefined> {
	const {log} = attempt;
	const from = log.bytes();
	const {exit} = await runChild({
		command: [
			'bash',
			'-c',
			`"$@" 2>&1 | head -c ${outputBytesMax}; exit "\${PIPESTATUS[0]}"`,
			'gonogo',
			question.tool,
			...question.argument.split(' '),
		],
		env: {...localEnvironment({}), FORCE_COLOR: '0', CLICOLOR_FORCE: '0'},
		output: log.fd,
		signal: question.signal,
		graceMs: stopMs,
	});
	if (exit === notFound) {
		return undefined;
	}
	const chunks: Buffer[] = [];
	await readLog(log.path, {from, to: log.bytes()}, bytes => void chunks.push(Buffer.from(bytes)));
	return sanitiseText(Buffer.concat(chunks).toString('utf8')).trim();
}
