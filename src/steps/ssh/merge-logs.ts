import {closeSync, fstatSync, openSync, readSync} from 'node:fs';
import type {StepLog} from '../log.ts';

/** How often what several hosts wrote is gathered: soon enough to watch, seldom enough to cost nothing. */
const gatherMs = 100;
/** Read from one host at a time, so that a flood on one does not hide the others. Bytes. */
const gatherBytes = 1_048_576;
/** A line without an end is passed on in pieces of this length. Bytes. */
const lineBytesMax = 65_536;

/** Follows the logs of several hosts and adds their whole lines to one, each with its host's name before it. */
export function mergeLogs(
	hosts: readonly {readonly host: string; readonly log: StepLog}[],
	into: StepLog,
): {end(): void} {
	const width = Math.max(...hosts.map(({host}) => host.length));
	const followers = hosts.map(({host, log}) => new Follower(`${host.padEnd(width)} │ `, log, into));
	const timer = setInterval(() => {
		for (const follower of followers) {
			follower.gather();
		}
	}, gatherMs);
	return {
		end() {
			clearInterval(timer);
			for (const follower of followers) {
				follower.end();
			}
		},
	};
}

class Follower {
	readonly #name: string;
	readonly #into: StepLog;
	readonly #fd: number;
	#position: number;
	#rest = '';

	constructor(name: string, log: StepLog, into: StepLog) {
		this.#name = name;
		this.#into = into;
		this.#fd = openSync(log.path, 'r');
		this.#position = log.bytes();
	}

	gather(): boolean {
		const bytes = Math.min(gatherBytes, fstatSync(this.#fd).size - this.#position);
		if (bytes <= 0) {
			return false;
		}
		const buffer = Buffer.allocUnsafe(bytes);
		const read = readSync(this.#fd, buffer, 0, bytes, this.#position);
		this.#position += read;
		// Latin-1 keeps every byte as it is, so that characters cut by a border stay whole in the end.
		const lines = (this.#rest + buffer.toString('latin1', 0, read)).split('\n');
		this.#rest = lines.pop() ?? '';
		if (this.#rest.length > lineBytesMax) {
			lines.push(this.#rest);
			this.#rest = '';
		}
		this.#add(lines);
		return true;
	}

	end(): void {
		while (this.gather()) {}
		this.#add(this.#rest === '' ? [] : [this.#rest]);
		closeSync(this.#fd);
	}

	#add(lines: readonly string[]): void {
		const name = Buffer.from(this.#name).toString('latin1');
		if (lines.length > 0) {
			this.#into.add(Buffer.from(lines.map(line => `${name}${line}\n`).join(''), 'latin1'));
		}
	}
}
