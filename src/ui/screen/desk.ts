import type {Command} from '../../engine/command.ts';
import type {StepId} from '../../runbook/work-model.ts';
import type {Choice} from '../view/choice.ts';
import type {LinkedBook} from '../view/linked.ts';
import type {Sure} from '../view/sure.ts';
import type {Form} from './form.ts';

type OffScript = Extract<Command, {type: 'run-off-script'}>;

/** What a form is for. */
export type Purpose =
	| {readonly is: 'answer'; readonly choice: Choice; readonly key: string}
	| {readonly is: 'inputs'; readonly key: string}
	| {readonly is: 'note'; readonly step?: StepId}
	| {readonly is: 'as-output'; readonly step: StepId}
	| {readonly is: 'hold'}
	| {readonly is: 'hand-over'}
	| {readonly is: 'roll-back'}
	| {readonly is: 'off-script'}
	/** Which of the scripts on the card is a step. */
	| {readonly is: 'as-step'; readonly scripts: readonly string[]}
	| {readonly is: 'off-script-typed'; readonly command: OffScript}
	| {readonly is: 'redline'; readonly step?: StepId}
	| {readonly is: 'call'; readonly level: number; readonly step?: StepId}
	| {readonly is: 'call-answer'; readonly call: number}
	/** A step of a known trouble. */
	| {readonly is: 'try'; readonly step: StepId}
	| {readonly is: 'search'};

/** Where something was found: on a step's card, or in a line of its output, 0-based. */
export type Hit = {readonly step: StepId; readonly line?: number};

/** The parts of the main pane. */
export type Part = 'card' | 'command' | 'hosts' | 'output';

export type Panel =
	| 'briefing'
	| 'so-far'
	| 'help'
	| 'escalation'
	| 'troubles'
	| 'variables'
	| 'notes'
	| 'people'
	| 'links';

/** What the person is being asked now: exactly one of these. */
export type Ask =
	/** The run's own question, or what is running. */
	| {readonly is: 'run'; readonly more: boolean}
	| {readonly is: 'form'; readonly purpose: Purpose; readonly form: Form}
	| {readonly is: 'panel'; readonly panel: Panel; readonly top: number; readonly book?: LinkedBook}
	| {readonly is: 'sure'; readonly about: Sure}
	/** A typed command, shown once more before it runs. */
	| {readonly is: 'off-script'; readonly command: OffScript};

/** Where the person looks. Nothing of the run itself is kept here. */
export type Desk = {
	readonly ask: Ask;
	/** The step looked at; absent while following the run. */
	readonly cursor?: StepId;
	/** Of several hosts, the one whose output is looked at; absent: all of them together. */
	readonly host?: string;
	/** Which part scrolls. */
	readonly focus: Part;
	/** First visible line of a part that was scrolled; where the output stands is known to its log. */
	readonly tops: Readonly<Partial<Record<Part, number>>>;
	readonly enlarged: boolean;
	readonly outline: boolean;
	/** Sections that are done take one row in the outline. */
	readonly folded: boolean;
	/** Long lines of output go on in the next row; else they are cut. */
	readonly wrapped: boolean;
	readonly depth: 'full' | 'brief';
	/** The inputs' form as it was when it was left. */
	readonly kept?: Form;
	/** What was searched for last. */
	readonly sought?: {readonly text: string; readonly hit?: Hit};
	/** Why a key did nothing, or what just happened; gone with the next key. */
	readonly notice?: string;
};

export function openDesk(depth: Desk['depth'], ask: Ask): Desk {
	return {ask, focus: 'card', tops: {}, enlarged: false, outline: true, folded: false, wrapped: false, depth};
}

export const following: Ask = {is: 'run', more: false};

/** A question that went away takes its half-filled form with it; a search ends, so that its keys are notes' keys again. */
export function onNewQuestion(before: Desk, askedKey: string | undefined): Desk {
	const {sought: _, ...desk} = before;
	const {ask} = desk;
	if (ask.is === 'form' && 'key' in ask.purpose && ask.purpose.key !== askedKey) {
		const {kept: _kept, ...rest} = desk;
		const notice = ask.purpose.is === 'inputs' ? {} : {notice: 'the question has changed meanwhile'};
		return {...rest, ask: following, ...notice};
	}
	return ask.is === 'run'
		? {...desk, ask: following, tops: desk.cursor === undefined ? {} : desk.tops}
		: desk;
}
