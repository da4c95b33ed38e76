import {statfs} from 'node:fs/promises';
import type {ProbeWork} from '../../runbook/work-model.ts';
import {formatBytes} from '../../text/bytes.ts';
import {fillPlain} from '../fill.ts';
import {type Asking, type Finding, failed, passed, wordsOf} from '../finding.ts';
import {homePath, withinTime} from './path.ts';

/** Asks how much room is left where a path lies, as `df` counts it: what an ordinary user may still write. */
export async function askDisk(
	{attempt, signal}: Asking,
	work: Extract<ProbeWork, {probe: 'disk'}>,
): Promise<Finding> {
	const path = homePath(fillPlain(work.path, attempt.order.values));
	try {
		const disk = await withinTime(statfs(path), signal);
		const freeBytes = disk.bavail * disk.bsize;
		const total = disk.blocks - disk.bfree + disk.bavail;
		const freePercent = total === 0 ? 0 : Math.floor((disk.bavail / total) * 1000) / 10;
		const words = `${formatBytes(freeBytes)} free (${freePercent} %)`;
		attempt.log.note(`? disk ${path}\n${words}`);
		const facts = {freeBytes, freePercent};
		if (work.freePercentMin !== undefined && freePercent < work.freePercentMin) {
			return failed(`${path}: ${words}; at least ${work.freePercentMin} % are expected.`, {facts});
		}
		if (work.freeBytesMin !== undefined && freeBytes < work.freeBytesMin) {
			return failed(`${path}: ${words}; at least ${formatBytes(work.freeBytesMin)} are expected.`, {facts});
		}
		return passed(words, {facts});
	} catch (error) {
		attempt.log.note(`? disk ${path}\n! ${wordsOf(error)}`);
		return failed(`${path} can’t be looked at: ${wordsOf(error)}`);
	}
}
