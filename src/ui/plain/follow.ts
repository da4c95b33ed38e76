import type {Command} from '../../engine/command.ts';
import type {Live} from '../../engine/live.ts';
import type {Question} from '../../engine/want.ts';
import {askingOf} from '../view/asking.ts';
import {catchUpView} from '../view/catch-up.ts';
import {type Choice, commandOf, type Given} from '../view/choice.ts';
import {problemOf} from '../view/field.ts';
import {saidLine} from '../view/said.ts';
import {seated, whyNotTake} from '../view/seat.ts';
import {sureWords} from '../view/sure.ts';
import {verdictOf} from '../view/verdict.ts';
import {either, pause, whenever} from './change.ts';
import {gateHelp, type Hearing, hearing, tellOfKey} from './follow-words.ts';
import {plainGroups} from './groups.ts';
import {type PlainIo, type PlainOptions, sayLines} from './io.ts';
import {LineReader} from './line-reader.ts';
import {questionLines} from './pages.ts';
import {Teller} from './teller.ts';

/** How often a running step's output is looked at. Milliseconds. */
const lookEveryMs = 250;

/**
Follows a run as plain lines: what happened so far, then what happens. Lines that are typed note, hold, answer a gate or
take the driving over; all else is the driver's.

@returns `closed` when the run has ended, `left` when someone leaves or no line will come any more.
*/
export async function followPlain(
	live: Live,
	io: PlainIo,
	options: PlainOptions = {},
): Promise<'closed' | 'left'> {
	const broken = new AbortController();
	live.ended.catch(() => broken.abort());
	const signal = AbortSignal.any([broken.signal, ...(io.signal === undefined ? [] : [io.signal])]);
	const walk = new PlainFollow(live, {...io, signal}, options);
	try {
		return await walk.go();
	} finally {
		walk.close();
	}
}

class PlainFollow {
	readonly #live: Live;
	readonly #io: PlainIo & {readonly signal: AbortSignal};
	readonly #now: () => number;
	readonly #reader: LineReader;
	readonly #teller: Teller;
	readonly #hearing: Hearing;
	#shown: string | undefined;
	#shownAt = 0;
	#offered = false;

