import {hostname} from 'node:os';
import type {Screen} from '../../engine/event.ts';
import {replay} from '../../engine/evolve.ts';
import type {RunState} from '../../engine/state.ts';
import {type ExitCode, Fault} from '../../fault.ts';
import type {OpenedRun} from '../../store/store.ts';
import {sanitiseText} from '../../text/sanitise.ts';
import {askLine} from '../ask.ts';
import {driveRun} from '../drive.ts';
import {type OpenRun, sessionOf} from '../opening.ts';
import {operatorName} from '../operator.ts';
import {say} from '../out.ts';
import {readPinned} from '../pinned.ts';
import {withWorld} from '../practice/with-world.ts';
import {tellOfChange} from '../runbook-change.ts';
import {chooseScreen, isTerminal} from '../screens.ts';
import {readSettings, type Settings} from '../settings.ts';
import {openPlace, type Place} from '../state-directory.ts';
import {walkOn} from '../walk.ts';

export type ResumeOptions = {readonly plain?: boolean; readonly ci?: boolean};

/** `gonogo resume [RUN]`: continues at the very step, with the runbook and the inputs that the run began with. */
export async function resume(name: string | undefined, options: ResumeOptions): Promise<ExitCode> {
	const settings = await readSettings();
	const place = await openPlace(settings);
	const id = name === undefined ? await lastOpen(place) : await place.store.find(name);
	const opened = await reopen(place, id, settings);
	try {
		const {screen, attended} = screenOf(opened.session.state(), options);
		return await drive(opened, {screen, attended, settings, name: id});
	} finally {
		await opened.session.close();
	}
}

type Driving = {
	readonly screen: Screen;
	readonly attended: boolean;
	readonly settings: Settings;
	readonly name: string;
};

async function drive(opened: OpenRun, driving: Driving): Promise<ExitCode> {
	const {session} = opened;
	const {screen, attended, settings} = driving;
	const goOn = () =>
		driveRun(opened, {
			...driving,
			walk: (walked, signal) => walkResumed(walked, () => walkOn(walked, settings, {screen, signal})),
		});
	if (session.state().closed !== undefined) {
		return goOn();
	}
	await session.send({
		type: 'resume-run',
		operator: await operatorName(settings),
		host: hostname(),
		pid: process.pid,
		screen,
		attended,
	});
	if (session.state().held !== undefined) {
		await session.send({type: 'release-run'});
	}
	await tellOfChange(session.state(), opened.text);
	return session.state().opened.practice ? withWorld(opened, {}, goOn) : goOn();
}

/** A practice run may be resumed where nobody sits: the scripted operator goes on. */
function screenOf(state: RunState, options: ResumeOptions): {screen: Screen; attended: boolean} {
	if (state.opened.practice && !isTerminal()) {
		return {screen: 'scripted', attended: false};
	}
	return chooseScreen({plain: options.plain ?? false, ci: options.ci ?? false});
}

/** Opens an existing run's journal to drive it. */
export async function reopen(place: Place, id: string, settings: Settings): Promise<OpenRun> {
	const {journal, found, recovered} = await openAsking(place, id);
	const first = found.entries[0]?.event;
	if (first?.type !== 'run.opened') {
		throw new Fault(
			'store.broken-chain',
			`The journal of ${id} does not begin with the opening of a run.`,
			'Keep the directory as evidence and start a new run.',
		);
	}
	const {text, runbook} = await readPinned(journal.directory, first.runbook);
	const state = replay(runbook, found.entries);
	if (state === undefined) {
		throw new Error('This is a bug: a verified journal does not fold.');
	}
	const session = sessionOf(journal, state, await operatorName(settings));
	if (recovered !== undefined) {
		await session.sendAs('gonogo', {type: 'record-recovery', ...recovered});
		await say(
			`The journal's last entry was cut short; ${recovered.droppedBytes} bytes were set aside in ${recovered.keptAs}.\n`,
		);
	}
	return {store: place.store, journal, session, text, stateDirectory: place.directory};
}

/** A last line that is whole in length and bad is cut only when a person says so. */
async function openAsking(place: Place, id: string): Promise<OpenedRun> {
	try {
		return await place.store.open(id);
	} catch (error) {
		if (!(error instanceof Fault) || error.code !== 'store.bad-tail' || !isTerminal()) {
			throw error;
		}
		await say(`${sanitiseText(error.message)}\n`);
		const answer = await askLine('Set that line aside and go on without it? [y/N] ');
		if (answer?.trim().toLowerCase() !== 'y') {
			throw error;
		}
		return place.store.open(id, {cutBadTail: true});
	}
}

/** A run that was closed before its record was made only needs its record. */
async function walkResumed(run: OpenRun, walk: () => Promise<'closed' | 'left'>): Promise<'closed' | 'left'> {
	return run.session.state().closed === undefined ? walk() : 'closed';
}

async function lastOpen(place: Place): Promise<string> {
	const runs = await place.store.list();
	const open = runs
		.filter(run => run.verdict === undefined && run.damaged === undefined)
		.sort((a, b) => b.lastAt.localeCompare(a.lastAt))[0];
	if (open === undefined) {
		throw new Fault(
			'store.not-found',
			'No run is open on this computer.',
			'Start one with `gonogo run FILE`; `gonogo log` lists those that ended.',
		);
	}
	return open.run;
}
