import {createHash} from 'node:crypto';
import {type ChainedEntry, type Entry, entryVersion, parseEntry, type RunId} from '../engine/entry.ts';
import {sha256Hex} from '../text/digest.ts';

/**
The form of a journal: one JSON line an entry, `{"seq":1,…,"h":"<64 hex>"}`, where h is the SHA-256 over the 32 bytes of
the h before it and the line's bytes up to `,"h":"`. Before the first stands a hash of the run's id and nonce. Checking
slices bytes, so no second way of writing the same JSON exists. This form is the same in every version of an entry.
*/

/** A line with its newline. Outputs lie in files of their own; what is longer than this is a mistake. */
export const lineBytesMax = 65_536;

export const newline = 0x0a;

/** `,"h":"` + 64 hex + `"}` */
const sealBytes = 72;

/** Where a line stands: what it is hashed over. The next link is made by reading or writing a line. */
export type Link = {
	/** seq of the last entry; 0 before the first. */
	readonly seq: number;
	/** Hash of the last entry, 64 hex digits; of run and nonce before the first. */
	readonly head: string;
};

export type ChainedLine = {
	/** With its newline. */
	readonly bytes: Uint8Array;
	readonly link: Link;
};

/** The hash before the first entry. @param nonce the `nonce` of `run.opened`. */
export function genesis(run: RunId, nonce: string): Link {
	return {seq: 0, head: sha256Hex(`gonogo journal\n${run}\n${nonce}`)};
}

/**
Writes an entry as the line that follows `before`.

@returns undefined when the line would be longer than `lineBytesMax`.
@throws Error for an entry that could not be read again, which is a bug.
*/
export function chainEntry(before: Link, entry: Entry): ChainedLine | undefined {
	const {event, ...around} = entry;
	const text = JSON.stringify({...around, ...event});
	if (
		entry.seq !== before.seq + 1 ||
		entry.v !== entryVersion ||
		parseEntry(JSON.parse(text)) === undefined
	) {
		throw new Error(
			`This is a bug: entry ${entry.seq} (${event.type}) after ${before.seq} can't be read again.`,
		);
	}
	const body = Buffer.from(text.slice(0, -1));
	const head = hashOf(before.head, body);
	const bytes = Buffer.concat([body, Buffer.from(`${seal(head)}\n`)]);
	return bytes.length > lineBytesMax ? undefined : {bytes, link: {seq: entry.seq, head}};
}

export type LineReading =
	| {readonly is: 'good'; readonly entry: ChainedEntry}
	| {readonly is: 'bad'; readonly why: string}
	/** Written by a gonogo that knows more than this one: no tampering. */
	| {readonly is: 'newer'; readonly why: string; readonly gonogo?: string};

/**
Reads one line.

@param line without its newline.
@param before undefined for the first line, which names its own run and nonce.
@param run the run that the first line must name, where that is known from elsewhere.
*/
export function readLine(line: Uint8Array, before: Link | undefined, run?: RunId): LineReading {
	const fields = line.length < lineBytesMax ? fieldsOf(line) : undefined;
	if (fields === undefined) {
		return {is: 'bad', why: 'it is no whole line of JSON'};
	}
	if (typeof fields.v === 'number' && fields.v > entryVersion) {
		return newer(fields, `is of journal format ${fields.v}, and this gonogo reads up to ${entryVersion}`);
	}
	const link = before ?? firstLink(fields, run);
	if (link === undefined) {
		return {is: 'bad', why: run === undefined ? 'it opens no run' : `it does not open run ${run}`};
	}
	const h = hashOf(link.head, line.subarray(0, -sealBytes));
	if (
		Buffer.from(line.buffer, line.byteOffset, line.length).toString('latin1', line.length - sealBytes) !==
		seal(h)
	) {
		return {is: 'bad', why: 'its hash does not follow from the line before it'};
	}
	return knownEntry(fields, link, h);
}

/** A line whose hash is right; what this gonogo still can't read was written by one that knows more. */
function knownEntry(fields: Record<string, unknown>, link: Link, h: string): LineReading {
	const {h: _, ...rest} = fields;
	const entry = parseEntry(rest);
	if (entry === undefined) {
		return newer(fields, 'holds something that this gonogo does not know');
	}
	return entry.seq === link.seq + 1
		? {is: 'good', entry: {...entry, h}}
		: {is: 'bad', why: `it says that it is entry ${entry.seq}`};
}

function newer(fields: Record<string, unknown>, why: string): LineReading {
	return {is: 'newer', why, ...(typeof fields.gonogo === 'string' ? {gonogo: fields.gonogo} : {})};
}

/** Lines that have their newline, without it. */
export function wholeLines(bytes: Uint8Array): Uint8Array[] {
	const lines: Uint8Array[] = [];
	let at = 0;
	for (let end = bytes.indexOf(newline); end !== -1; end = bytes.indexOf(newline, at)) {
		lines.push(bytes.subarray(at, end));
		at = end + 1;
	}
	return lines;
}

/** What a line says of itself, unchecked: a place to start from in the middle of a journal. */
export function claimedLink(line: Uint8Array | undefined): Link | undefined {
	const fields = line === undefined ? undefined : fieldsOf(line);
	const {seq, h} = fields ?? {};
	return typeof seq === 'number' && typeof h === 'string' && /^[0-9a-f]{64}$/.test(h)
		? {seq, head: h}
		: undefined;
}

/** True for what can only be there because an entry was written: it is read as JSON, or ends as every line ends. */
export function looksLikeEntry(line: Uint8Array): boolean {
	const end = Buffer.from(line.subarray(-sealBytes)).toString('latin1');
	return /^,"h":"[0-9a-f]{64}"\}$/.test(end) || fieldsOf(line) !== undefined;
}

function firstLink(fields: Record<string, unknown>, run: RunId | undefined): Link | undefined {
	const {run: named, nonce} = fields;
	const isOpening = typeof named === 'string' && typeof nonce === 'string' && named === (run ?? named);
	return isOpening ? genesis(named, nonce) : undefined;
}

function fieldsOf(line: Uint8Array): Record<string, unknown> | undefined {
	try {
		const value: unknown = JSON.parse(
			Buffer.from(line.buffer, line.byteOffset, line.length).toString('utf8'),
		);
		return isObject(value) ? value : undefined;
	} catch {
		return undefined;
	}
}

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function hashOf(previous: string, body: Uint8Array): string {
	return createHash('sha256').update(previous, 'hex').update(body).digest('hex');
}

function seal(h: string): string {
	return `,"h":"${h}"}`;
}
