import type {Screen} from '../../engine/event.ts';
import type {RunState} from '../../engine/state.ts';
import {type ExitCode, Fault} from '../../fault.ts';
import type {TrustOptions} from '../approvers.ts';
import {thenFollow} from '../follow.ts';
import {goOnWith} from '../go-on.ts';
import {reopen} from '../reopen.ts';
import {chooseScreen, isTerminal, wantsLines, withScreen} from '../screens.ts';
import {readSettings, type Settings} from '../settings.ts';
import {openPlace, type Place} from '../state-directory.ts';

export type ResumeOptions = TrustOptions & {
	readonly plain?: boolean;
	readonly screenReader?: boolean;
	readonly ci?: boolean;
};

/** `gonogo resume [RUN]`: continues at the very step, with the runbook and the inputs that the run began with. */
export async function resume(name: string | undefined, options: ResumeOptions): Promise<ExitCode> {
	const settings = withScreen(await readSettings(), options);
	const place = await openPlace(settings);
	const id = name === undefined ? await lastOpen(place) : await place.store.find(name);
	const opened = await reopen(place, id, {settings, options});
	try {
		const {screen, attended} = screenOf(opened.session.state(), settings, options);
		const driven = await goOnWith(opened, {screen, attended, settings, name: id});
		return await thenFollow(driven, {
			place,
			name: id,
			settings,
			options,
			screen: screen === 'full' ? 'full' : 'plain',
		});
	} finally {
		await opened.session.close();
	}
}

/** A practice run may be resumed where nobody sits: the scripted operator goes on. */
function screenOf(
	state: RunState,
	settings: Settings,
	options: ResumeOptions,
): {screen: Screen; attended: boolean} {
	if (state.opened.practice && !isTerminal()) {
		return {screen: 'scripted', attended: false};
	}
	return chooseScreen({plain: wantsLines(settings), ci: options.ci ?? false});
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
