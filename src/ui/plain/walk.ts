import type {Command} from '../../engine/command.ts';
import type {Live} from '../../engine/live.ts';
import type {Question} from '../../engine/want.ts';
import type {StepId} from '../../runbook/work-model.ts';
import {askingOf} from '../view/asking.ts';
import {verdictOf} from '../view/verdict.ts';
import {Asker} from './ask.ts';
import {either, pause, whenever} from './change.ts';
import {unasked} from './ci.ts';
import type {Turn} from './dialogue.ts';
import {githubGroups, plainGroups} from './groups.ts';
import {type PlainIo, type PlainOptions, sayLines} from './io.ts';
import {LineReader} from './line-reader.ts';
import {openingLines, questionLines, summaryLines} from './pages.ts';
import {asideOf} from './side-words.ts';
import {Teller} from './teller.ts';

/** How often a running step's output is looked at. Milliseconds. */
const lookEveryMs = 250;
/** A log that nobody watches may hold more of the output. */
const ciOutputFactor = 10;

/**
Walks a run as plain lines: says what happens, asks what the run asks, sends the answers. No cursor is moved and no
colour is used, so that it reads the same in a dumb terminal, a pipe, a log and aloud.

@returns `closed` when the run has ended; `left` when it is kept: the input ended, someone left, or nobody may answer.
*/
export async function walkPlain(
	live: Live,
	io: PlainIo,
	options: PlainOptions = {},
): Promise<'closed' | 'left'> {
	const walk = new PlainWalk(live, stoppedBy(live, io), options);
	if (io.attended && io.handOver !== undefined) {
		live.lendTerminal(io.handOver);
	}
	try {
		return await walk.go();
	} finally {
		live.lendTerminal(undefined);
		walk.close();
	}
}

/** The same lines, stopped also when the session ends under the walk: its journal can't be written any more. */
function stoppedBy(live: Live, io: PlainIo): PlainIo & {readonly signal: AbortSignal} {
	const broken = new AbortController();
	live.ended.catch(() => broken.abort());
	const {readSecret} = io;
	return {
		write: text => io.write(text),
		readLine: (prompt, asked) => io.readLine(prompt, asked),
		...(readSecret === undefined ? {} : {readSecret: prompt => readSecret.call(io, prompt)}),
		attended: io.attended,
		echoes: io.echoes ?? io.attended,
		signal: AbortSignal.any([broken.signal, ...(io.signal === undefined ? [] : [io.signal])]),
	};
}

class PlainWalk {
	readonly #live: Live;
	readonly #io: PlainIo & {readonly signal: AbortSignal};
	readonly #options: PlainOptions;
	readonly #groups;
	readonly #reader: LineReader;
	readonly #teller: Teller;
	readonly #asker: Asker;
	#hasHinted = false;

