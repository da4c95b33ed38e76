import {hostname} from 'node:os';
import {optional} from '../engine/decision.ts';
import type {Screen} from '../engine/event.ts';
import type {RunState} from '../engine/state.ts';
import {type Driven, driveRun} from './drive.ts';
import type {OpenRun} from './opening.ts';
import {operatorName} from './operator.ts';
import {withWorld} from './practice/with-world.ts';
import {tellOfChange} from './runbook-change.ts';
import type {Settings} from './settings.ts';
import {walkOn} from './walk.ts';

export type Driving = {
	readonly screen: Screen;
	readonly attended: boolean;
	readonly settings: Settings;
	readonly name: string;
	/** Taken over from someone who drove until now: a hold that stands is looked at first. */
	readonly isTakeover?: boolean;
};

/** Goes on with a run that was opened again, in the name of whoever sits here now. */
export async function goOnWith(opened: OpenRun, driving: Driving): Promise<Driven> {
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
		...optional({roles: opened.roles}),
	});
	if (isOwnHold(session.state()) && driving.isTakeover !== true) {
		await session.send({type: 'release-run'});
	}
	await tellOfChange(session.state(), opened);
	return session.state().opened.practice ? withWorld(opened, {}, goOn) : goOn();
}

/** A hold that coming back answers: the program's own at the end of the last session, or that of who comes back. */
function isOwnHold({held, operator}: RunState): boolean {
	return held !== undefined && (held.by === 'gonogo' || held.by === operator);
}

/** A run that was closed before its record was made only needs its record. */
async function walkResumed(run: OpenRun, walk: () => Promise<'closed' | 'left'>): Promise<'closed' | 'left'> {
	return run.session.state().closed === undefined ? walk() : 'closed';
}
