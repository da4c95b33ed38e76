import type {Screen} from '../engine/event.ts';
import type {PlainIo} from '../ui/plain/io.ts';
import type {OpenRun} from './opening.ts';
import {say} from './out.ts';
import {openPager} from './pager.ts';
import type {Settings} from './settings.ts';
import {stdio} from './stdio.ts';
import {usualOf} from './usual-times.ts';

export type Showing = {
	readonly screen: Screen;
	/** Aborted when the program has to end: the screen goes first, so that the last words stand on the normal one. */
	readonly signal: AbortSignal;
};

/** Shows a run on the chosen screen, and starts it: on the full screen behind its briefing. Each screen is loaded only when it is used: lines need no Ink. */
export async function walkOn(
	run: OpenRun,
	settings: Settings,
	{screen, signal}: Showing,
): Promise<'closed' | 'left'> {
	if (screen === 'full') {
		const {showRun} = await import('../ui/screen/show.tsx');
		return showRun(run.session, {
			stdin: process.stdin,
			stdout: process.stdout,
			now: () => Date.now(),
			colour: process.env.NO_COLOR ? 'none' : (settings.theme ?? 'auto'),
			depth: settings.depth ?? 'newcomer',
			usualMs: await usualOf(run.store, openedAs(run)),
			page: openPager,
			alerts: settings.alerts ?? 'on',
			signal,
			begin: () => run.session.start(),
		});
	}
	run.session.start();
	const {walkPlain} = await import('../ui/plain/walk.ts');
	return walkPlain(
		run.session,
		{...(await linesFor(screen, run)), signal},
		{
			ci: screen === 'ci',
			depth: settings.depth ?? 'newcomer',
		},
	);
}

function openedAs({session}: OpenRun): {title: string; practice: boolean} {
	const {runbook, practice} = session.state().opened;
	return {title: runbook.title, practice};
}

/** Only a practice run may be answered by a script, and every line of it says so. */
async function linesFor(screen: Screen, run: OpenRun): Promise<PlainIo> {
	if (screen !== 'scripted' || !run.session.state().opened.practice) {
		return stdio();
	}
	const {scriptedIo} = await import('../ui/plain/scripted.ts');
	return scriptedIo({write: say}, (await import('./practice/answers.ts')).answerFor);
}
