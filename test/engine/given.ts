import type {Command} from '../../src/engine/command.ts';
import {decide} from '../../src/engine/decide.ts';
import type {Decision} from '../../src/engine/decision.ts';
import type {Entry} from '../../src/engine/entry.ts';
import type {Event, EventOf} from '../../src/engine/event.ts';
import {replay} from '../../src/engine/evolve.ts';
import {next} from '../../src/engine/next.ts';
import type {RunState} from '../../src/engine/state.ts';
import type {Want} from '../../src/engine/want.ts';
import type {Runbook} from '../../src/runbook/model.ts';
import type {Step, StepCommon} from '../../src/runbook/step-model.ts';
import {plainStep, plainWork} from '../../src/runbook/work.ts';
import type {CommandWork} from '../../src/runbook/work-model.ts';

/** A runbook made by hand: what the engine's tests say is about the walk, not about reading Markdown. */
export function runbookOf(parts: Partial<Runbook> & {walk: readonly Step[]}): Runbook {
	return {
		title: 'Release',
		meta: {
			environments: {staging: {production: false}},
			hosts: {},
			connections: {},
			requires: {tools: {}, env: [], hosts: []},
			criteria: [],
			extra: {},
			shown: {},
		} as unknown as Runbook['meta'],
		briefing: '',
		sections: [{id: 'walk', title: 'Walk', level: 2, role: 'procedure', line: 1, endLine: 99, prose: ''}],
		rollback: [],
		emergency: [],
		aside: [],
		inputs: [],
		references: [],
		troubleshooting: [],
		escalation: [],
		triggers: [],
		links: [],
		stops: [],
		...parts,
	};
}

const common = plainStep({id: 'step', title: 'Step', section: 'walk', line: 1, endLine: 1, rule: 'R4d'});

const work = plainWork({interpreter: 'bash', script: 'true', commands: []});

export function command(id: string, change: Partial<StepCommon> & {run?: Partial<CommandWork>} = {}): Step {
	const {run, ...rest} = change;
	return {...common, id, title: id, mutates: true, ...rest, kind: 'command', run: {...work, ...run}};
}

export function check(id: string, change: Partial<Extract<Step, {kind: 'check'}>> = {}): Step {
	return {
		...common,
		id,
		title: id,
		kind: 'check',
		answer: {is: 'tick'},
		points: [],
		tickedInFile: false,
		suggested: [],
		isGroup: false,
		...change,
	};
}

export function gate(id: string, change: Partial<Extract<Step, {kind: 'gate'}>> = {}): Step {
	return {
		...common,
		id,
		title: id,
		kind: 'gate',
		gate: 'approval',
		question: 'Go?',
		choices: {},
		roles: [],
		approvals: 1,
		probes: [],
		...change,
	};
}

export const opened: EventOf<'run.opened'> = {
	type: 'run.opened',
	run: '20261121-090000-abcdef',
	nonce: '0'.repeat(32),
	gonogo: '0.1.0',
	runbook: {path: 'release.md', title: 'Release', sha256: '0'.repeat(64)},
	environment: 'staging',
	production: false,
	mode: 'walk',
	runThrough: false,
	practice: false,
	operator: 'alice',
	host: 'ops-1',
	screen: 'full',
	attended: true,
	timeZone: 'UTC',
};

export const at = '2026-11-21T09:00:00.000Z';

export function entriesOf(events: readonly Event[]): readonly Entry[] {
	return events.map((event, index) => ({seq: index + 1, v: 1, at, by: 'alice', event}));
}

export type Given = {
	readonly state: RunState;
	readonly want: Want;
	when(command: Command, by?: string, at?: string): Decision;
	/** The state after the command, which must be accepted. */
	after(command: Command, by?: string, at?: string): Given;
};

/** A run of `runbook` in which `events` have happened since it was opened. */
export function given(runbook: Runbook, ...events: readonly Event[]): Given {
	return givenOpened(runbook, opened, ...events);
}

export function givenOpened(
	runbook: Runbook,
	opening: EventOf<'run.opened'>,
	...events: readonly Event[]
): Given {
	return givenEntries(runbook, entriesOf([opening, ...events]));
}

function givenEntries(runbook: Runbook, entries: readonly Entry[]): Given {
	const state = replay(runbook, entries);
	if (state === undefined) {
		throw new Error('a journal starts with run.opened');
	}
	const when = (asked: Command, by = 'alice', now = at) => decide(state, asked, {by, at: now});
	return {
		state,
		want: next(state),
		when,
		after(asked, by = 'alice', now = at) {
			const decision = when(asked, by, now);
			if (!decision.ok) {
				throw new Error(`refused: ${decision.why}`);
			}
			const more = decision.events.map((event, index) => ({
				seq: entries.length + 1 + index,
				v: 1,
				at: now,
				by,
				event,
			}));
			return givenEntries(runbook, [...entries, ...more]);
		},
	};
}
