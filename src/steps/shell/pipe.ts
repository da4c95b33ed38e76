import {execFileSync} from 'node:child_process';
import {randomBytes} from 'node:crypto';
import {closeSync, constants, openSync, unlinkSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

/**
Read and write end of a pipe of the kernel; nobody else can open it any more when this returns.

It is made as a named one, because what Node.js makes are sockets, on which `> /dev/stderr` fails.

@throws when there is no `mkfifo` or no room for it.
*/
export function openPipe(): {read: number; write: number} {
	const path = join(tmpdir(), `gonogo-${process.pid}-${randomBytes(9).toString('hex')}`);
	execFileSync('mkfifo', ['-m', '600', path], {stdio: 'ignore', timeout: 10_000});
	const both = openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
	const read = openSync(path, constants.O_RDONLY);
	const write = openSync(path, constants.O_WRONLY);
	closeSync(both);
	unlinkSync(path);
	return {read, write};
}
