import type {HostNow} from '../engine/live.ts';

/** What is said of a host while a step runs on several. */
export type HostNews = {readonly host: string; readonly is: Exclude<HostNow['is'], 'waiting'>};

/** Attempts that are remembered; whoever looks further back reads the outcome. */
const attemptsMax = 50;

/** How the hosts of each attempt stand that was performed from here. */
export class HostBoard {
	readonly #now: () => Date;
	readonly #attempts = new Map<string, Map<string, HostNow>>();

	constructor(now: () => Date) {
		this.#now = now;
	}

	/** @param key `<step>.<attempt>`. */
	note(key: string, {host, is}: HostNews): void {
		const hosts = this.#attempts.get(key) ?? this.#remember(key);
		const at = this.#now();
		const {startedAt = at.toISOString()} = hosts.get(host) ?? {};
		const durationMs = is === 'running' ? {} : {durationMs: at.getTime() - Date.parse(startedAt)};
		hosts.set(host, {host, is, startedAt, ...durationMs});
	}

	/** @returns those that were begun; undefined where the attempt was performed elsewhere, or on one host. */
	of(key: string): readonly HostNow[] | undefined {
		const hosts = this.#attempts.get(key);
		return hosts === undefined ? undefined : [...hosts.values()];
	}

	#remember(key: string): Map<string, HostNow> {
		const [oldest] = this.#attempts.keys();
		if (oldest !== undefined && this.#attempts.size >= attemptsMax) {
			this.#attempts.delete(oldest);
		}
		const hosts = new Map<string, HostNow>();
		this.#attempts.set(key, hosts);
		return hosts;
	}
}
