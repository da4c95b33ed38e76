import {constants} from 'node:os';
import type {CommandWork} from '../runbook/work-model.ts';
import {formatDuration} from '../text/duration.ts';
import {type Attempt, type Finding, failed, passed, type StoppedBy, unknown} from './finding.ts';
import {type Reading, readOutput} from './judge.ts';
import type {ScriptEnd} from './shell/local.ts';

/** Says whether a script passed: by how it ended, and by what its output says. */
export async function verdictOn(attempt: Attempt, run: CommandWork, end: ScriptEnd): Promise<Finding> {
	if (end.unstarted !== undefined) {
		return failed(end.unstarted, end.stopped === undefined ? {} : {stopped: end.stopped});
	}
	const how = {
		...(end.exit === undefined ? {} : {exit: end.exit}),
		...(end.signal === undefined ? {} : {signal: end.signal}),
	};
	if (end.lost !== undefined && !isWatching(run, end.stopped)) {
		return {...unknown(end.lost), stopped: end.stopped ?? 'lost'};
	}
	if (end.stopped !== undefined) {
		return {...stopped(run, end.stopped), ...how, stopped: end.stopped};
	}
	const reading = await readOutput(attempt.log.path, {from: end.from, to: end.to}, run);
	if (end.signal !== undefined || end.exit === undefined || !run.okExit.includes(end.exit)) {
		return failed(withLine(endWords(end), reading), how);
	}
	if (end.doubt !== undefined) {
		return unknown(end.doubt, how);
	}
	return {...byOutput(run, reading, end.exit), ...how};
}

function byOutput(run: CommandWork, reading: Reading, exit: number): Finding {
	if (reading.problem !== undefined) {
		return unknown(reading.problem);
	}
	if (reading.failLine !== undefined) {
		return failed(`Its output says so (fail-on): ${reading.failLine}`);
	}
	if (!reading.isExpected) {
		return failed(`No line of its output matches ${run.expectOutput ?? ''}.`);
	}
	if (reading.missing.length > 0) {
		return failed(`Nothing in its output gives a value for ${reading.missing.join(', ')}.`);
	}
	return passed(
		exit === 0 ? 'exit 0' : `exit ${exit}, which counts as good here`,
		Object.keys(reading.captured).length === 0 ? {} : {captured: reading.captured},
	);
}

/** Commands that never end by themselves are stopped by the person who has seen enough: that is no failure. */
function isWatching(run: CommandWork, stopped: StoppedBy | undefined): boolean {
	const isEndless = run.commands.some(command => command.tty === 'endless');
	return (
		stopped !== undefined &&
		isEndless &&
		run.commands.every(command => command.tty === 'endless' || command.danger === 'read')
	);
}

function stopped(run: CommandWork, by: StoppedBy): Finding {
	if (isWatching(run, by)) {
		return passed('watched, then stopped');
	}
	return by === 'timeout'
		? failed(
				`It did not end within ${run.timeoutMs === undefined ? 'its time' : formatDuration(run.timeoutMs)} and was stopped.`,
			)
		: failed(`It was stopped by ${by === 'guard' ? 'a guard that tripped' : 'the operator'}.`);
}

/** Numbers of signals by which a shell reports how its child was ended: 128 and the signal's. */
const signalNames = new Map(Object.entries(constants.signals).map(([name, number]) => [number, name]));

/** How it ended, in words: `exit 3`, `exit 127 (a command was not found)`, `was ended by SIGKILL`. */
export function endWords(end: {readonly exit?: number; readonly signal?: string}): string {
	if (end.signal !== undefined) {
		return `It was ended by ${end.signal}${end.signal === 'SIGKILL' ? ' (often: out of memory)' : ''}`;
	}
	const {exit} = end;
	switch (exit) {
		case undefined:
			return 'How it ended is not known';
		case 126:
			return 'exit 126 (a command may not be run)';
		case 127:
			return 'exit 127 (a command was not found)';
		case 137:
			return 'exit 137 (ended by SIGKILL, often: out of memory)';
		default:
			return exit > 128 && signalNames.has(exit - 128)
				? `exit ${exit} (ended by ${signalNames.get(exit - 128) ?? ''})`
				: `exit ${exit}`;
	}
}

function withLine(words: string, reading: Reading): string {
	const line = reading.failLine ?? reading.lastLine;
	return line === '' ? words : `${words}: ${line.trim()}`;
}
