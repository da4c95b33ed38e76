import type {Screen} from '../engine/event.ts';
import type {RunState} from '../engine/state.ts';
import {type ExitCode, exitCode, Fault} from '../fault.ts';
import {openRoad, type Road} from '../session/road.ts';
import type {Session} from '../session/session.ts';
import {sanitiseLine} from '../text/sanitise.ts';
import {finishRun} from './finish.ts';
import type {OpenRun} from './opening.ts';
import {complain, say} from './out.ts';
import type {Settings} from './settings.ts';
import {type Interruption, onSignals, type Signals, stepEnded} from './signals.ts';

export type DriveOptions = {
	readonly screen: Screen;
	readonly settings: Settings;
	/** Walks the run on a screen until it is closed or left. */
	readonly walk: (run: OpenRun, signal: AbortSignal) => Promise<'closed' | 'left'>;
	/** Words for the end, e.g. how to come back. */
	readonly name: string;
};

/** How driving ended here: the run's exit code, or someone else drives on. */
export type Driven = ExitCode | 'handed-over';

/**
Drives an open run until it is closed, left, interrupted or can't be written any more; then makes the record, says
how it ended and gives the journal back.
*/
export async function driveRun(run: OpenRun, options: DriveOptions): Promise<Driven> {
	const {session} = run;
	const road = await roadOf(run, options);
	const signals = onSignals(session);
	const leaving = new AbortController();
	const walked = options.walk(run, leaving.signal);
	try {
		const ended = await Promise.race([
			walked,
			signals.interrupted,
			session.ended.then(() => 'left' as const),
		]);
		await leave(leaving, walked);
		await road?.close();
		const interruption = typeof ended === 'object' ? ended : await stepAtWork(session, signals);
		if (interruption !== undefined) {
			complain(`\ngonogo: ${interruption.signal} received; the run is held.\n${comeBack(session.state())}`);
			return interruption.exitCode;
		}
		return await closing(run, options);
	} finally {
		await leave(leaving, walked);
		signals.release();
		await road?.close();
		await session.close().catch(() => {});
	}
}

/** Other terminals reach the driver while it drives. Where they can't, a person is told and drives all the same. */
async function roadOf(run: OpenRun, {screen}: DriveOptions): Promise<Road | undefined> {
	const road = await openRoad(run.session, {group: run.group});
	if (!road.ok && screen !== 'scripted') {
		await say(`Nobody can join from another terminal: ${sanitiseLine(road.why)}\n`);
	}
	return road.ok ? road.value : undefined;
}

/** Leaving while a step is at work waits for its end, so that its outcome is written down; a signal stops it. */
async function stepAtWork(session: Session, signals: Signals): Promise<Interruption | undefined> {
	if (session.want().is !== 'perform') {
		return signals.isEnding() ? signals.interrupted : undefined;
	}
	await say('The step at work is waited for; ctrl-c stops it.\n').catch(() => {});
	return Promise.race([
		stepEnded(session).then(() => (signals.isEnding() ? signals.interrupted : undefined)),
		signals.interrupted,
	]);
}

/** The screen gives the terminal back before anything more is said, however the walk ended. */
async function leave(leaving: AbortController, walked: Promise<unknown>): Promise<void> {
	leaving.abort();
	await walked.catch(() => {});
}

async function closing(run: OpenRun, options: DriveOptions): Promise<Driven> {
	const state = run.session.state();
	if (state.handedTo !== undefined) {
		await say(`${sanitiseLine(state.handedTo)} has the control now.\n`);
		return 'handed-over';
	}
	if (state.closed === undefined) {
		await say(`The run is kept.\n${comeBack(state)}`);
		return exitCode.stopped;
	}
	await say(await finishRun(run, options.settings));
	return exitOf(state);
}

/** The exit code of a closed run (product's table). */
function exitOf(state: RunState): ExitCode {
	switch (state.closed?.verdict) {
		case 'complete':
		case 'complete-except-deferred':
		case 'complete-with-deviations':
			return exitCode.complete;
		case 'rolled-back':
			return exitCode.rolledBack;
		case 'aborted':
		case 'abandoned':
			return exitCode.failed;
		case undefined:
			return exitCode.stopped;
		default:
			throw new Fault(
				'store.newer',
				'The run ended in a way this gonogo does not know.',
				'Use the gonogo that wrote it, or a newer one.',
			);
	}
}

function comeBack(state: RunState): string {
	return `Go on with: gonogo resume ${state.opened.run}\n`;
}
