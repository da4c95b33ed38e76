import {spawnSync} from 'node:child_process';

/** Leaves the socket of a process that was killed while it listened there. */
export function leaveStaleSocket(path: string): void {
	const script = `require('node:net').createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, 'SIGKILL'))`;
	spawnSync(process.execPath, ['-e', script]);
}
