import {whyNoName} from './person-name.ts';
import {type Attempted, attempt, refuse} from './refused.ts';
import {readPublicKeyLine} from './ssh-key-line.ts';
import type {SshPublicKey} from './ssh-public-key.ts';
import {decode} from './strict-json.ts';

/** One line of an OpenSSH allowed_signers file: these names may sign with this key. */
export type AllowedSigner = {
	readonly principals: readonly string[];
	readonly key: SshPublicKey;
	/** Absent: any namespace. */
	readonly namespaces?: readonly string[];
	/** Milliseconds since 1970. */
	readonly validAfterMs?: number;
	readonly validBeforeMs?: number;
	/** trust.yaml takes the key back: nothing signed by it counts, whenever it says it was signed. */
	readonly revoked?: true;
	/** 1-based. */
	readonly line: number;
};

export type SignersProblem = {readonly line: number; readonly column: number; readonly message: string};

/** A file of a team has a line a person and key. */
const linesMax = 10_000;
const bytesMax = 4 * 1_048_576;

/**
Reads an allowed_signers file (ssh-keygen(1), ALLOWED SIGNERS) and is stricter than OpenSSH: names are names and never
patterns, a key belongs to one person, certificates and weak keys are refused. With one problem the file counts for nothing.
*/
export function readAllowedSigners(bytes: Uint8Array): {
	readonly signers: readonly AllowedSigner[];
	readonly problems: readonly SignersProblem[];
} {
	const text = attempt(() =>
		bytes.byteLength > bytesMax ? refuse('it is larger than 4 MiB') : decode(bytes),
	);
	const lines = text.ok ? text.value.split('\n') : [];
	const whole = wholeProblem(text, lines);
	if (whole !== undefined) {
		return {signers: [], problems: [{line: 1, column: 1, message: whole}]};
	}
	const read = lines.map((line, index) => readLine(line.replace(/\r$/, ''), index + 1));
	const signers = read.flatMap(one => (one !== undefined && 'key' in one ? [one] : []));
	const problems = [
		...read.flatMap(one => (one !== undefined && 'message' in one ? [one] : [])),
		...sharedKeys(signers),
		...spelledTwice(signers),
	];
	return {signers: problems.length === 0 ? signers : [], problems};
}

function wholeProblem(text: Attempted<string>, lines: readonly string[]): string | undefined {
	if (!text.ok) {
		return `The file can't be read: ${text.why}.`;
	}
	if (text.value.startsWith('\uFEFF')) {
		return 'The file starts with a byte order mark, which makes its first line unreadable for OpenSSH.';
	}
	return lines.length > linesMax ? `The file has more than ${linesMax} lines.` : undefined;
}

function readLine(line: string, number: number): AllowedSigner | SignersProblem | undefined {
	if (/^\s*(?:#|$)/.test(line)) {
		return undefined;
	}
	const [, names = '', gap = '', rest = ''] = /^(\S+)([ \t]+)(.*)$/.exec(line) ?? [];
	const read = attempt(() => ({principals: readPrincipals(names), ...readOptionsAndKey(rest), line: number}));
	if (read.ok) {
		return read.value;
	}
	const column = /^names|^the name/.test(read.why) ? 1 : names.length + gap.length + 1;
	return {line: number, column, message: `${read.why[0]?.toUpperCase()}${read.why.slice(1)}.`};
}

function readPrincipals(names: string): string[] {
	const principals = names.split(',');
	const odd = principals.find(name => !/^[^\s"*?!,#]{1,128}$/.test(name));
	if (odd !== undefined) {
		refuse(`names stand there in full: “${odd}” is a pattern or empty`);
	}
	for (const name of principals) {
		const why = whyNoName(name);
		if (why !== undefined) {
			refuse(`the name “${name}” ${why}`);
		}
	}
	return principals;
}

function readOptionsAndKey(rest: string): Omit<AllowedSigner, 'principals' | 'line'> {
	const keyAt = /^(?:ssh-|sk-|ecdsa-)/.test(rest) ? 0 : endOfOptions(rest);
	const options = readOptions(rest.slice(0, keyAt).trim());
	const key = readPublicKeyLine(rest.slice(keyAt));
	return key.ok ? {...options, key: key.value} : refuse(`the key can't be used: ${key.why}`);
}

/** Options end at the first space outside quotes. */
function endOfOptions(rest: string): number {
	return /^(?:[^\s"]|"[^"]*")+\s+/.exec(rest)?.[0].length ?? refuse('a key is missing');
}

function readOptions(text: string): Pick<AllowedSigner, 'namespaces' | 'validAfterMs' | 'validBeforeMs'> {
	const options: {namespaces?: string[]; validAfterMs?: number; validBeforeMs?: number} = {};
	const seen = new Set<string>();
	for (const option of text === '' ? [] : (text.match(/(?:[^,"]|"[^"]*")+/g) ?? [])) {
		const [, written = option, value] = /^([a-z-]+)="([^"]*)"$/i.exec(option) ?? [];
		const name = written.toLowerCase();
		if (seen.has(name)) {
			refuse(`the option ${name} stands there twice`);
		}
		seen.add(name);
		switch (value === undefined ? '' : name) {
			case 'namespaces':
				options.namespaces = (value ?? '').split(',');
				break;
			case 'valid-after':
				options.validAfterMs = readTime(value ?? '');
				break;
			case 'valid-before':
				options.validBeforeMs = readTime(value ?? '');
				break;
			default:
				refuse(`the option ${written} is not accepted`);
		}
	}
	return options;
}

/** `YYYYMMDD[HHMM[SS]][Z]`; without the Z in the time zone of this computer, as OpenSSH reads it. */
function readTime(text: string): number {
	const found = /^(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?(Z)?$/.exec(text);
	const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = (found ?? [])
		.slice(1, 7)
		.map(part => Number(part ?? 0));
	const day0 = new Date(Date.UTC(year, month - 1, day));
	const isDay = day0.getUTCMonth() === month - 1 && day0.getUTCDate() === day;
	if (found === null || !isDay || hour > 23 || minute > 59 || second > 59) {
		return refuse(`${text} is no date: write YYYYMMDD or YYYYMMDDHHMMSSZ`);
	}
	const parts = [year, month - 1, day, hour, minute, second] as const;
	return found[7] === 'Z' ? Date.UTC(...parts) : new Date(...parts).getTime();
}

function sharedKeys(signers: readonly AllowedSigner[]): SignersProblem[] {
	const owners = new Map<string, AllowedSigner>();
	return signers.flatMap(signer => {
		const first = owners.get(signer.key.fingerprint) ?? signer;
		owners.set(signer.key.fingerprint, first);
		const isSame = first.principals.toSorted().join() === signer.principals.toSorted().join();
		const message = `The key ${signer.key.fingerprint} is listed for two people: it also stands on line ${first.line}.`;
		return isSame ? [] : [{line: signer.line, column: 1, message}];
	});
}

/** Nobody reading a record tells `Bob@` from `bob@`: one of the two could be another person's second key. */
function spelledTwice(signers: readonly AllowedSigner[]): SignersProblem[] {
	const spelled = new Map<string, string>();
	return signers.flatMap(({principals, line}) =>
		principals.flatMap(name => {
			const first = spelled.get(name.toLowerCase()) ?? name;
			spelled.set(name.toLowerCase(), first);
			const message = `“${name}” and “${first}” differ in capitals alone: write one name one way.`;
			return first === name ? [] : [{line, column: 1, message}];
		}),
	);
}
