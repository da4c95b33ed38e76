import type {HomeEntry} from './home.ts';

export type HomeAction =
	| 'open'
	| 'plan'
	| 'rehearse'
	| 'practice'
	| 'down'
	| 'up'
	| 'page-down'
	| 'page-up'
	| 'top'
	| 'end'
	| 'search'
	| 'clear'
	| 'help'
	| 'leave';

export type HomeKeyRow = {
	readonly action: HomeAction;
	readonly keys: readonly string[];
	readonly label: string;
	readonly help: string;
};

/** The keys of the home screen: the keyboard, its bar, its help and the manual all read this table. */
export const homeKeys: readonly HomeKeyRow[] = [
	{
		action: 'open',
		keys: ['enter'],
		label: 'open',
		help: 'walk the runbook, go on with the open run, or read the ended one',
	},
	{
		action: 'search',
		keys: ['/'],
		label: 'search',
		help: 'search titles, paths and runs; letters need not stand side by side',
	},
	{
		action: 'clear',
		keys: ['escape'],
		label: 'all',
		help: 'leave the search; once more shows everything again',
	},
	{
		action: 'plan',
		keys: ['p'],
		label: 'plan',
		help: 'show what a run of this runbook would do; executes nothing',
	},
	{
		action: 'rehearse',
		keys: ['r'],
		label: 'rehearse',
		help: 'rehearse this runbook: changes are shown and not made',
	},
	{action: 'practice', keys: ['P'], label: 'practice', help: 'walk the practice release'},
	{action: 'down', keys: ['j', 'down'], label: 'down', help: 'the next one'},
	{action: 'up', keys: ['k', 'up'], label: 'up', help: 'the one before'},
	{action: 'page-down', keys: ['pagedown', 'space', 'ctrl-d'], label: 'scroll', help: 'ten further'},
	{action: 'page-up', keys: ['pageup', 'ctrl-u'], label: 'scroll', help: 'ten back'},
	{action: 'top', keys: ['g', 'home'], label: 'first', help: 'the first one'},
	{action: 'end', keys: ['G', 'end'], label: 'last', help: 'the last one'},
	{action: 'help', keys: ['?'], label: 'help', help: 'this page'},
	{action: 'leave', keys: ['q', 'ctrl-c'], label: 'leave', help: 'leave'},
];

/** @param typing letters belong to the search: only keys that type nothing act. */
export function homeActionOf(key: string, typing: boolean): HomeAction | undefined {
	return homeKeys.find(row => row.keys.includes(key) && (!typing || key.length > 1))?.action;
}

/** Why a key does nothing now, or undefined. */
export function whyNotHome(action: HomeAction, entry: HomeEntry | undefined): string | undefined {
	switch (action) {
		case 'open':
			if (entry === undefined) {
				return 'there is nothing to open';
			}
			return entry.is === 'open' && entry.driven
				? `someone drives it now; follow it with: gonogo join ${entry.run}`
				: undefined;
		case 'plan':
		case 'rehearse':
			return entry?.is === 'runbook' ? undefined : 'choose a runbook first';
		default:
			return undefined;
	}
}
