import type {Live, OutputView} from '../../engine/live.ts';
import type {StepId} from '../../runbook/model.ts';

/** What a screen shows of one attempt's output. */
export type Shown = {
	readonly lines: readonly string[];
	/** Number of the first of `lines`, 0-based, where it is known. */
	readonly first?: number;
	readonly bytes: number;
	readonly quietMs: number;
	readonly following: boolean;
};

/** Holds the output of the attempt that is on screen; opens and closes it as the person looks around. */
export type LogView = {
	/** Makes this attempt's output the one that is shown; undefined shows none. */
	show(of: {readonly step: StepId; readonly attempt: number} | undefined, rows: number): void;
	/** Reads again. @returns true when something changed. */
	refresh(rows: number): boolean;
	shown(): Shown | undefined;
	/** Moves by lines; below the end it follows again. */
	scroll(to: 'start' | 'end' | number, rows: number): Promise<void>;
	/** Goes to the next line that contains the text. @returns false when there is none. */
	find(text: string, again: boolean, rows: number): Promise<boolean>;
	close(): void;
};

export function createLogView(live: Live): LogView {
	let key: string | undefined;
	let view: OutputView | undefined;
	let shown: Shown | undefined;
	let found = -1;

	/** Answers of a view that is no longer shown are dropped. */
	async function readAt(first: number, rows: number): Promise<void> {
		const from = view;
		const window = await from?.lines(Math.max(0, first), rows);
		if (window === undefined || from !== view) {
			return;
		}
		const isAtEnd = window.lines.length < rows;
		shown = isAtEnd
			? shown
			: {
					lines: window.lines,
					first: Math.max(0, first),
					bytes: window.bytes,
					quietMs: window.quietMs,
					following: false,
				};
		if (isAtEnd) {
			follow(rows);
		}
	}

	function follow(rows: number): void {
		const window = view?.tail(rows);
		shown =
			window === undefined
				? undefined
				: {
						lines: window.lines,
						bytes: window.bytes,
						quietMs: window.quietMs,
						following: true,
						...(window.linesBefore === undefined ? {} : {first: window.linesBefore}),
					};
	}

	return {
		show(of, rows) {
			const next = of === undefined ? undefined : `${of.step} ${of.attempt}`;
			if (next === key && (view !== undefined || of === undefined)) {
				return;
			}
			view?.close();
			key = next;
			view = of === undefined ? undefined : live.output(of.step, of.attempt);
			found = -1;
			follow(rows);
		},
		refresh(rows) {
			const before = shown;
			if (before?.following === false) {
				return false;
			}
			follow(rows);
			return before?.bytes !== shown?.bytes || before?.lines.length !== shown?.lines.length;
		},
		shown: () => shown,
		async scroll(to, rows) {
			if (to === 'end') {
				return follow(rows);
			}
			if (to === 'start') {
				return readAt(0, rows);
			}
			const first = shown?.first;
			return first === undefined ? undefined : readAt(first + to, rows);
		},
		async find(text, again, rows) {
			const from = view;
			const line =
				(await from?.find(text, again ? found + 1 : 0)) ?? (again ? await from?.find(text, 0) : undefined);
			if (line === undefined || from !== view) {
				return false;
			}
			found = line;
			const window = await from?.lines(Math.max(0, line - Math.floor(rows / 3)), rows);
			if (window !== undefined) {
				shown = {
					lines: window.lines,
					first: Math.max(0, line - Math.floor(rows / 3)),
					bytes: window.bytes,
					quietMs: window.quietMs,
					following: false,
				};
			}
			return true;
		},
		close() {
			view?.close();
			view = undefined;
			shown = undefined;
		},
	};
}
