import type {KeyRow, Row} from './key-row.ts';
import {looking} from './looking-keys.ts';

const answering: readonly Row[] = [
	{action: 'run', keys: ['enter'], label: 'run', help: 'run the step on the card'},
	{action: 'yes', keys: ['enter'], label: 'yes', help: 'answer a check with yes'},
	{action: 'done', keys: ['enter'], label: 'done', help: 'say that you did it'},
	{action: 'give', keys: ['enter'], label: 'fill in', help: 'open the form of inputs'},
	{action: 'release', keys: ['enter'], label: 'release', help: 'release a held run'},
	{action: 'close', keys: ['enter'], label: 'close the run', help: 'close the run and write its record'},
	{
		action: 'criteria',
		keys: ['c'],
		label: 'criteria',
		help: 'say of the success criteria that nothing measured whether they are met',
	},
	{action: 'go', keys: ['g'], label: 'GO', help: 'answer a gate with GO'},
	{
		action: 'break-glass',
		keys: ['B'],
		label: 'break glass',
		help: 'in an emergency: pass a gate without the people it asks for',
	},
	{action: 'no-go', keys: ['x'], label: 'NO-GO', help: 'answer a gate with NO-GO'},
	{action: 'no', keys: ['x'], label: 'no', help: 'answer no, or say that it went wrong'},
	{action: 'verify', keys: ['c'], label: 'check what happened', help: 'run only the step’s own check'},
	{action: 'retry', keys: ['r'], label: 'retry', help: 'try a step again'},
	{action: 'fixed-by-hand', keys: ['f'], label: 'fixed by hand', help: 'say that you mended it yourself'},
	{action: 'skip', keys: ['s'], label: 'skip', help: 'leave out an optional step'},
	{
		action: 'override',
		keys: ['s'],
		label: 'skip with a reason',
		help: 'go on without a step; the record says so',
	},
	{action: 'roll-back', keys: ['b', 'ctrl-r'], label: 'roll back', help: 'start the rollback section'},
	{
		action: 'not-applicable',
		keys: ['a'],
		label: 'not applicable',
		help: 'say that this run has no need of it',
	},
	{action: 'edit', keys: ['i'], label: 'edit', help: 'change a command for one attempt'},
	{action: 'defer', keys: ['D'], label: 'defer', help: 'leave a step to someone, for later'},
	{action: 'undo', keys: ['u'], label: 'undo', help: 'run a step’s own way back'},
	{action: 'escalate', keys: ['E'], label: 'escalate', help: 'answer that someone else has to look'},
	{action: 'hold', keys: ['h'], label: 'hold', help: 'hold the run here'},
	{action: 'abort', keys: ['A'], label: 'abort', help: 'end a run that has changed nothing'},
	{action: 'abandon', keys: ['A'], label: 'abandon', help: 'end a run that has no way back'},
	{action: 'go-on', keys: ['c'], label: 'go on', help: 'go on although a guard tripped'},
	{action: 'tell', keys: ['T'], label: 'tell others', help: 'send the message the runbook has for a failure'},
	{action: 'goto', keys: ['g'], label: 'go back', help: 'walk again from the step that on-failure names'},
	{
		action: 'look-again',
		keys: ['r'],
		label: 'look again',
		help: 'measure anew what keeps the run from going on',
	},
	{
		action: 'put-off',
		keys: ['u'],
		label: 'go on up to the change',
		help: 'walk on in a closed window, up to the first step that changes something',
	},
	{
		action: 'waive',
		keys: ['c'],
		label: 'go on all the same',
		help: 'go on although something that must hold does not',
	},
	{action: 'more', keys: ['m'], label: 'more', help: 'show the ways that don’t stand in front'},
];

const doing: readonly Row[] = [
	{action: 'stop', keys: ['x'], label: 'stop it', help: 'stop the step that is running (asks first)'},
	{action: 'note', keys: ['n'], label: 'note', help: 'write a note into the record'},
	{action: 'off-script', keys: ['!'], label: 'off script', help: 'run a command of your own, as a deviation'},
	{
		action: 'redline',
		keys: ['R'],
		label: 'redline',
		help: 'say that the step on the card is wrong, and what should stand there',
	},
	{action: 'hold-run', keys: ['h'], label: 'hold', help: 'hold the run'},
	{action: 'roll-back-run', keys: ['ctrl-r'], label: 'roll back', help: 'roll back (asks first)'},
	{
		action: 'escalation',
		keys: ['e'],
		label: 'escalation',
		help: 'whom to call, and who was called; there a number calls',
	},
	{
		action: 'troubles',
		keys: ['t'],
		label: 'troubleshooting',
		help: 'known troubles and what to do',
	},
	{action: 'variables', keys: ['v'], label: 'variables', help: 'inputs, and values taken from output'},
	{
		action: 'notes',
		keys: ['N'],
		label: 'notes',
		help: 'notes, decisions, approvals, holds and calls so far, in one line of time',
	},
	{action: 'people', keys: ['p'], label: 'people', help: 'who drives and who follows'},
	{action: 'hand-over', keys: ['P'], label: 'hand over', help: 'offer the driving to someone who follows'},
	{action: 'keep-driving', keys: ['P'], label: 'keep driving', help: 'take back the offer of the driving'},
	{
		action: 'take-over',
		keys: ['P'],
		label: 'take over',
		help: 'take the driving that is offered to you (asks first)',
	},
	{
		action: 'so-far',
		keys: ['S'],
		label: 'so far',
		help: 'who drives, what happened so far, and what is going on',
	},
	{
		action: 'copy',
		keys: ['y'],
		label: 'copy',
		help: 'copy the command to the clipboard, or the output on the screen when it is being scrolled',
	},
	{
		action: 'take-back',
		keys: ['w'],
		label: 'take back',
		help: 'take back the answer to the step you look at',
	},
	{
		action: 'as-output',
		keys: ['O'],
		label: 'no step',
		help: 'say that the command on the card is only output: shown, never run',
	},
	{
		action: 'as-step',
		keys: ['I'],
		label: 'a step',
		help: 'say that what the card only shows is a step: run it, as a deviation',
	},
	{
		action: 'links',
		keys: ['K'],
		label: 'links',
		help: 'the runbooks this one links to; a digit opens one in place',
	},
	{action: 'help', keys: ['?'], label: 'help', help: 'this page'},
	{action: 'repaint', keys: ['ctrl-l'], label: 'repaint', help: 'draw the screen anew'},
	{action: 'suspend', keys: ['ctrl-z'], label: 'to the shell', help: 'go to the shell; `fg` comes back'},
	{action: 'leave', keys: ['q', 'ctrl-c'], label: 'leave', help: 'leave; the run is kept and can be resumed'},
];

/**
The only place that says which key does what: the keyboard, the help bar and the help screen all read it. Where two
rows share a key the first one that is possible now wins. A numbered choice has its number as key.
*/
export const keyTable: readonly KeyRow[] = [
	...looking.map(row => ({...row, group: 'look' as const})),
	...answering.map(row => ({...row, group: 'answer' as const})),
	...doing.map(row => ({...row, group: 'act' as const})),
];

/** How a key is written on screen. */
export function keyName(key: string): string {
	const names: Readonly<Record<string, string>> = {
		enter: 'enter',
		escape: 'esc',
		pagedown: 'pgdn',
		pageup: 'pgup',
		down: '↓',
		up: '↑',
	};
	return names[key] ?? key;
}

/** Rows that want this key, in the order they are tried. */
export function rowsFor(key: string): readonly KeyRow[] {
	return keyTable.filter(row => row.keys.includes(key));
}
