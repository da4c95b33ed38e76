import type {Row} from './key-row.ts';

/** Keys that look around and change nothing of the run. */
export const looking: readonly Row[] = [
	{
		action: 'back',
		keys: ['enter', 'escape'],
		label: 'back to the question',
		help: 'go back to the step that is being asked about',
	},
	{action: 'down', keys: ['j', 'down'], label: 'look', help: 'look at the next step'},
	{action: 'up', keys: ['k', 'up'], label: 'look', help: 'look at the step before'},
	{
		action: 'page-down',
		keys: ['pagedown', 'space', 'ctrl-d', 'ctrl-f'],
		label: 'scroll',
		help: 'scroll on',
	},
	{
		action: 'page-up',
		keys: ['pageup', 'shift-space', 'ctrl-u', 'ctrl-b'],
		label: 'scroll',
		help: 'scroll back',
	},
	{action: 'top', keys: ['home', 'g'], label: 'start', help: 'scroll to the start (at a gate, g is GO)'},
	{action: 'end', keys: ['end', 'G'], label: 'follow', help: 'scroll to the end, and follow the output'},
	{
		action: 'switch',
		keys: ['tab'],
		label: 'next part',
		help: 'choose what scrolls: card, command, hosts or output',
	},
	{
		action: 'search',
		keys: ['/'],
		label: 'search',
		help: 'search the steps and their output at once; n and N go from hit to hit',
	},
	{action: 'next-found', keys: ['n'], label: 'next found', help: 'after a search, go to the next hit'},
	{action: 'last-found', keys: ['N'], label: 'found before', help: 'after a search, go to the hit before'},
	{
		action: 'end-search',
		keys: ['escape'],
		label: 'end search',
		help: 'end the search: n and N write and show notes again',
	},
	{
		action: 'next-trouble',
		keys: [']'],
		label: 'next trouble',
		help: 'go to the next failure or gate; in the output, to the next line that tells of an error',
	},
	{action: 'last-trouble', keys: ['['], label: 'trouble before', help: 'the same, backwards'},
	{
		action: 'depth',
		keys: ['d', 'z'],
		label: 'less / more words',
		help: 'newcomer’s or expert’s depth: fold the words of the card, and back',
	},
	{action: 'outline', keys: ['l'], label: 'outline', help: 'show or hide the outline'},
	{action: 'fold', keys: ['F'], label: 'fold', help: 'fold sections that are done in the outline, and back'},
	{action: 'enlarge', keys: ['o'], label: 'large output', help: 'give the output the whole screen, and back'},
	{
		action: 'next-host',
		keys: ['>'],
		label: 'next host',
		help: 'of a step on several hosts: look at the next one’s output, after the last at all of them',
	},
	{action: 'last-host', keys: ['<'], label: 'host before', help: 'the same, backwards'},
	{action: 'wrap', keys: ['W'], label: 'wrap', help: 'wrap long lines of the output, or cut them'},
	{action: 'pager', keys: ['L'], label: 'pager', help: 'open the whole output in $PAGER'},
];
