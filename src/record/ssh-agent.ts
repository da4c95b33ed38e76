import {connect, type Socket} from 'node:net';
import {type Attempted, attempt, refuse} from './refused.ts';
import {WireReader, wireString, wireUint32} from './ssh-wire.ts';

/** Message numbers of draft-ietf-sshm-ssh-agent; each message is a uint32 length, a byte, and its fields. */
const message = {requestIdentities: 11, identities: 12, signRequest: 13, signResponse: 14} as const;

/** Ask for SHA-512 with an RSA key; other keys ignore it. */
const rsaSha512 = 4;

/** OpenSSH's own limit of an agent's message. */
const messageBytesMax = 256 * 1024;

/** A person has no more keys than this in an agent. */
const keysMax = 2048;

/** An agent answers from memory; one over a broken forwarding never does. */
const listWithinMs = 2_000;

/** A person may have to confirm, or to touch a token. */
const signWithinMs = 60_000;

/** Public keys the agent offers, as wire blobs; none when there is no agent. */
export async function listAgentKeys(socketPath: string | undefined): Promise<readonly Uint8Array[]> {
	if (socketPath === undefined || socketPath === '') {
		return [];
	}
	const answer = await ask(socketPath, {
		body: Buffer.from([message.requestIdentities]),
		withinMs: listWithinMs,
	});
	const read = answer.ok ? attempt(() => readIdentities(answer.value)) : answer;
	return read.ok ? read.value : [];
}

/** @returns the inner signature as SSHSIG holds it: algorithm, bytes and, for a token, its flags and counter. */
export async function signWithAgent(
	socketPath: string,
	blob: Uint8Array,
	signed: Uint8Array,
): Promise<Attempted<Uint8Array>> {
	const body = Buffer.concat([
		Buffer.from([message.signRequest]),
		wireString(blob),
		wireString(signed),
		wireUint32(rsaSha512),
	]);
	const answer = await ask(socketPath, {body, withinMs: signWithinMs});
	return answer.ok ? attempt(() => readSignature(answer.value)) : answer;
}

function readIdentities(answer: Uint8Array): Uint8Array[] {
	const wire = new WireReader(answer);
	const count = wire.byte() === message.identities ? wire.uint32() : 0;
	if (count > keysMax) {
		refuse(`the agent offers more than ${keysMax} keys`);
	}
	return Array.from({length: count}, () => {
		const blob = wire.string();
		wire.string();
		return blob;
	});
}

function readSignature(answer: Uint8Array): Uint8Array {
	const wire = new WireReader(answer);
	return wire.byte() === message.signResponse
		? wire.string()
		: refuse('the agent refused to sign: the key may be confined to ssh, or was not confirmed');
}

type Asked = {readonly body: Uint8Array; readonly withinMs: number};

function ask(socketPath: string, {body, withinMs}: Asked): Promise<Attempted<Uint8Array>> {
	return new Promise(resolve => {
		const socket = connect({path: socketPath});
		const settle = (answer: Attempted<Uint8Array>) => {
			clearTimeout(timer);
			socket.destroy();
			resolve(answer);
		};
		const timer = setTimeout(() => settle({ok: false, why: 'the agent did not answer in time'}), withinMs);
		socket.on('error', error => settle({ok: false, why: `the agent can't be reached: ${error.message}`}));
		socket.on('end', () => settle({ok: false, why: 'the agent hung up'}));
		collect(socket, settle);
		socket.write(wireString(body));
	});
}

function collect(socket: Socket, settle: (answer: Attempted<Uint8Array>) => void): void {
	let bytes = Buffer.alloc(0);
	socket.on('data', (chunk: Buffer) => {
		bytes = Buffer.concat([bytes, chunk]);
		const length = bytes.length < 4 ? 0 : bytes.readUInt32BE(0);
		if (length > messageBytesMax || bytes.length > messageBytesMax + 4) {
			settle({ok: false, why: 'the agent gave an answer beyond its limit'});
		} else if (bytes.length >= 4 && bytes.length >= length + 4) {
			settle({ok: true, value: bytes.subarray(4, 4 + length)});
		}
	});
}
