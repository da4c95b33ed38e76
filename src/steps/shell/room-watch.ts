import {statfs} from 'node:fs/promises';
import {dirname} from 'node:path';
import {formatBytes} from '../../text/bytes.ts';
import type {StepLog} from '../log.ts';
import {sendGroup} from './stop.ts';

export type RoomOptions = {
	/** Process group of the step. */
	readonly pid: number;
	readonly log: StepLog;
	readonly report: (line: string) => void;
	/** Bytes left where the log lies; default: asks the file system. */
	readonly freeBytes?: () => Promise<number>;
	readonly everyMs?: number;
};

/** The journal still has to be written when a step has filled the disk: below this a step that goes on writing is paused. */
const pauseBytes = 67_108_864;
/** Above this it goes on; more than before, so that it doesn't stutter. */
const resumeBytes = 134_217_728;
/** A step is growing its log when it adds more than this between two looks. */
const growingBytes = 1_048_576;
/** From this size on, and at every doubling, the log's size is said: whether to go on is the operator's question. */
const saidBytesMin = 1_073_741_824;
const everyMsDefault = 1000;

/** Watches how a step's log fills the disk. It never ends a step: it pauses one that would leave no room, and says so. */
export function watchRoom(options: RoomOptions): {end(): void} {
	const {pid, log, report, everyMs = everyMsDefault} = options;
	const freeBytes = options.freeBytes ?? (async () => freeAt(log.path));
	let before = log.bytes();
	let said = saidBytesMin;
	let isPaused = false;
	let isOver = false;
	const look = async () => {
		const size = log.bytes();
		const free = await freeBytes().catch(() => Number.POSITIVE_INFINITY);
		if (isOver) {
			return;
		}
		if (!isPaused && free < pauseBytes && size - before > growingBytes) {
			isPaused = sendGroup(pid, 'SIGSTOP');
			report(
				`paused: only ${formatBytes(free)} are left on the disk. Make room and it goes on by itself, or stop it.`,
			);
		} else if (isPaused && free > resumeBytes) {
			isPaused = !sendGroup(pid, 'SIGCONT');
			report('there is room again: it goes on');
		}
		if (size >= said) {
			report(`its log has ${formatBytes(size)} so far; stop it if that is not meant`);
			said = size * 2;
		}
		before = size;
	};
	const timer = setInterval(() => void look(), everyMs);
	return {
		end() {
			isOver = true;
			clearInterval(timer);
		},
	};
}

async function freeAt(path: string): Promise<number> {
	const disk = await statfs(dirname(path));
	return disk.bavail * disk.bsize;
}
