import {progressOf} from '../../engine/draft.ts';
import {figure} from '../../engine/figure.ts';
import type {Live} from '../../engine/live.ts';
import {workOf} from '../../engine/order.ts';
import type {Attempt, RunState, StepProgress} from '../../engine/state.ts';
import {branchSteps, runningStep} from '../../engine/walk.ts';
import type {Step} from '../../runbook/step-model.ts';
import type {StepId} from '../../runbook/work-model.ts';
import {marks} from '../theme.ts';
import {cardView} from '../view/card.ts';
import {scaleAt} from '../view/header.ts';
import {saidLine, saidTime} from '../view/said.ts';
import {besideNews} from './beside-news.ts';
import {answerWords, decidedWords, endLine, gateAnswerWords, voidedWords} from './deeds.ts';
import type {Groups} from './groups.ts';
import {HostNews, hostOutput} from './host-news.ts';
import {OutputTail} from './output-tail.ts';
import {cardLines, commandLines} from './pages.ts';
import {peopleNews} from './people-words.ts';
import {ruleNews} from './rule-news.ts';

export type TellerOptions = {
	readonly depth: 'newcomer' | 'expert';
	readonly groups: Groups;
	/** How many times the usual amount of output is printed. */
	readonly outputFactor: number;
};

/** Turns what happened since it last looked into lines. Prints every card, attempt, answer and decision once. */
export class Teller {
	readonly #live: Live;
	readonly #options: TellerOptions;
	#told: RunState;
	readonly #hosts: HostNews;
	#section: string | undefined;
	#shownCard: StepId | undefined;
	#tail: OutputTail | undefined;
	#activity: string | undefined;
	/** The attempt whose beginning was told last: `<step>.<number>`. */
	#begunLast = '';

	constructor(live: Live, options: TellerOptions) {
		this.#live = live;
		this.#options = options;
		this.#told = live.state();
		this.#hosts = new HostNews(live);
	}

	/** True when something happened that has not been told. */
	get hasNews(): boolean {
		return this.#told !== this.#live.state();
	}

	/** What was going on already when it began to tell. */
	already(): readonly string[] {
		const state = this.#told;
		const running = runningStep(state);
		const attempt = running === undefined ? undefined : progressOf(state, running.step.id).attempts.at(-1);
		return running === undefined || attempt === undefined ? [] : this.#begun(state, running.step, attempt);
	}

