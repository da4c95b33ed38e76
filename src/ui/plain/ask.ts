import type {Refusal} from '../../engine/command.ts';
import type {Live} from '../../engine/live.ts';
import type {Question} from '../../engine/want.ts';
import {type Asking, askingOf} from '../view/asking.ts';
import {type Choice, commandOf} from '../view/choice.ts';
import type {ReadLinked} from '../view/linked.ts';
import {type Errand, offScriptErrand, redlineErrand} from './beside.ts';
import {chosen, isListed, listLines, promptOf} from './choose.ts';
import {Dialogue, type Topic, type Turn} from './dialogue.ts';
import {fillFields, inputValues} from './fill.ts';
import type {PlainIo} from './io.ts';
import type {LineReader} from './line-reader.ts';
import {type Aside, asideHelp, asideOf} from './side-words.ts';
import type {Teller} from './teller.ts';

export type Desk = {
	readonly io: PlainIo;
	readonly reader: LineReader;
	readonly teller: Teller;
	readonly now: () => number;
	readonly readLinked?: ReadLinked | undefined;
};

type Answered = {readonly ok: true} | Refusal;

/** Asks what the run asks, line by line, and sends the answers. */
export class Asker {
	readonly #live: Live;
	readonly #teller: Teller;
	readonly #dialogue: Dialogue;
	readonly #now: () => number;
	readonly #readLinked: ReadLinked | undefined;
	#shown: string | undefined;
	#since = 0;

	constructor(live: Live, desk: Desk) {
		this.#live = live;
		this.#now = desk.now;
		this.#readLinked = desk.readLinked;
		this.#teller = desk.teller;
		this.#dialogue = new Dialogue(live, desk);
	}

	/** @param page what to show above the question the first time it is asked. */
	async ask(question: Question, page: (asking: Asking) => readonly string[]): Promise<Turn> {
		const asking = askingOf(this.#live.state(), question);
		if (this.#shown !== asking.key) {
			this.#shown = asking.key;
			this.#since = this.#now();
			await this.#dialogue.say(...page(asking), ...(isListed(asking) ? listLines(asking) : []));
		}
		const topic = {question, asking, since: this.#since};
		return question.is === 'inputs' ? this.#give(question, topic) : this.#choose(topic);
	}

	async #choose(topic: Topic): Promise<Turn> {
		const heard = await this.#dialogue.read(promptOf(topic.asking), topic);
		if (heard.is !== 'line') {
			return this.#dialogue.unheard(heard);
		}
		const choice = chosen(topic.asking, heard.text);
		if (choice !== undefined) {
			return this.#take(choice, topic);
		}
		const aside = asideOf(this.#live.state(), heard.text, {
			step: topic.asking.step,
			now: this.#now(),
			readLinked: this.#readLinked,
		});
		return aside === undefined
			? this.#misunderstood(topic.asking, heard.text.trim().toLowerCase())
			: this.#stepAside(aside, topic);
	}

	async #take(choice: Choice, topic: Topic): Promise<Turn> {
		if (choice.refused !== undefined) {
			return this.#dialogue.fruitless(`  Not now: ${choice.refused}`);
		}
		const given = await fillFields(choice.fields, this.#dialogue, topic);
		if (typeof given === 'string') {
			return given;
		}
		const command = commandOf(topic.question, choice, given);
		return command === undefined
			? this.#dialogue.fruitless('  That is no answer here.')
			: this.#heed(await this.#live.send(command));
	}

	/** Values first, so that a refused one leaves no secret given for nothing. */
	async #give(question: Extract<Question, {is: 'inputs'}>, topic: Topic): Promise<Turn> {
		const given = await fillFields(topic.asking.choices[0]?.fields ?? [], this.#dialogue, topic);
		if (typeof given === 'string') {
			return given;
		}
		const {values, secrets} = inputValues(question.inputs, given);
		const sent: Answered =
			Object.keys(values).length === 0 ? {ok: true} : await this.#live.send({type: 'set-inputs', values});
		return this.#heed(
			sent.ok && Object.keys(secrets).length > 0 ? await this.#live.giveSecrets(secrets) : sent,
		);
	}

	#heed(answered: Answered): Turn | Promise<Turn> {
		return answered.ok ? this.#dialogue.fruitful() : this.#dialogue.fruitless(`  Not done: ${answered.why}`);
	}

	async #doErrand(errand: Errand | string, topic: Topic): Promise<Turn> {
		if (typeof errand === 'string') {
			return this.#dialogue.fruitless(`  Not now: ${errand}`);
		}
		await this.#dialogue.say(...errand.lines);
		const given = await fillFields(errand.fields, this.#dialogue, topic);
		return typeof given === 'string' ? given : this.#heed(await this.#live.send(errand.command(given)));
	}

	async #misunderstood(asking: Asking, typed: string): Promise<Turn> {
		if (typed === '?' || typed === 'help') {
			await this.#dialogue.say('Answers:', ...listLines(asking), 'At any question:', ...asideHelp);
			return 'again';
		}
		if (typed === 'n' || typed === 'no') {
			return this.#dialogue.fruitless('  Not now. What instead?', ...listLines(asking));
		}
		return this.#dialogue.fruitless(
			typed === '' ? '  An empty line answers nothing.' : '  That is no answer here; ? shows them all.',
		);
	}

	async #stepAside(aside: Aside, topic: Topic): Promise<Turn> {
		const {asking} = topic;
		const state = this.#live.state();
		const step = asking.step === undefined ? undefined : state.stepsById.get(asking.step);
		switch (aside.is) {
			case 'leave':
				return 'left';
			case 'send':
				return this.#heed(await this.#live.send(aside.command));
			case 'off-script':
				return this.#doErrand(offScriptErrand(state, aside.script), topic);
			case 'redline':
				return this.#doErrand(redlineErrand(state, aside.text, topic), topic);
			case 'say':
				await this.#dialogue.say(...aside.lines);
				return 'again';
			case 'card':
				await this.#dialogue.say(...(step === undefined ? [] : this.#teller.cardAgain(state, step)));
				return 'again';
			case 'output':
				await this.#dialogue.say(...this.#teller.lastOutput(aside.host));
				return 'again';
		}
	}
}
