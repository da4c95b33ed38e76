import type {Live} from '../../engine/live.ts';
import type {UsualMs} from '../view/card.ts';
import {hostsOf} from '../view/hosts.ts';
import {lookAt} from './act.ts';
import {type Ask, type Desk, following, onNewQuestion, openDesk} from './desk.ts';
import {Ears} from './ears.ts';
import {carryOut} from './effects.ts';
import {type Frame, focusId, frameOf, shownAttempt, shownStep} from './frame.ts';
import {createKeeper, type Keeper} from './keeper.ts';
import {LogView} from './log-view.ts';
import {paste, press, withInputs} from './press.ts';
import {type Fit, outputRows, type Site, type TerminalHands, tailRows} from './site.ts';
import type {Stroke} from './stroke.ts';
import {beatOf, isDue, isNews, isUntouched, type Told, tell, tickMs} from './told.ts';

export type WatchOptions = {
	readonly now: () => number;
	readonly usualMs: UsualMs;
	readonly depth: Desk['depth'];
	readonly terminal: TerminalHands;
};

/** Nothing moves while a person thinks but the clock. */
const idleTickMs = 1_000;

/** Follows one run for one person: pictures out, keys in. The one store the components read. */
export class Watch implements Site {
	readonly live: Live;
	readonly options: WatchOptions;
	readonly keeper: Keeper = createKeeper();
	readonly log: LogView;
	desk: Desk;
	fit: Fit = {card: firstFit, command: firstFit, hosts: firstFit, output: firstFit};
	#told: Told;
	#frame: Frame;
	readonly #ears = new Ears(() => this.changed());
	readonly #listeners = new Set<() => void>();
	readonly #unsubscribe: () => void;
	#timer: NodeJS.Timeout | undefined;
	#emittedAt = 0;
	#isOwed = false;
	#isClosed = false;
	#askedKey: string | undefined;
	#inputsOpened: string | undefined;
	/** When the person pressed a key; time of `performance`. */
	#strokeAt = performance.now();

