import {basename} from 'node:path';
import {type Files, nodeFiles, type OpenFile} from '../../src/store/fs-port.ts';

/**
How the operating system misbehaves at one chosen call:
- an errno: the call fails, later ones work;
- `short`: a write takes half of what it was given, later ones work;
- `shorter`: a write and the one after it take half of what they were given, later ones work;
- `full`: a write takes half, and from then on nothing fits until the reserve is given back;
- `crash`: a write takes half, nothing else happens there, and nothing ever happens after it.
*/
export type Trouble = 'EIO' | 'ENOSPC' | 'short' | 'shorter' | 'full' | 'crash';

export type Breaking = {
	readonly files: Files;
	/** Calls that change something, in their order: `write journal.jsonl`. */
	readonly calls: readonly string[];
};

/** node's files, with trouble at the call of that number (0 is the first); every call is counted. */
export function breakingFiles(at: number, trouble: Trouble, onCrash: () => void = () => {}): Breaking {
	const system = new BreakingSystem(at, trouble, onCrash);
	return {files: system.files(), calls: system.calls};
}

class BreakingSystem {
	readonly calls: string[] = [];
	readonly #at: number;
	readonly #trouble: Trouble;
	readonly #onCrash: () => void;
	#isDead = false;
	#isFull = false;
	#isShort = false;

	constructor(at: number, trouble: Trouble, onCrash: () => void) {
		this.#at = at;
		this.#trouble = trouble;
		this.#onCrash = onCrash;
	}

	files(): Files {
		const changing =
			<A extends readonly [string, ...unknown[]]>(name: string, call: (...args: A) => Promise<void>) =>
			(...args: A) =>
				this.#call(`${name} ${basename(args[0])}`, () => call(...args));
		return {
			...nodeFiles,
			open: async (path, flags, mode) => {
				const open = () => nodeFiles.open(path, flags, mode);
				const file = mode === undefined ? await open() : await this.#call(`make ${basename(path)}`, open);
				return this.#file(basename(path), file);
			},
			mkdir: changing('mkdir', nodeFiles.mkdir),
			chmod: changing('chmod', nodeFiles.chmod),
			rename: changing('rename', nodeFiles.rename),
			unlink: async path => {
				await this.#call(`unlink ${basename(path)}`, () => nodeFiles.unlink(path));
				this.#isFull &&= basename(path) !== 'reserve';
			},
		};
	}

	#file(name: string, file: OpenFile): OpenFile {
		return {
			...file,
			write: bytes => this.#write(`write ${name}`, file, bytes),
			truncate: bytes => this.#call(`truncate ${name}`, () => file.truncate(bytes)),
			datasync: () => this.#call(`datasync ${name}`, () => file.datasync()),
			sync: () => this.#call(`sync ${name}`, () => file.sync()),
			chmod: mode => this.#call(`fchmod ${name}`, () => file.chmod(mode)),
		};
	}

	async #call<T>(name: string, work: () => Promise<T>): Promise<T> {
		if (this.#count(name)) {
			this.#dieIfCrash();
			if (this.#trouble === 'EIO' || this.#trouble === 'ENOSPC') {
				throw errno(this.#trouble);
			}
		}
		return work();
	}

	async #write(name: string, file: OpenFile, bytes: Uint8Array): Promise<number> {
		if (!this.#count(name)) {
			if (this.#isFull) {
				throw errno('ENOSPC');
			}
			const isShort = this.#isShort;
			this.#isShort = false;
			return file.write(isShort ? bytes.subarray(0, Math.floor(bytes.length / 2)) : bytes);
		}
		if (this.#trouble === 'EIO' || this.#trouble === 'ENOSPC') {
			throw errno(this.#trouble);
		}
		const taken = await file.write(bytes.subarray(0, Math.floor(bytes.length / 2)));
		this.#isFull = this.#trouble === 'full';
		this.#isShort = this.#trouble === 'shorter';
		this.#dieIfCrash();
		return taken;
	}

	#dieIfCrash(): void {
		if (this.#trouble === 'crash') {
			this.#isDead = true;
			this.#onCrash();
			throw errno('EIO');
		}
	}

	/** @returns true where the trouble is. */
	#count(name: string): boolean {
		if (this.#isDead) {
			throw errno('EIO');
		}
		this.calls.push(name.replace(/\.passing-[0-9a-f]+-/, ''));
		return this.calls.length - 1 === this.#at;
	}
}

function errno(code: string): Error {
	return Object.assign(new Error(`${code}: injected`), {code});
}
