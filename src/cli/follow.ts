import {lstat} from 'node:fs/promises';
import {type ExitCode, exitCode} from '../fault.ts';
import {type Follower, followRun} from '../session/follower.ts';
import {sanitiseLine} from '../text/sanitise.ts';
import type {TrustOptions} from './approvers.ts';
import type {Driven} from './drive.ts';
import {goOnWith} from './go-on.ts';
import {operatorName} from './operator.ts';
import {say} from './out.ts';
import {type ReadRun, readRunNamed} from './read-run.ts';
import {reopen} from './reopen.ts';
import type {Settings} from './settings.ts';
import {approverAt, signAnswer} from './sign-answer.ts';
import type {Place} from './state-directory.ts';
import {stdio} from './stdio.ts';
import {touchWords} from './touch.ts';

export type Following = {
	readonly place: Place;
	/** The run as a person names it. */
	readonly name: string;
	readonly settings: Settings;
	readonly options: TrustOptions;
	readonly screen: 'full' | 'plain';
};

/** A driver who gave the control away follows from then on; every other end is the end. */
export function thenFollow(driven: Driven, following: Following): ExitCode | Promise<ExitCode> {
	return driven === 'handed-over' ? follow(following) : driven;
}

/** Follows a run, drives it when the control is taken over, and follows again when it is given away. */
export async function follow(following: Following): Promise<ExitCode> {
	const {place, settings, options, screen} = following;
	for (;;) {
		const run = await readRunNamed(place, following.name);
		if (run.state.closed !== undefined) {
			await say(`Run ${run.run} is closed: ${run.state.closed.verdict.replaceAll('-', ' ')}.\n`);
			return exitCode.complete;
		}
		if ((await followOnce(run, following)) === 'left') {
			return exitCode.complete;
		}
		const opened = await reopen(place, run.run, {settings, options});
		try {
			const driving = {screen, attended: process.stdin.isTTY === true, settings, name: run.run};
			const driven = await goOnWith(opened, {...driving, isTakeover: true});
			if (driven !== 'handed-over') {
				return driven;
			}
		} finally {
			await opened.session.close();
		}
	}
}

async function followOnce(run: ReadRun, following: Following): Promise<'left' | 'taken'> {
	const follower = followRun({
		store: following.place.store,
		directory: run.directory,
		state: run.state,
		name: await operatorName(following.settings),
		mayDrive: await isOwn(run.directory),
		sign: async (state, gate, {said, waits}) => {
			const approver = await approverAt({
				stateDirectory: following.place.directory,
				settings: following.settings,
				options: following.options,
				opened: run.opened,
			});
			if (!approver.ok) {
				return approver;
			}
			const touch = touchWords(approver.value.key.publicKey);
			if (touch !== undefined) {
				waits(touch);
			}
			return signAnswer(approver.value, {state, gate, said: {...said, by: approver.value.name}});
		},
	});
	await follower.called;
	const leaving = new AbortController();
	const shown = show(follower, following, leaving.signal);
	try {
		const ended = await Promise.race([shown, follower.taken.then(() => 'taken' as const)]);
		leaving.abort();
		await shown;
		if (ended !== 'taken') {
			await say(lastWords(follower));
		}
		return ended === 'taken' ? 'taken' : 'left';
	} finally {
		leaving.abort();
		await follower.close();
	}
}

async function show(
	follower: Follower,
	{settings, screen}: Following,
	signal: AbortSignal,
): Promise<'closed' | 'left'> {
	const depth = settings.depth ?? 'newcomer';
	if (screen === 'full') {
		const {showRun} = await import('../ui/screen/show.tsx');
		return showRun(follower, {
			stdin: process.stdin,
			stdout: process.stdout,
			now: () => Date.now(),
			colour: process.env.NO_COLOR ? 'none' : (settings.theme ?? 'auto'),
			depth,
			signal,
		});
	}
	const {followPlain} = await import('../ui/plain/follow.ts');
	return followPlain(follower, {...stdio(), signal}, {depth});
}

function lastWords(follower: Follower): string {
	const {closed, operator, opened} = follower.state();
	return closed === undefined
		? `The run goes on; ${sanitiseLine(operator)} drives. Come back with: gonogo join ${opened.run}\n`
		: `The run is closed: ${closed.verdict.replaceAll('-', ' ')}. What happened: gonogo show ${opened.run}\n`;
}

/** A run's files are written by their owner alone. */
async function isOwn(directory: string): Promise<boolean> {
	const {uid} = await lstat(directory);
	return process.getuid === undefined || process.getuid() === uid;
}