	constructor(live: Live, io: PlainIo & {readonly signal: AbortSignal}, options: PlainOptions) {
		this.#live = live;
		this.#io = io;
		this.#now = options.now ?? Date.now;
		this.#reader = new LineReader(io, this.#now);
		this.#hearing = hearing(live);
		this.#teller = new Teller(live, {
			depth: options.depth ?? 'newcomer',
			groups: plainGroups,
			outputFactor: 1,
		});
	}

	close(): void {
		this.#teller.close();
	}

	async go(): Promise<'closed' | 'left'> {
		await sayLines(this.#io, [...this.#catchUp(), ...followHelp, '', ...this.#teller.already()]);
		for (;;) {
			await sayLines(this.#io, [...(await this.#teller.news()), ...this.#hearing.news()]);
			const {closed} = this.#live.state();
			if (closed !== undefined) {
				await sayLines(this.#io, ['', `The run is closed: ${verdictOf(closed.verdict).words}.`]);
				return 'closed';
			}
			if (this.#io.signal.aborted) {
				return 'left';
			}
			await this.#ask();
			if ((await this.#listen()) === 'left') {
				return 'left';
			}
		}
	}

	#catchUp(): readonly string[] {
		const view = catchUpView(this.#live.state(), this.#live.want(), {
			now: this.#now(),
			seat: this.#live.seat?.(),
		});
		return [
			view.title,
			...view.facts.map(fact => `  ${fact.label}: ${fact.text}`),
			...view.latest.map(({mark, title}) => `  ${mark.glyph} ${mark.word}: ${title}`),
			...view.deviations.map(text => `  Deviation: ${text}`),
			...view.notes.map(text => `  Note: ${text}`),
			'',
		];
	}

	/** Shows what the run asks, once; and an offer of the driving, once. */
	async #ask(): Promise<void> {
		const state = this.#live.state();
		const question = this.#live.question();
		const asking = question === undefined ? undefined : askingOf(state, question);
		if (asking !== undefined && asking.key !== this.#shown) {
			const page = seated(asking, state, this.#live.seat?.());
			await sayLines(this.#io, [
				...questionLines(state, page, this.#teller.lastOutput()),
				...(question?.is === 'gate' ? gateHelp(page.choices) : []),
			]);
			this.#shownAt = this.#now();
		}
		this.#shown = asking?.key;
		const isOffered = state.offeredTo !== undefined && state.offeredTo === this.#live.seat?.().name;
		if (isOffered && !this.#offered) {
			await sayLines(this.#io, [
				`  ${saidLine(state.operator)} offers you the driving: “take over” takes it.`,
			]);
		}
		this.#offered = isOffered;
	}

	async #listen(): Promise<'again' | 'left'> {
		const {signal} = this.#io;
		const isNews = (): boolean => this.#teller.hasNews || this.#hearing.isNews() || signal.aborted;
		const running = this.#live.want().is === 'perform';
		const unless = running
			? either(whenever(this.#live, isNews, signal), pause(lookEveryMs))
			: whenever(this.#live, isNews, signal);
		const question = this.#live.question();
		const grave = question?.is === 'gate' ? {graveSince: this.#shownAt} : {};
		const heard = await this.#reader.read('', {unless, ...grave});
		switch (heard.is) {
			case 'line':
				return this.#hear(heard.text.trim(), question);
			case 'over':
				return 'left';
			case 'too-soon':
				await sayLines(this.#io, ['  That was typed before the gate could be read; it was not taken.']);
				return 'again';
			case 'changed':
				return 'again';
		}
	}

	async #hear(line: string, question: Question | undefined): Promise<'again' | 'left'> {
		const [, word = '', rest = ''] = wordAndRest.exec(line) ?? [];
		switch (word.toLowerCase()) {
			case 'leave':
			case 'q':
				return 'left';
			case 'note':
				return this.#send({type: 'add-note', text: rest});
			case 'hold':
				return rest === ''
					? this.#say('  Say why on the same line: hold REASON')
					: this.#send({type: 'hold-run', reason: rest});
			case 'take over':
				return this.#takeOver();
			case 'so far':
				return this.#say(...this.#catchUp());
			case 'go':
			case 'no-go':
				return this.#answer(word.toLowerCase() === 'go' ? 'go' : 'no-go', rest, question);
			default:
				return line === '' ? 'again' : this.#say('  That is nothing a follower can do.', ...followHelp);
		}
	}

	async #takeOver(): Promise<'again'> {
		const state = this.#live.state();
		const isRunning = this.#live.want().is === 'perform';
		const why = whyNotTake(state, this.#live.seat?.(), isRunning);
		if (why !== undefined) {
			return this.#say(`  Not now: ${why}`);
		}
		const words = sureWords('take-over', {state, isRunning, follows: true});
		const typed = await this.#reader.read(`  ${words.question} Type “${words.yes}”: `, {
			unless: whenever(this.#live, () => this.#io.signal.aborted, this.#io.signal),
		});
		return typed.is === 'line' && typed.text.trim().toLowerCase() === words.yes.toLowerCase()
			? this.#send({type: 'take-control'})
			: this.#say(`  ${words.after}`);
	}

	/** `go ROLE-OR-CHOICE`, `no-go REASON`; a production gate asks for the environment's name. */
	async #answer(is: 'go' | 'no-go', rest: string, question: Question | undefined): Promise<'again'> {
		if (question?.is !== 'gate') {
			return this.#say('  No gate is open.');
		}
		const {choices} = seated(askingOf(this.#live.state(), question), this.#live.state(), this.#live.seat?.());
		const choice = choices.find(one => one.is === is && (is === 'no-go' || (one.pick?.name ?? '') === rest));
		if (choice === undefined || choice.refused !== undefined) {
			return this.#say(`  ${choice?.refused ?? 'That is no answer here.'}`, ...gateHelp(choices));
		}
		const given = await this.#given(choice, is === 'no-go' ? {reason: rest} : {});
		if (typeof given === 'string') {
			return this.#say(`  Nothing was signed: ${given}.`);
		}
		const command = commandOf(question, choice, given);
		return command === undefined ? 'again' : this.#send(command);
	}

	/** What an answer needs beside itself, asked one by one. @returns why it won't do as a string. */
	async #given({fields}: Choice, known: Given): Promise<Given | string> {
		const given: Record<string, string> = {...known};
		const isOver = (): boolean => this.#live.question()?.is !== 'gate' || this.#io.signal.aborted;
		for (const field of fields) {
			const heard = Object.hasOwn(given, field.name)
				? undefined
				: await this.#reader.read(`  ${field.label}: `, {
						unless: whenever(this.#live, isOver, this.#io.signal),
					});
			given[field.name] ??= heard?.is === 'line' ? heard.text.trim() : '';
			const why = problemOf(field, given[field.name] ?? '');
			if (why !== undefined) {
				return why;
			}
		}
		return given;
	}

	async #send(command: Command): Promise<'again'> {
		const stop = tellOfKey(this.#live, this.#io);
		const sent = await this.#live.send(command).finally(stop);
		return this.#say(sent.ok ? '  Done.' : `  Not done: ${saidLine(sent.why)}`);
	}

	async #say(...lines: readonly string[]): Promise<'again'> {
		await sayLines(this.#io, lines);
		return 'again';
	}
}

const followHelp: readonly string[] = [
	'You follow. note TEXT, hold REASON, take over, so far, leave; at a gate go or no-go REASON.',
];

const wordAndRest = /^(leave|q|note|hold|take over|so far|no-go|go)(?:\s+(\S.*))?$/i;
