import type {Answer} from './view/choice.ts';

/** What a key can do beside answering the run's question. */
export type Move =
	| 'back'
	| 'down'
	| 'up'
	| 'page-down'
	| 'page-up'
	| 'top'
	| 'end'
	| 'switch'
	| 'enlarge'
	| 'outline'
	| 'depth'
	| 'search'
	| 'next-found'
	| 'last-found'
	| 'end-search'
	| 'next-trouble'
	| 'last-trouble'
	| 'next-host'
	| 'last-host'
	| 'wrap'
	| 'fold'
	| 'pager'
	| 'more'
	| 'stop'
	| 'note'
	| 'off-script'
	| 'redline'
	| 'hold-run'
	| 'roll-back-run'
	| 'escalation'
	| 'troubles'
	| 'variables'
	| 'notes'
	| 'people'
	| 'hand-over'
	| 'keep-driving'
	| 'take-over'
	| 'so-far'
	| 'copy'
	| 'take-back'
	| 'as-output'
	| 'as-step'
	| 'links'
	| 'help'
	| 'repaint'
	| 'suspend'
	| 'leave';

export type Action = Answer | Move;

/** One row: the keys, the word in the help bar and the sentence on the help screen. */
export type KeyRow = {
	readonly action: Action;
	readonly keys: readonly string[];
	readonly label: string;
	readonly help: string;
	readonly group: KeyGroup;
};

export type KeyGroup = 'answer' | 'look' | 'act';

export type Row = Omit<KeyRow, 'group'>;