	constructor(live: Live, io: PlainIo & {readonly signal: AbortSignal}, options: PlainOptions) {
		const {ci = false, now = Date.now} = options;
		this.#live = live;
		this.#io = io;
		this.#options = options;
		this.#groups =
			(options.github ?? (ci && process.env.GITHUB_ACTIONS === 'true')) ? githubGroups() : plainGroups;
		this.#reader = new LineReader(io, now);
		this.#teller = new Teller(live, {
			depth: options.depth ?? 'newcomer',
			groups: this.#groups,
			outputFactor: ci ? ciOutputFactor : 1,
		});
		this.#asker = new Asker(live, {
			io,
			reader: this.#reader,
			teller: this.#teller,
			now,
			readLinked: options.readLinked,
		});
	}

	close(): void {
		this.#teller.close();
	}

	async go(): Promise<'closed' | 'left'> {
		await sayLines(this.#io, [
			...this.#groups.begin(),
			...openingLines(this.#live.state()),
			...this.#teller.already(),
		]);
		const how = await this.#walk();
		const {closed} = this.#live.state();
		const end = closed === undefined ? [] : ['', `The run is closed: ${verdictOf(closed.verdict).words}.`];
		await sayLines(this.#io, [...this.#groups.close(), ...end, ...this.#groups.end()]);
		return how;
	}

	/** Ends when the run is closed, somebody leaves, or the journal can't be written any more. */
	async #walk(): Promise<'closed' | 'left'> {
		for (;;) {
			await sayLines(this.#io, await this.#teller.news());
			const want = this.#live.want();
			if (want.is === 'done') {
				return 'closed';
			}
			if (this.#io.signal.aborted) {
				return 'left';
			}
			const turn = want.is === 'ask' ? await this.#ask(want.question) : await this.#watch();
			if (turn === 'left') {
				return 'left';
			}
		}
	}

	#ask(question: Question): Promise<Turn> {
		const rule = unasked(this.#live.state(), question, {
			ci: this.#options.ci ?? false,
			attended: this.#io.attended,
		});
		switch (rule.is) {
			case 'ask':
				return this.#asker.ask(question, asking => this.#page(question, asking));
			case 'send':
				return this.#live.send(rule.command).then(sent => (sent.ok ? 'again' : 'left'));
			case 'wait':
				return this.#watch();
			case 'leave':
				return this.#leave(question, rule.why);
		}
	}

	async #leave(question: Question, why: string): Promise<Turn> {
		const asking = askingOf(this.#live.state(), question);
		await sayLines(this.#io, [...this.#page(question, asking), `  ${why}`]);
		return 'left';
	}

	#page(question: Question, asking: ReturnType<typeof askingOf>): readonly string[] {
		const state = this.#live.state();
		const step = asking.step === undefined ? undefined : state.stepsById.get(asking.step);
		const card = step === undefined ? [] : this.#teller.card(state, step);
		const now = (this.#options.now ?? Date.now)();
		const summary =
			question.is === 'close'
				? [...this.#groups.close(), ...summaryLines(state, now, this.#live.directory)]
				: [];
		return [...card, ...summary, ...questionLines(state, asking, this.#teller.lastOutput())];
	}

	/** Waits for a change or for more output; a person can stop the running step meanwhile. */
	async #watch(): Promise<Turn> {
		const {signal} = this.#io;
		const isOver = (): boolean => this.#teller.hasNews || signal.aborted;
		const unless = either(whenever(this.#live, isOver, signal), pause(lookEveryMs));
		const want = this.#live.want();
		if (!this.#io.attended || this.#reader.isOver || want.is !== 'perform') {
			await unless.promise;
			return 'again';
		}
		const heard = await this.#reader.read(this.#hint(), {unless});
		return heard.is === 'line' ? this.#hearWhileRunning(want.step, heard.text.trim()) : 'again';
	}

	async #hearWhileRunning(step: StepId, typed: string): Promise<Turn> {
		const aside = asideOf(this.#live.state(), typed, {
			step,
			now: (this.#options.now ?? Date.now)(),
			readLinked: this.#options.readLinked,
		});
		if (aside?.is === 'say' || aside?.is === 'output') {
			await sayLines(this.#io, aside.is === 'say' ? aside.lines : this.#teller.lastOutput(aside.host));
			return 'again';
		}
		const command: Command | undefined =
			typed === 'x' ? {type: 'stop-step', step} : aside?.is === 'send' ? aside.command : undefined;
		if (aside?.is === 'leave') {
			return 'left';
		}
		const sent = command === undefined ? undefined : await this.#live.send(command);
		const reply =
			sent === undefined
				? 'A step is running: x stops it.'
				: sent.ok
					? typed === 'x'
						? 'It was asked to stop.'
						: undefined
					: `Not done: ${sent.why}`;
		await sayLines(this.#io, reply === undefined ? [] : [`  ${reply}`]);
		return 'again';
	}

	/** Said once, the first time a step runs before a person. */
	#hint(): string {
		const hint = this.#hasHinted ? '' : '  (x and enter stops a running step)\n';
		this.#hasHinted = true;
		return hint;
	}
}
