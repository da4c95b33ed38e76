import type {DeploymentRecord} from '../engine/record.ts';
import type {AttemptRecord, StepRecord} from '../engine/record-steps.ts';
import {sha256Hex} from '../text/digest.ts';

/** Base64 adds a third and the envelope's limit is 1 MiB; what remains is for 64 signatures. */
const payloadBytesMax = 704 * 1024;

/** A text longer than this is shown cut, a script with its digest and length; the whole lies in the journal. */
const textCharsMax = [4096, 512, 160] as const;

/**
Keeps a record under the size that every reader accepts: first by shortening what is long, at last by leaving out the
steps on which nothing happened. The journal's head still covers what is left out, and `cut` says so.
*/
export function fitRecord(record: DeploymentRecord): DeploymentRecord {
	let shorter = record;
	for (const chars of textCharsMax) {
		shorter = shorten(record, chars);
		if (bytesOf(shorter) <= payloadBytesMax) {
			return shorter;
		}
	}
	return leaveOutSteps(shorter);
}

function bytesOf(record: DeploymentRecord): number {
	return Buffer.byteLength(JSON.stringify(record));
}

function shorten(record: DeploymentRecord, chars: number): DeploymentRecord {
	const {approvals, signing, ...open} = record;
	const digested = {
		...open,
		steps: open.steps.map(step => ({...step, attempts: step.attempts.map(one => digestScript(one, chars))})),
	};
	const cut = cutTexts(digested, chars);
	const isCut =
		cut !== digested ||
		digested.steps.some(({attempts}) => attempts.some(one => one.resolvedCut !== undefined));
	return isCut ? {...cut, approvals, signing, cut: {textsOver: chars, stepsLeftOut: 0}} : record;
}

function digestScript(attempt: AttemptRecord, chars: number): AttemptRecord {
	const {resolved} = attempt;
	if (resolved === undefined || resolved.length <= chars) {
		return attempt;
	}
	const sha256 = sha256Hex(resolved);
	return {
		...attempt,
		resolved: resolved.slice(0, chars).toWellFormed(),
		resolvedCut: {chars: resolved.length, sha256},
	};
}

/** The same value with every long text in it cut; the very same one where none is long. */
function cutTexts<T>(value: T, chars: number): T;
function cutTexts(value: unknown, chars: number): unknown {
	if (typeof value === 'string') {
		return value.length <= chars ? value : `${value.slice(0, chars).toWellFormed()}…`;
	}
	if (Array.isArray(value)) {
		const cut = value.map(one => cutTexts(one, chars));
		return cut.some((one, index) => one !== value[index]) ? cut : value;
	}
	if (typeof value !== 'object' || value === null) {
		return value;
	}
	const entries = Object.entries(value);
	const cut = entries.map(([key, one]) => [key, cutTexts(one, chars)] as const);
	return cut.some(([, one], index) => one !== entries[index]?.[1]) ? Object.fromEntries(cut) : value;
}

/** Quietest first: untouched, then passed without a person's word, then whatever comes last. */
function leaveOutSteps(record: DeploymentRecord): DeploymentRecord {
	const ranked = record.steps
		.map((step, index) => ({step, index}))
		.sort((a, b) => weight(b.step) - weight(a.step) || a.index - b.index);
	const room = payloadBytesMax - bytesOf({...record, steps: []}) - 100;
	const kept: typeof ranked = [];
	let bytes = 0;
	for (const one of ranked) {
		bytes += Buffer.byteLength(JSON.stringify(one.step)) + 1;
		if (bytes > room) {
			break;
		}
		kept.push(one);
	}
	const steps = kept.sort((a, b) => a.index - b.index).map(({step}) => step);
	return {
		...record,
		steps,
		cut: {textsOver: textCharsMax[2], stepsLeftOut: record.steps.length - steps.length},
	};
}

function weight({attempts, answer, decisions, state}: StepRecord): number {
	if (decisions.length > 0 || state === 'failed' || state === 'unknown' || state === 'no-go') {
		return 3;
	}
	return attempts.length > 0 ? 2 : answer === undefined ? 0 : 1;
}
