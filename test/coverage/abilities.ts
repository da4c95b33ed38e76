import type {Shown} from './shown.ts';

/** What the program does by itself, by the name used in the tables. */
export const abilities = {
	'prechecks and verify': {
		room: 'engine',
		title: 'fixed by hand is believed only when its own verify passes',
	},
	'failure screen': {
		room: 'engine',
		title: 'stops the run, and the question names the ways on with the four first',
	},
	'no abort after the first change': {
		room: 'engine',
		title: 'be aborted once the world was changed, but before that it can',
	},
	'rollback at any time': {
		room: 'ui',
		title: 'rolling back shows the way back and asks for a reason first',
	},
	'rollback needs a reason': {
		room: 'engine',
		title: 'needs a reason, a section to walk, and happens once',
	},
	'not applicable': {
		room: 'engine',
		title: 'a step whose condition is false is settled as not applicable without being asked',
	},
	'unresolved inputs stop': {
		room: 'ui',
		title: 'the inputs of a run are checked while they are typed, and secrets go their own way',
	},
	'required steps': {
		room: 'engine',
		title: 'a required step can be neither overridden nor deferred',
	},
	'needs open only when passed': {
		room: 'engine',
		title: 'a step is blocked by a need that did not pass, and overriding the need does not open it',
	},
	'optional steps': {
		room: 'engine',
		title: 'an optional step is skipped without a deviation, another is not skipped at all',
	},
	'guards trip into the rollback': {
		room: 'engine',
		title: 'that trips stops the walk with a countdown to the rollback',
	},
	'every sample of the span': {
		room: 'engine',
		title: 'trip only when every one of them was beyond the limit for the whole time',
	},
	'no data never passes': {
		room: 'engine',
		title: 'without data asks and never rolls back by itself',
	},
	'live output': {
		room: 'ui',
		title: 'output is followed, scrolled back and followed again',
	},
	'journal before world': {
		room: 'session',
		title: 'has the start of a step on disk before the step touches the world',
	},
	'notes at any time': {
		room: 'ui',
		title: 'a note is written into the record without answering anything',
	},
	'troubles offered on failure': {
		room: 'ui',
		title: 'numbers the ways on from a failure, shows why, the output and known troubles',
	},
	rehearsal: {
		room: 'session',
		title: 'a rehearsal shows what would change and performs only what reads',
	},
	'release exercise': {
		room: 'practice',
		title: 'a bad release answers every smoke test, fails real clients after the switch',
	},
	'closed windows': {
		room: 'engine',
		title: 'that closed while someone read stops the very next change, and a retry as well',
	},
	'windows in time zones': {
		room: 'engine',
		title: 'a weekly freeze begins and ends by the clocks of its zone, its end left out',
	},
	'overridden windows': {
		room: 'engine',
		title: 'is overridden in a role and with a reason, and that is a deviation',
	},
	'escalation timers': {
		room: 'ui',
		title: 'e writes down who was called, lets the time run down, and offers the next when it is over',
	},
	'calls in the record': {
		room: 'record',
		title: 'redlines and calls stand in the record with who, when and what came of it',
	},
	'troubles by their symptom': {
		room: 'ui',
		title: 'a failure names the troubles whose pattern its output matches',
	},
	'environments allowed': {
		room: 'cli',
		title: 'an environment the runbook is not meant for',
	},
	briefing: {
		room: 'ui',
		title: 'the briefing maps the dangers, and says how long it takes and who approves',
	},
	'reviews overdue': {
		room: 'runbook/lint',
		title: 'a review that is past on the day it is read is overdue',
	},
	'newcomer words': {
		room: 'ui',
		title: 'every value says where it came from',
	},
	'goals of sections': {
		room: 'runbook',
		title: 'names its section, says its goal, and marks the step it stands for',
	},
	'mojibake mended': {
		room: 'runbook/lint',
		title: 'MacRoman too',
	},
	'requirements measured': {
		room: 'engine',
		title: 'what a runbook requires',
	},
	'context watched': {
		room: 'engine',
		title: 'is measured before every attempt that changes something, or nothing starts',
	},
	'way back ready': {
		room: 'engine',
		title: 'has to be written before a declared production environment is changed',
	},
	'emergency leaves for later': {
		room: 'engine',
		title: 'leaves for later what the runbook marks so, to its owner and until the review',
	},
	'emergency keeps the backup': {
		room: 'engine',
		title: 'never leaves out a backup, whatever its mark, nor lets anyone do without it',
	},
	'emergency needs a way back': {
		room: 'engine',
		title: 'can’t be done without in an emergency',
	},
	'reviews fall due': {
		room: 'insight',
		title: 'what a run left to be done is due until an amendment says that it is done',
	},
	'messages again': {
		room: 'session',
		title: 'a message that says “every” is sent again while the run lasts, once for each time',
	},
	'redlines on the next run': {
		room: 'cli',
		title: 'a redline of one run is on the card of the next, until the step was changed',
	},
	'off script is a deviation': {
		room: 'record',
		title: 'what was run off script stands in the record as a deviation and with the digest of its output',
	},
	'downtime measured': {
		room: 'record',
		title: 'runs from the first bad sample to the next good one; a service that gives no answer is down',
	},
	'criteria measured': {
		room: 'engine',
		title: 'is met by the step it names, and shows what was measured',
	},
	'usual times': {
		room: 'cli',
		title: 'stats counts the releases here, and a step’s usual time is told from the third run on',
	},
	'DORA metrics': {
		room: 'insight',
		title: 'the five DORA metrics of a service and environment',
	},
	'incident timeline': {
		room: 'insight',
		title: 'the timeline tells what happened in order, and outside text opens nothing in it',
	},
	'notes afterwards': {
		room: 'insight',
		title: 'a review and a deferred step are open until an amendment says they are done',
	},
	'links looked up': {
		room: 'runbook/lint',
		title: 'links to files that are not there, where the files can be looked up',
	},
	'data never by itself': {
		room: 'engine',
		title: 'what can’t be taken back is started only by typing the environment’s name',
	},
	'message of a failure': {
		room: 'engine',
		title: 'about a failure is offered when something fails, says why, and is sent once',
	},
	'migration before what needs it': {
		room: 'engine',
		title: 'a step is blocked by a need that did not pass, and overriding the need does not open it',
	},
	'migrations reviewed': {
		room: 'steps',
		title: 'the review of a migration',
	},
	'migrations stay unapplied': {
		room: 'steps',
		title: 'applies nothing while a finding of its review is open',
	},
	'links opened': {
		room: 'ui',
		title: 'runbooks beside this one can be opened: each once, without its fragment; nothing from elsewhere',
	},
	'replayed from the journal': {
		room: 'engine',
		title: 'replaying a journal gives the state that living the run gave, after every event',
	},
} as const satisfies Readonly<Record<string, Shown>>;
