import type {Screen} from '../engine/event.ts';
import type {PlainIo} from '../ui/plain/io.ts';
import type {OpenRun} from './opening.ts';
import {say} from './out.ts';
import type {Settings} from './settings.ts';
import {stdio} from './stdio.ts';

/** Shows a run on the chosen screen. Each screen is loaded only when it is used: lines need no Ink. */
export async function walkOn(screen: Screen, run: OpenRun, settings: Settings): Promise<'closed' | 'left'> {
	if (screen === 'full') {
		const {showRun} = await import('../ui/screen/show.tsx');
		return showRun(run.session, {
			stdin: process.stdin,
			stdout: process.stdout,
			now: () => Date.now(),
			colour: process.env.NO_COLOR ? 'none' : (settings.theme ?? 'auto'),
			depth: settings.depth ?? 'newcomer',
		});
	}
	const {walkPlain} = await import('../ui/plain/walk.ts');
	return walkPlain(run.session, await linesFor(screen, run), {
		ci: screen === 'ci',
		depth: settings.depth ?? 'newcomer',
	});
}

/** Only a practice run may be answered by a script, and every line of it says so. */
async function linesFor(screen: Screen, run: OpenRun): Promise<PlainIo> {
	if (screen !== 'scripted' || !run.session.state().opened.practice) {
		return stdio();
	}
	const {scriptedIo} = await import('../ui/plain/scripted.ts');
	return scriptedIo({write: say}, (await import('./practice/answers.ts')).answerFor);
}