	constructor(live: Live, options: WatchOptions) {
		this.live = live;
		this.options = options;
		this.log = new LogView(live);
		this.#told = tell(live);
		this.desk = openDesk(options.depth, firstAsk(this.#told));
		this.#frame = this.#draw();
		this.#unsubscribe = live.subscribe(() => this.#schedule(this.#emittedAt + tickMs - performance.now()));
		this.changed();
		this.#schedule(tickMs);
	}

	readonly frame = (): Frame => this.#frame;

	readonly subscribe = (listener: () => void): (() => void) => {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	};

	press(strokes: readonly Stroke[]): void {
		this.#strokeAt = performance.now();
		for (const stroke of this.#ears.isShut ? [] : strokes) {
			this.#press(this.#ears.listen(stroke));
		}
		this.changed();
	}

	/** Milliseconds since a key was pressed. */
	readonly quietMs = (): number => performance.now() - this.#strokeAt;

	paste(text: string): void {
		if (this.#ears.isShut) {
			return;
		}
		const form = this.keeper.paste(this.desk.ask, text);
		this.desk =
			form !== undefined && this.desk.ask.is === 'form'
				? {...this.desk, ask: {...this.desk.ask, form}}
				: paste(this.desk, text);
		this.changed();
	}

	/** Keys count for nothing until a moment has passed: the terminal was someone else's. */
	deafen(): void {
		this.#ears.shut();
		this.changed();
	}

	say(notice: string): void {
		this.desk = {...this.desk, notice};
		this.changed();
	}

	laidOut(fit: Fit): void {
		const before = outputRows(this);
		this.fit = fit;
		if (before !== outputRows(this)) {
			this.changed();
		}
	}

	/** Draws what there is to see now, and says so unless the terminal is stalled. */
	changed(): void {
		if (this.#isClosed) {
			return;
		}
		this.log.refresh(tailRows(this));
		this.#settle();
		this.#isOwed = this.options.terminal.isStalled();
		if (this.#isOwed) {
			return;
		}
		this.#emittedAt = performance.now();
		const {asking} = this.#frame.offer;
		this.#ears.painted(asking?.key, asking?.grave ?? false);
		this.#frame = this.#draw();
		for (const listener of this.#listeners) {
			listener();
		}
	}

	close(): void {
		this.#isClosed = true;
		clearTimeout(this.#timer);
		this.#ears.close();
		this.#unsubscribe();
		this.keeper.forget();
		this.log.close();
	}

	readonly #trendOf = (guard: string) => this.live.trend?.(guard);

	#draw(): Frame {
		const {state, want, question, seat} = this.#told;
		const step = shownStep(state, want, this.desk);
		const which = shownAttempt(state, step, this.desk);
		this.log.show(which, tailRows(this));
		const now = this.options.now();
		const seen = {
			state,
			want,
			question,
			seat,
			desk: this.desk,
			output: this.log.shown,
			hosts: which === undefined ? undefined : this.log.hosts(which, hostsOf(step)),
			activity: this.live.activity(),
			trendOf: this.#trendOf,
			now,
			beat: beatOf(this.#told, now),
		};
		const frame = frameOf({
			...seen,
			deaf: false,
			hasPager: this.options.terminal.page !== undefined,
			usualMs: this.options.usualMs,
		});
		const deaf = this.#ears.isDeaf(frame.offer.asking?.key);
		return deaf ? {...frame, offer: {...frame.offer, deaf}} : frame;
	}

	/** Takes in what the run says now. */
	#settle(): void {
		const state = this.live.state();
		this.#told = isNews(this.#told, this.live) ? tell(this.live) : this.#told;
		const {cursor} = this.desk;
		// What was typed beside the runbook is looked at until the person goes back, also after it has ended.
		const isBeside = cursor !== undefined && state.offScript.includes(cursor);
		if (cursor !== undefined && !isBeside && cursor === focusId(state, this.#told.want)) {
			this.desk = lookAt(this.desk, undefined);
		}
		this.#frame = this.#draw();
		const {asking} = this.#frame.offer;
		if (asking?.key !== this.#askedKey) {
			this.#askedKey = asking?.key;
			this.#newQuestion();
		}
		if (asking?.is === 'inputs' && this.desk.ask.is === 'run' && this.#inputsOpened !== asking.key) {
			this.#inputsOpened = asking.key;
			this.desk = withInputs(this.desk, asking);
		}
	}

	/** A question that went away takes its half-filled form with it. */
	#newQuestion(): void {
		const after = onNewQuestion(this.desk, this.#askedKey);
		if (this.desk.ask.is === 'form' && after.ask.is !== 'form') {
			this.keeper.forget();
		}
		this.desk = after;
	}

	#press(stroke: Stroke): void {
		const form = this.keeper.press(this.desk.ask, stroke);
		if (form !== undefined && this.desk.ask.is === 'form') {
			this.desk = {...this.desk, ask: {...this.desk.ask, form}};
			return;
		}
		const {desk, effect} = press(this.desk, stroke, {
			offer: this.#frame.offer,
			question: this.#told.question,
		});
		if (this.desk.ask.is === 'form' && desk.ask.is !== 'form') {
			this.keeper.forget();
		}
		this.desk = desk;
		if (effect !== undefined) {
			carryOut(this, effect);
		}
		this.#frame = this.#draw();
	}

	#schedule(inMs: number): void {
		clearTimeout(this.#timer);
		this.#timer = this.#isClosed ? undefined : setTimeout(() => this.#tick(), Math.max(0, inMs));
	}

	#tick(): void {
		const hasNews =
			isNews(this.#told, this.live) ||
			this.log.refresh(tailRows(this)) ||
			this.live.activity() !== this.#frame.activity;
		if (hasNews || this.#isOwed || isDue(this.#told, this.#frame, this.options.now())) {
			this.changed();
		}
		const isBusy = this.#told.want.is !== 'ask' && this.#told.want.is !== 'done';
		this.#schedule(isBusy || this.#isOwed ? tickMs : idleTickMs);
	}
}

/** Until the first picture is laid out. */
const firstFit = {rows: 10, lines: 10};

/** Who follows reads first what happened so far; who begins, what lies ahead. */
function firstAsk({state, seat}: Told): Ask {
	if (seat !== undefined) {
		return {is: 'panel', panel: 'so-far', top: 0};
	}
	return isUntouched(state) ? {is: 'panel', panel: 'briefing', top: 0} : following;
}
