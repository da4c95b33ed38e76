import {mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {sha256Hex} from '../../text/digest.ts';
import {type Finding, passed, unknown} from '../finding.ts';

/**
Does something at most once for a key, also over a crash: a mark is on disk before it is tried, and is taken back only
when it is certain that nothing was sent.
*/
export async function once(directory: string, key: string, send: () => Promise<Finding>): Promise<Finding> {
	const marks = join(directory, 'messages');
	mkdirSync(marks, {recursive: true, mode: 0o700});
	const mark = join(marks, sha256Hex(key).slice(0, 32));
	const before = claim(mark);
	if (before !== undefined) {
		return before === 'sent'
			? passed('it was sent before, and is not sent twice', {facts: {sent: 'before'}})
			: unknown('It was tried before and nobody knows whether it arrived, so it is not sent again.', {
					facts: {sent: 'unknown'},
				});
	}
	const sent = await send();
	if (sent.result === 'passed') {
		writeFileSync(mark, 'sent', {mode: 0o600});
	} else if (sent.result === 'failed') {
		rmSync(mark, {force: true});
	}
	return sent;
}

/** @returns what an earlier try left, or undefined when this is the first. */
function claim(mark: string): string | undefined {
	try {
		writeFileSync(mark, 'trying', {flag: 'wx', mode: 0o600});
		return undefined;
	} catch {
		return readFileSync(mark, 'utf8');
	}
}