	/** Lines of everything that happened since the last call, in the order of the walk. */
	async news(): Promise<readonly string[]> {
		const before = this.#told;
		const state = this.#live.state();
		this.#told = state;
		const lines = [...this.#runNews(before, state)];
		const beside = [...state.runbook.aside, ...state.offScript.flatMap(id => state.stepsById.get(id) ?? [])];
		const steps =
			before.branch === state.branch
				? [...branchSteps(state), ...beside]
				: [...branchSteps(before), ...branchSteps(state), ...beside];
		for (const step of steps) {
			const progress = progressOf(state, step.id);
			if (progress !== progressOf(before, step.id)) {
				lines.push(
					...(await this.#stepNews(state, step, {before: progressOf(before, step.id), after: progress})),
				);
			}
		}
		return [...lines, ...(await this.#outputNews(state))];
	}

	/** A step's card, with its section's heading where that is new; nothing when it was the last one shown. */
	card(state: RunState, step: Step): readonly string[] {
		if (this.#shownCard === step.id) {
			return [];
		}
		this.#shownCard = step.id;
		return [...this.#heading(state, step), ...cardLines(state, step, this.#options.depth)];
	}

	/** The card once more, on request. */
	cardAgain(state: RunState, step: Step): readonly string[] {
		return cardLines(state, step, 'newcomer');
	}

	/** The last lines of the attempt that was begun last, or of one of its several hosts. */
	lastOutput(host?: string): readonly string[] {
		const tail = this.#tail;
		return tail !== undefined && host !== undefined
			? hostOutput(this.#live, {step: tail.step, attempt: tail.attempt, host})
			: (tail?.last() ?? ['  There is no output yet.']);
	}

	close(): void {
		this.#tail?.close();
	}

	#heading(state: RunState, step: Step): readonly string[] {
		if (this.#section === step.section) {
			return [];
		}
		this.#section = step.section;
		const title = state.runbook.sections.find(section => section.id === step.section)?.title ?? '';
		return this.#options.groups.open(saidLine(title));
	}

	#runNews(before: RunState, state: RunState): readonly string[] {
		const zone = state.opened.timeZone;
		const guards = [...state.guards].filter(([id, guard]) => before.guards.get(id) !== guard);
		const notes = state.notes.slice(before.notes.length);
		return [
			...(state.held !== undefined && before.held !== state.held
				? [`|| ${saidLine(state.held.by)} held the run: ${saidLine(state.held.reason)}`]
				: []),
			...(state.held === undefined && before.held !== undefined ? ['|| released'] : []),
			...ruleNews(before, state),
			...guards.map(
				([id, guard]) =>
					`  guard “${titleOf(state, id)}”: ${saidLine(guard.state)}${guard.value === undefined ? '' : ` (${saidLine(figure(guard.value, scaleAt(state.stepsById.get(id))))})`}`,
			),
			...notes.map(
				note => `  note by ${saidLine(note.by)} at ${saidTime(note.at, zone)}: ${saidLine(note.text)}`,
			),
			...besideNews(before, state),
			...peopleNews(before, state),
			...(state.rollback !== undefined && before.rollback === undefined
				? ['', `<< ROLLING BACK: ${saidLine(state.rollback.reason)} (${state.rollback.trigger})`]
				: []),
		];
	}

	async #stepNews(
		state: RunState,
		step: Step,
		{before, after}: {before: StepProgress; after: StepProgress},
	): Promise<readonly string[]> {
		const lines: string[] = [];
		for (const attempt of after.attempts) {
			const known = before.attempts.find(one => one.number === attempt.number);
			if (known === undefined || (known.end.is === 'open' && this.#begunLast !== keyOf(step, attempt))) {
				lines.push(...this.#begun(state, step, attempt));
			}
			if (attempt.end.is !== 'open' && (known === undefined || known.end.is === 'open')) {
				lines.push(...(await this.#ended(attempt, step)));
			}
		}
		return [...lines, ...this.#deeds(state, step, {before, after})];
	}

	#begun(state: RunState, step: Step, attempt: Attempt): readonly string[] {
		const card = this.card(state, step);
		const isNews = attempt.number > 1 || attempt.edited !== undefined || attempt.part !== 'whole';
		const command = isNews ? commandLines(cardView(state, step, () => undefined)) : [];
		const what = {
			whole: attempt.number > 1 ? `attempt ${attempt.number}` : 'started',
			verify: 'its own check',
			undo: 'its way back',
		}[attempt.part];
		this.#begunLast = keyOf(step, attempt);
		this.#tail?.close();
		this.#tail = new OutputTail(
			this.#live,
			{step: step.id, number: attempt.number},
			this.#options.outputFactor,
		);
		return [
			...card,
			...command,
			`  ${marks.running.glyph} ${what} at ${saidTime(attempt.startedAt, state.opened.timeZone)}${attempt.auto ? ', by itself' : ''}`,
		];
	}

	async #ended(attempt: Attempt, step: Step): Promise<readonly string[]> {
		const isTailed = this.#tail?.step === step.id && this.#tail.attempt === attempt.number;
		const output = isTailed ? ((await this.#tail?.end()) ?? []) : [];
		const hosts = isTailed ? this.#hosts.news(step.id, attempt.number) : [];
		this.#activity = undefined;
		return [...output, ...hosts, endLine(attempt)];
	}

	/** What people, or the runbook's own rules, made of it. */
	#deeds(
		state: RunState,
		step: Step,
		{before, after}: {before: StepProgress; after: StepProgress},
	): readonly string[] {
		const words = [
			...after.decisions.slice(before.decisions.length).map(decidedWords),
			...(after.answer !== undefined && after.answer !== before.answer ? [answerWords(after.answer)] : []),
			...(after.answer === undefined && before.answer !== undefined ? ['the answer was taken back'] : []),
			...after.gate.slice(before.gate.length).map(gateAnswerWords),
			...after.gate
				.filter((answer, at) => answer.voided !== undefined && before.gate[at]?.voided === undefined)
				.map(voidedWords),
		];
		if (words.length === 0) {
			return [];
		}
		const heading = this.#heading(state, step);
		const title = this.#shownCard === step.id ? '' : `“${saidLine(step.title)}”: `;
		return [...heading, ...words.map(text => `  ${title}${text}`)];
	}

	async #outputNews(state: RunState): Promise<readonly string[]> {
		const tail = this.#tail;
		const attempt = tail === undefined ? undefined : progressOf(state, tail.step).attempts.at(-1);
		if (tail === undefined || attempt?.number !== tail.attempt || attempt.end.is !== 'open') {
			return [];
		}
		const step = state.stepsById.get(tail.step);
		const quietForMs = step === undefined ? undefined : workOf(step)?.quietForMs;
		const activity = this.#live.activity();
		const isNew = activity !== undefined && activity !== this.#activity;
		this.#activity = activity;
		return [
			...(await tail.news()),
			...this.#hosts.news(tail.step, tail.attempt),
			...(isNew ? [`  ${marks.running.glyph} ${saidLine(activity)}`] : []),
			...tail.quiet(quietForMs),
		];
	}
}

function keyOf(step: Step, attempt: Attempt): string {
	return `${step.id}.${attempt.number}`;
}

function titleOf(state: RunState, id: StepId): string {
	return saidLine(state.stepsById.get(id)?.title ?? id);
}
