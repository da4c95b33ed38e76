import type {Entry} from '../engine/entry.ts';
import type {DeploymentRecord, RecordFlag} from '../engine/record.ts';
import type {RunState} from '../engine/state.ts';

type Person = DeploymentRecord['people'][number];

/** The name that stands for what the program did by itself. */
const program = 'gonogo';

/** Everyone whose name stands in the journal, in order of appearance, with what they did and when they drove. */
export function peopleOf(entries: readonly Entry[]): Person[] {
	const people = new Map<string, {roles: Set<string>; drove: Person['drove']}>();
	let driver: string | undefined;
	let last: Entry | undefined;
	for (const entry of entries) {
		const {event} = entry;
		if (event.type === 'run.opened' || event.type === 'run.resumed') {
			endDrive(people, driver, last);
			driver = event.operator;
			personOf(people, driver).roles.add('driver');
			personOf(people, driver).drove.push({from: entry.at, to: entry.at, host: event.host});
		}
		if (entry.by !== program) {
			personOf(people, entry.by).roles.add(roleIn(entry, driver));
		}
		last = entry;
	}
	endDrive(people, driver, last);
	return [...people].map(([name, {roles, drove}]) => ({name, roles: [...roles], drove}));
}

/** What a reader must know before believing anything else in the record. */
export function flagsOf(state: RunState, entries: readonly Entry[]): RecordFlag[] {
	const {opened} = state;
	const names = new Set(entries.filter(decides).map(entry => entry.by));
	const unattended = entries.some(
		({event}) => (event.type === 'run.opened' || event.type === 'run.resumed') && event.attended === false,
	);
	const flags: readonly (readonly [RecordFlag, boolean])[] = [
		['rehearsal', opened.mode === 'rehearse'],
		['practice', opened.practice],
		['instructions', opened.mode === 'instructions'],
		['emergency', opened.emergency !== undefined],
		['review-due', opened.emergency !== undefined && opened.mode !== 'rehearse'],
		['single-operator', names.size <= 1],
		['unattended', unattended],
		['run-through', opened.runThrough],
	];
	return flags.flatMap(([flag, holds]) => (holds ? [flag] : []));
}

type People = Map<string, {roles: Set<string>; drove: Person['drove']}>;

function personOf(people: People, name: string): {roles: Set<string>; drove: Person['drove']} {
	const person = people.get(name) ?? {roles: new Set<string>(), drove: []};
	people.set(name, person);
	return person;
}

function endDrive(people: People, driver: string | undefined, last: Entry | undefined): void {
	const drive = driver === undefined ? undefined : people.get(driver)?.drove.at(-1);
	if (drive !== undefined && last !== undefined) {
		drive.to = last.at;
	}
}

/** Following, remarking and holding decide nothing about the change: one who did only that is no second operator. */
function decides({event, by}: Entry): boolean {
	return by !== program && !besides.has(event.type);
}

const besides = new Set<Entry['event']['type']>([
	'note.added',
	'run.held',
	'person.joined',
	'person.left',
	'control.taken',
]);

function roleIn({event, by}: Entry, driver: string | undefined): string {
	if (event.type === 'gate.answered') {
		return event.role ?? (by === driver ? 'driver' : 'approver');
	}
	if (by === driver) {
		return 'driver';
	}
	return event.type === 'person.joined' || event.type === 'person.left' ? 'observer' : 'navigator';
}
