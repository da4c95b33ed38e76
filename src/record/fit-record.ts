import {createHash} from 'node:crypto';
import type {DeploymentRecord} from '../engine/record.ts';
import type {AttemptRecord, StepRecord} from '../engine/record-steps.ts';

/** Base64 adds a third and the envelope's limit is 1 MiB; what remains is for 64 signatures. */
const payloadBytesMax = 720 * 1024;

/** A script longer than this is signed by its digest and shown cut; the whole lies in the journal. */
const textCharsMax = [4096, 512, 80] as const;

/**
Keeps a record under the size that every reader accepts: first by shortening the longest scripts, at last by leaving
out the steps on which nothing happened. The journal's head still covers what is left out, and `cut` says so.
*/
export function fitRecord(record: DeploymentRecord): DeploymentRecord {
	for (const chars of textCharsMax) {
		const shorter = shorten(record, chars);
		if (bytesOf(shorter) <= payloadBytesMax) {
			return shorter;
		}
	}
	return leaveOutSteps(shorten(record, 0));
}

function bytesOf(record: DeploymentRecord): number {
	return Buffer.byteLength(JSON.stringify(record));
}

function shorten(record: DeploymentRecord, chars: number): DeploymentRecord {
	const steps = record.steps.map(step => ({
		...step,
		attempts: step.attempts.map(attempt => shortenAttempt(attempt, chars)),
	}));
	const isCut = steps.some(({attempts}) => attempts.some(({resolvedCut}) => resolvedCut !== undefined));
	return isCut ? {...record, steps, cut: {textsOver: chars, stepsLeftOut: 0}} : record;
}

function shortenAttempt(attempt: AttemptRecord, chars: number): AttemptRecord {
	const {resolved} = attempt;
	if (resolved === undefined || resolved.length <= chars) {
		return attempt;
	}
	const sha256 = createHash('sha256').update(resolved).digest('hex');
	return {
		...attempt,
		resolved: resolved.slice(0, chars).toWellFormed(),
		resolvedCut: {chars: resolved.length, sha256},
	};
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
	return {...record, steps, cut: {textsOver: 0, stepsLeftOut: record.steps.length - steps.length}};
}

function weight({attempts, answer, decisions, state}: StepRecord): number {
	if (decisions.length > 0 || state === 'failed' || state === 'unknown' || state === 'no-go') {
		return 3;
	}
	return attempts.length > 0 ? 2 : answer === undefined ? 0 : 1;
}
