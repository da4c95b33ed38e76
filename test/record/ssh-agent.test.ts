import {createServer} from 'node:net';
import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {listAgentKeys, signWithAgent} from '../../src/record/ssh-agent.ts';
import {wireString, wireUint32} from '../../src/record/ssh-wire.ts';
import {temporaryDirectory} from './world.ts';

/** An agent that gives one answer, in pieces of this many bytes, to whatever it is asked. */
async function agentThatSays(answer: Uint8Array, pieceBytes = 7): Promise<string> {
	const path = join(temporaryDirectory(), 'agent');
	const server = createServer(socket => {
		socket.on('error', () => undefined);
		socket.once('data', () => {
			for (let at = 0; at < answer.length; at += pieceBytes) {
				socket.write(answer.subarray(at, at + pieceBytes));
			}
		});
	});
	await new Promise<void>(resolve => server.listen(path, resolve));
	onTestFinished(() => void server.close());
	return path;
}

function identities(count: number, keys: readonly string[]): Buffer {
	const fields = keys.flatMap(key => [wireString(key), wireString('comment')]);
	return wireString(Buffer.concat([Buffer.from([12]), wireUint32(count), ...fields]));
}

test('an agent’s keys are read however its answer arrives', async () => {
	const keys = await listAgentKeys(await agentThatSays(identities(2, ['one', 'two']), 1));
	expect(keys.map(String)).toEqual(['one', 'two']);
});

test.each<[string, Uint8Array]>([
	['promises more keys than it gives', identities(3, ['one'])],
	[
		'offers too many keys',
		identities(
			2049,
			Array.from({length: 2049}, () => 'k'),
		),
	],
	['answers something else', wireString(Buffer.from([5]))],
	['promises an answer beyond its limit', wireUint32(0xffff_ffff)],
])('an agent that %s offers no keys', async (_what, answer) => {
	expect(await listAgentKeys(await agentThatSays(answer, 65_536))).toEqual([]);
});

test('without an agent there are no keys', async () => {
	expect(await listAgentKeys(undefined)).toEqual([]);
	expect(await listAgentKeys('/nonexistent/agent')).toEqual([]);
});

test('an agent that refuses to sign is told apart from one that is gone', async () => {
	const refusing = await agentThatSays(wireString(Buffer.from([5])));
	expect(await signWithAgent(refusing, Buffer.from('key'), Buffer.from('x'))).toMatchObject({
		ok: false,
		why: expect.stringContaining('refused to sign'),
	});
	expect(await signWithAgent('/nonexistent/agent', Buffer.from('key'), Buffer.from('x'))).toMatchObject({
		ok: false,
		why: expect.stringContaining("can't be reached"),
	});
});
