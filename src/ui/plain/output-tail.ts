import type {Live, OutputView} from '../../engine/live.ts';
import type {StepId} from '../../runbook/work-model.ts';
import {formatDuration} from '../../text/duration.ts';
import {sanitiseText} from '../../text/sanitise.ts';

/** Lines printed of one attempt while it runs; beyond them only the last ones follow, when it ends. */
const printedMax = 200;
/** Lines printed at the end of an attempt that wrote more. */
const lastLines = 20;
/** A last line that has stood this long without a newline is a prompt or a finished line: it is shown. Milliseconds. */
const settledMs = 1000;

/** Every line from outside stands behind this, so that nothing a step prints can look like a question of gonogo's. */
const bar = '  | ';

/** Prints one attempt's output as it grows: each line once, whole. */
export class OutputTail {
	readonly step: StepId;
	readonly attempt: number;
	readonly #view: OutputView | undefined;
	readonly #printedMax: number;
	#printed = 0;
	/** The unfinished last line as it was printed, to be told from what it becomes. */
	#early: string | undefined;
	#saysQuiet = false;
	#last: readonly string[] = [];

	constructor(live: Live, attempt: {step: StepId; number: number}, factor: number) {
		this.step = attempt.step;
		this.attempt = attempt.number;
		this.#view = live.output(attempt.step, attempt.number);
		this.#printedMax = printedMax * factor;
	}

	/** Lines that have come since the last call. */
	async news(): Promise<readonly string[]> {
		const room = this.#printedMax - this.#printed;
		if (this.#view === undefined || room <= 0) {
			return [];
		}
		// One more than is printed: the last line may still grow.
		const {lines, quietMs} = await this.#view.lines(this.#printed, room + 1);
		const isLast = lines.length <= room;
		const whole = lines.slice(0, isLast ? -1 : room);
		const fresh = this.#withoutEarly(whole);
		const open = isLast ? lines.at(-1) : undefined;
		if (open !== undefined && open !== '' && open !== this.#early && quietMs >= settledMs) {
			fresh.push(open);
			this.#early = open;
		}
		this.#printed += whole.length;
		const rest =
			this.#printed >= this.#printedMax
				? ['  … more output in the step’s log; its last lines follow when it ends']
				: [];
		return [...fresh.map(plainLine), ...rest];
	}

	/** Everything that is left once the attempt has ended. */
	async end(): Promise<readonly string[]> {
		if (this.#view === undefined) {
			return [];
		}
		const room = Math.max(0, this.#printedMax - this.#printed);
		const rest = room === 0 ? [] : (await this.#view.lines(this.#printed, room)).lines;
		this.#last = this.#view.tail(lastLines).lines.map(plain);
		this.#view.close();
		const lines = this.#withoutEarly(room > 0 && rest.length < room ? rest : this.#last);
		return (lines.at(-1) === '' ? lines.slice(0, -1) : lines).map(plainLine);
	}

	/** The last lines of an attempt that has ended, for a question about it. */
	last(): readonly string[] {
		return this.#last;
	}

	/** Said once when nothing has come for longer than the runbook expects. */
	quiet(quietForMs: number | undefined): readonly string[] {
		const quietMs = this.#view?.tail(1).quietMs ?? 0;
		if (quietForMs === undefined || quietMs < quietForMs) {
			this.#saysQuiet = false;
			return [];
		}
		const isNew = !this.#saysQuiet;
		this.#saysQuiet = true;
		return isNew ? [`  ! no output for ${formatDuration(quietMs)}; it is left running`] : [];
	}

	close(): void {
		this.#view?.close();
	}

	/** Leaves out the line that was shown before it was whole, unless it has grown since. */
	#withoutEarly(lines: readonly string[]): string[] {
		const isShown = lines.length > 0 && lines[0] === this.#early;
		this.#early = lines.length > 0 ? undefined : this.#early;
		return lines.slice(isShown ? 1 : 0);
	}
}

/** A line from outside, as it is told. */
export function plainLine(line: string): string {
	return bar + plain(line);
}

/** Plain lines have no colours; what was made safe for a screen is made safe once more. */
function plain(line: string): string {
	return sanitiseText(line).trimEnd();
}
