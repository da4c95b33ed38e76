import {createHash} from 'node:crypto';
import type {Stats} from 'node:fs';
import {constants, type FileHandle, open, stat} from 'node:fs/promises';
import type {ProbeWork} from '../../runbook/work-model.ts';
import {formatBytes} from '../../text/bytes.ts';
import {readPattern, withinReason} from '../../text/pattern.ts';
import {fillPattern, fillPlain} from '../fill.ts';
import {type Asking, type Finding, failed, passed, unknown, wordsOf} from '../finding.ts';
import {homePath, withinTime} from './path.ts';

type FileWork = Extract<ProbeWork, {probe: 'file'}>;

/** A pattern is looked for in this much of a file. Bytes. */
const searchBytesMax = 16_777_216;
const chunkBytes = 1_048_576;

/** Looks at a file: that it is there (or isn't), what it holds, what its SHA-256 is. */
export async function askFile({attempt, signal}: Asking, work: FileWork): Promise<Finding> {
	const {values} = attempt.order;
	const path = homePath(fillPlain(work.path, values));
	const found = await withinTime(stat(path), signal).catch((error: unknown) =>
		isMissing(error) ? undefined : wordsOf(error),
	);
	const finding =
		typeof found === 'string'
			? failed(`${path} can’t be looked at: ${found}`)
			: await judge({path, found, signal}, filled(work, values));
	attempt.log.note(
		`? file ${path}\n${finding.result === 'passed' ? finding.summary : `! ${finding.why ?? ''}`}`,
	);
	return finding;
}

/** With its values in it. */
type Filled = FileWork & {readonly pattern?: string};

function filled(work: FileWork, values: Readonly<Record<string, string>>): Filled {
	return {
		...work,
		...(work.contains === undefined
			? {}
			: {contains: fillPlain(work.contains, values), pattern: fillPattern(work.contains, values)}),
		...(work.sha256 === undefined ? {} : {sha256: fillPlain(work.sha256, values)}),
	};
}

type Found = {readonly path: string; readonly found: Stats | undefined; readonly signal: AbortSignal};

async function judge({path, found, signal}: Found, work: Filled): Promise<Finding> {
	if (work.absent === true) {
		return found === undefined
			? passed('it is not there, as expected')
			: failed(`${path} is there; it should not be.`);
	}
	if (found === undefined) {
		return failed(`${path} does not exist.`);
	}
	const facts = {bytes: found.size, changedAt: found.mtime.toISOString()};
	if (work.contains === undefined && work.sha256 === undefined) {
		return passed(
			found.isDirectory() ? 'the directory is there' : `it is there (${formatBytes(found.size)})`,
			{facts},
		);
	}
	if (!found.isFile()) {
		return failed(`${path} is no ordinary file.`, {facts});
	}
	try {
		const inside = await lookInside(path, work, signal);
		return {...inside, facts: {...facts, ...inside.facts}};
	} catch (error) {
		return failed(`${path} can’t be read: ${wordsOf(error)}`, {facts});
	}
}

async function lookInside(path: string, work: Filled, signal: AbortSignal): Promise<Finding> {
	const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
	try {
		const {sha256, head} = await readThrough(file, signal, {all: work.sha256 !== undefined});
		if (work.sha256 !== undefined && sha256 !== work.sha256.replace(/^sha256:/, '').toLowerCase()) {
			return failed(`Its SHA-256 is ${sha256}, expected ${work.sha256}.`, {facts: {sha256}});
		}
		return work.contains === undefined
			? passed('its SHA-256 is as expected', {facts: {sha256}})
			: judgeContent(head, work.contains, work.pattern ?? work.contains);
	} finally {
		await file.close();
	}
}

/** A text or a pattern: in a pattern a value stands for its own characters, so that `1.4.2` is not `1x4y2`. */
function judgeContent(head: string, contains: string, source: string): Finding {
	const pattern = readPattern(source);
	const found = head.includes(contains)
		? {value: true}
		: pattern.ok
			? withinReason(() => new RegExp(pattern.regex.source, `${pattern.regex.flags}m`).test(head))
			: {value: false};
	if (found === undefined) {
		return unknown(`The pattern ${contains} took longer than 2 s.`);
	}
	return found.value ? passed('it holds what is expected') : failed(`Nothing in it matches ${contains}.`);
}

async function readThrough(
	file: FileHandle,
	signal: AbortSignal,
	wants: {readonly all: boolean},
): Promise<{sha256: string; head: string}> {
	const hash = createHash('sha256');
	const head: Buffer[] = [];
	for (let position = 0; wants.all || position < searchBytesMax; ) {
		const {bytesRead, buffer} = await withinTime(
			file.read(Buffer.allocUnsafe(chunkBytes), 0, chunkBytes, position),
			signal,
		);
		if (bytesRead === 0) {
			break;
		}
		hash.update(buffer.subarray(0, bytesRead));
		if (position < searchBytesMax) {
			head.push(buffer.subarray(0, bytesRead));
		}
		position += bytesRead;
	}
	return {sha256: hash.digest('hex'), head: Buffer.concat(head).toString('utf8')};
}

function isMissing(error: unknown): boolean {
	return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}
