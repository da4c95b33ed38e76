import type {Live, OutputView} from '../../engine/live.ts';
import type {Which} from './which.ts';

/** Last lines that are read for one picture: more hosts than fit on a screen are scrolled to. */
const readMax = 60;

/** The last line of each of several hosts, read from their own logs. */
export class HostTails {
	readonly #live: Live;
	readonly #views = new Map<string, OutputView>();
	#key = '';

	constructor(live: Live) {
		this.#live = live;
	}

	/** @returns by host; a host that wrote nothing yet has no line. */
	read({step, attempt}: Which, hosts: readonly string[]): ReadonlyMap<string, string> {
		const key = `${step} ${attempt}`;
		if (key !== this.#key) {
			this.close();
			this.#key = key;
		}
		return new Map(hosts.slice(0, readMax).flatMap(host => this.#lastLine({step, attempt}, host)));
	}

	close(): void {
		for (const view of this.#views.values()) {
			view.close();
		}
		this.#views.clear();
		this.#key = '';
	}

	#lastLine({step, attempt}: Which, host: string): readonly (readonly [string, string])[] {
		const view = this.#views.get(host) ?? this.#live.output(step, attempt, host);
		if (view === undefined) {
			return [];
		}
		this.#views.set(host, view);
		const text = view.tail(linesBack).lines.findLast(row => row.trim() !== '');
		return text === undefined ? [] : [[host, text]];
	}
}

/** A last line may be empty. */
const linesBack = 3;
