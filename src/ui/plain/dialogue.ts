import type {Live} from '../../engine/live.ts';
import type {Question} from '../../engine/want.ts';
import {type Asking, askingOf} from '../view/asking.ts';
import type {Field} from '../view/field.ts';
import {whenever} from './change.ts';
import {type PlainIo, sayLines} from './io.ts';
import type {Heard, LineReader} from './line-reader.ts';
import type {Teller} from './teller.ts';

/** What came of asking. `again`: look at the run anew, answered or not. `left`: nobody answers any more. */
export type Turn = 'again' | 'left';

/** A question as it stands, and since when. */
export type Topic = {readonly question: Question; readonly asking: Asking; readonly since: number};

/** How often a line that answers nothing is forgiven where nobody can read the reply. */
const fruitlessMax = 3;

/** Talks with whoever answers: reads lines for a topic, says why one was of no use, and loses patience with scripts. */
export class Dialogue {
	readonly #live: Live;
	readonly #io: PlainIo;
	readonly #reader: LineReader;
	readonly #teller: Teller;
	#fruitless = 0;

	constructor(
		live: Live,
		desk: {readonly io: PlainIo; readonly reader: LineReader; readonly teller: Teller},
	) {
		this.#live = live;
		this.#io = desk.io;
		this.#reader = desk.reader;
		this.#teller = desk.teller;
	}

	say(...lines: readonly string[]): Promise<void> {
		return sayLines(this.#io, lines);
	}

	/** Reads a line, unless the question changes meanwhile; while no field is being filled in, also unless there is news. */
	async read(prompt: string, topic: Topic, field?: Field): Promise<Heard> {
		const hasChanged = (): boolean => {
			const question = this.#live.question();
			const isSame =
				question !== undefined && askingOf(this.#live.state(), question).key === topic.asking.key;
			return this.#io.signal?.aborted === true || !isSame || (field === undefined && this.#teller.hasNews);
		};
		const reading = {
			asked: {question: topic.question, state: this.#live.state(), ...(field === undefined ? {} : {field})},
			unless: whenever(this.#live, hasChanged, this.#io.signal),
			...(topic.asking.grave ? {graveSince: topic.since} : {}),
		};
		return field?.kind === 'secret'
			? this.#reader.readSecret(prompt, reading)
			: this.#reader.read(prompt, reading);
	}

	/** Says why no line was taken. */
	async unheard(heard: Exclude<Heard, {is: 'line'}>): Promise<Turn> {
		switch (heard.is) {
			case 'over':
				await this.say('', 'There is nobody to answer any more.');
				return 'left';
			case 'too-soon':
				await this.say('  That was typed before the question could be read; it was not taken.');
				return 'again';
			case 'changed':
				await this.say('');
				return 'again';
		}
	}

	/** Says why a line was of no use. A person may try as often as they like; a script that goes wrong is ended. */
	async fruitless(...why: readonly string[]): Promise<Turn> {
		await this.say(...why);
		this.#fruitless += 1;
		if (this.#io.attended || this.#fruitless < fruitlessMax) {
			return 'again';
		}
		await this.say('  Nobody reads this, so it is not asked again.');
		return 'left';
	}

	/** Something was answered: patience is as long as at first. */
	fruitful(): Turn {
		this.#fruitless = 0;
		return 'again';
	}
}
