import {execFile} from 'node:child_process';
import {setTimeout as pause} from 'node:timers/promises';
import {promisify} from 'node:util';

/** How often those that were stopped are looked at until nobody is left. */
const lookMs = 25;

/** Whom a stop reaches: a child that leads a group of its own, or one that shares ours. Those below it are reached either way. */
export type Stopped = {readonly pid: number; readonly leadsGroup: boolean};

/**
TERM to everyone, then, when the grace is over, KILL to whoever is left. Everyone is the group and whoever stands below
the child: a terminal of its own is a session of its own, which the group does not reach.
*/
export async function stopAll({pid, leadsGroup}: Stopped, graceMs: number): Promise<void> {
	const below = await treeOf(pid);
	const reach = (signal: NodeJS.Signals | 0) => {
		const isGroup = leadsGroup && sendGroup(pid, signal);
		return [...below.filter(one => send(one, signal)), ...(isGroup ? [pid] : [])].length > 0;
	};
	reach('SIGTERM');
	// Wakes a paused one, which could not end otherwise.
	reach('SIGCONT');
	for (let waitedMs = 0; waitedMs < graceMs && reach(0); waitedMs += lookMs) {
		await pause(lookMs);
	}
	reach('SIGKILL');
}

/** @returns false when nobody is in the group any more. */
export function sendGroup(pid: number, signal: NodeJS.Signals | 0): boolean {
	return send(-pid, signal);
}

function send(pid: number, signal: NodeJS.Signals | 0): boolean {
	try {
		return process.kill(pid, signal);
	} catch (error) {
		return error instanceof Error && 'code' in error && error.code === 'EPERM';
	}
}

/** A list of processes takes `ps` milliseconds; a machine that needs longer has other troubles. */
const listMs = 2000;

/** The process and all below it, as `ps` sees them now. */
async function treeOf(root: number): Promise<readonly number[]> {
	const listed = promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid='], {
		timeout: listMs,
		maxBuffer: 16_777_216,
	});
	const {stdout} = await listed.catch(() => ({stdout: ''}));
	const children = new Map<number, number[]>();
	for (const line of stdout.split('\n')) {
		const [pid = 0, parent = 0] = line.trim().split(/\s+/).map(Number);
		children.set(parent, [...(children.get(parent) ?? []), pid]);
	}
	const tree = new Set([root]);
	for (const parent of tree) {
		for (const child of children.get(parent) ?? []) {
			tree.add(child);
		}
	}
	return [...tree];
}
