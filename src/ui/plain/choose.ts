import type {Asking} from '../view/asking.ts';
import type {Answer, Choice} from '../view/choice.ts';

/** What to type for an answer where a word is enough; numbers work everywhere. */
const words: Readonly<Record<Answer, readonly string[]>> = {
	run: ['y', 'yes'],
	yes: ['y', 'yes'],
	done: ['y', 'yes', 'done'],
	release: ['y', 'yes', 'release'],
	close: ['y', 'yes', 'close'],
	criteria: ['c', 'criteria'],
	give: ['y', 'yes'],
	no: ['n', 'no'],
	go: ['go'],
	'break-glass': ['break glass'],
	'no-go': ['no-go', 'nogo', 'no go', 'no'],
	edit: ['e', 'edit'],
	skip: ['s', 'skip'],
	override: ['s', 'skip'],
	defer: ['d', 'defer'],
	'not-applicable': ['na', 'n/a'],
	escalate: ['esc', 'escalate'],
	retry: ['r', 'retry'],
	'fixed-by-hand': ['f', 'fixed'],
	'roll-back': ['b', 'back', 'roll back'],
	verify: ['v', 'verify'],
	undo: ['u', 'undo'],
	hold: ['h', 'hold'],
	abort: ['abort'],
	abandon: ['abandon'],
	'go-on': ['go on'],
	goto: ['goto', 'go back'],
	'look-again': ['l', 'look again'],
	'put-off': ['later', 'up to the change'],
	waive: ['go on'],
	tell: ['tell'],
};

/** Questions that are answered by picking from a list that has to be read first. */
export function isListed(asking: Asking): boolean {
	const isTrouble =
		asking.is === 'failed' ||
		asking.is === 'unknown' ||
		asking.is === 'no-go' ||
		asking.is === 'blocked' ||
		asking.is === 'rule' ||
		asking.is === 'tripped';
	return (
		isTrouble || asking.choices.some(choice => choice.pick !== undefined && choice.pick.is !== 'suggested')
	);
}

/** Every way to answer, numbered. */
export function listLines(asking: Asking): readonly string[] {
	return asking.choices.map((choice, index) => {
		const word = choice.pick === undefined ? (words[choice.is][0] ?? '') : '';
		const refused = choice.refused === undefined ? '' : ` (not now: ${choice.refused})`;
		return `  ${String(index + 1).padStart(2)}  ${choice.label}${word === '' || word === choice.label ? '' : ` [${word}]`} – ${choice.about}${refused}`;
	});
}

/** The question on one line, ending where the answer goes. */
export function promptOf(asking: Asking): string {
	if (isListed(asking)) {
		return asking.choices.length === 1
			? 'Type 1, or ? for help: '
			: `Which one, 1 to ${asking.choices.length}? `;
	}
	if (asking.is === 'gate') {
		return 'Type GO or NO-GO: ';
	}
	const front = asking.choices.filter(
		choice => (choice.front || choice.is === 'edit') && choice.refused === undefined,
	);
	const [suggested] = front.filter(isSuggested);
	const said = front
		.filter(choice => !isSuggested(choice))
		.map(choice => `${words[choice.is][0]} = ${choice.label}`);
	return `${[...said, ...(suggested === undefined ? [] : [`r = ${suggested.label}`])].join(', ')}, ? = more: `;
}

function isSuggested({pick}: Choice): boolean {
	return pick?.is === 'suggested';
}

/** The choice a typed line stands for: its number, its word or its label; an empty line is none. */
export function chosen(asking: Asking, line: string): Choice | undefined {
	const typed = line.trim().toLowerCase();
	if (/^\d{1,3}$/.test(typed)) {
		return asking.choices[Number(typed) - 1];
	}
	const byLabel = asking.choices.find(choice => choice.label.toLowerCase() === typed);
	if (typed === 'r' && asking.choices.some(isSuggested)) {
		return asking.choices.find(isSuggested);
	}
	return (
		byLabel ?? asking.choices.find(choice => choice.pick === undefined && words[choice.is].includes(typed))
	);
}
