import type {Socket} from 'node:net';
import {lineBytesMax} from './road-words.ts';

/**
The lines that come over a socket, one at a time: nothing more is read while one is being dealt with, so that whoever
sends faster waits and nothing piles up. Ends with the socket, and cuts it off when a line grows beyond 64 KiB.
*/
export async function* linesOf(socket: Socket): AsyncGenerator<string, void, undefined> {
	let part = Buffer.alloc(0);
	for await (const chunk of socket as AsyncIterable<Buffer>) {
		part = Buffer.concat([part, chunk]);
		let end = part.indexOf(newline);
		while (end !== -1 && end <= lineBytesMax) {
			yield part.subarray(0, end).toString('utf8');
			part = part.subarray(end + 1);
			end = part.indexOf(newline);
		}
		if (end > lineBytesMax || part.length > lineBytesMax) {
			socket.destroy();
			return;
		}
	}
}

const newline = 0x0a;
