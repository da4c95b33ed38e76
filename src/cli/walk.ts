import {appendFile} from 'node:fs/promises';
import type {Screen} from '../engine/event.ts';
import {logPath} from '../steps/step-output.ts';
import {sanitiseLine} from '../text/sanitise.ts';
import type {PlainIo} from '../ui/plain/io.ts';
import {stepSummary} from '../ui/view/step-summary.ts';
import {linkedReader} from './linked.ts';
import type {OpenRun} from './opening.ts';
import {complain} from './out.ts';
import {openPager} from './pager.ts';
import type {Settings} from './settings.ts';
import {sayPlain, stdio} from './stdio.ts';
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
			page: which => openPager(logPath(run.session.directory, which)),
			readLinked: linkedReader(run.session.state().opened.runbook.path),
			alerts: settings.alerts ?? 'on',
			signal,
			begin: () => run.session.start(),
		});
	}
	run.session.start();
	const {walkPlain} = await import('../ui/plain/walk.ts');
	const {aloudIo} = await import('../ui/plain/aloud.ts');
	const lines = await linesFor(screen, run);
	const how = await walkPlain(
		run.session,
		{...(settings.screen === 'screen-reader' ? aloudIo(lines) : lines), signal},
		{
			ci: screen === 'ci',
			depth: settings.depth ?? 'newcomer',
			readLinked: linkedReader(run.session.state().opened.runbook.path),
		},
	);
	if (screen === 'ci') {
		await writeStepSummary(run);
	}
	return how;
}

/** CI servers of GitHub's kind show this file on the page of the job. One that can't be written stops nothing. */
async function writeStepSummary({session}: OpenRun): Promise<void> {
	const path = process.env.GITHUB_STEP_SUMMARY ?? '';
	if (path !== '') {
		await appendFile(path, stepSummary(session.state(), session.question(), Date.now())).catch(() =>
			complain(`gonogo: the step summary could not be written to ${sanitiseLine(path)}\n`),
		);
	}
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
	return scriptedIo({write: sayPlain}, (await import('./practice/answers.ts')).answerFor);
}
