import type {Screen} from '../engine/event.ts';
import type {OpenRun} from './opening.ts';
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
	return walkPlain(run.session, stdio(), {ci: screen === 'ci'});
}
