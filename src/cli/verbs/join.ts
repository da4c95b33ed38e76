import {type ExitCode, Fault} from '../../fault.ts';
import type {TrustOptions} from '../approvers.ts';
import {follow} from '../follow.ts';
import {chooseScreen, wantsLines, withScreen} from '../screens.ts';
import {readSettings} from '../settings.ts';
import {openPlace, type Place} from '../state-directory.ts';

export type JoinOptions = TrustOptions & {readonly plain?: boolean; readonly screenReader?: boolean};

/** `gonogo join [RUN]`: follows a run that someone drives on this computer. */
export async function join(name: string | undefined, options: JoinOptions): Promise<ExitCode> {
	const settings = withScreen(await readSettings(), options);
	const place = await openPlace(settings);
	const {screen} = chooseScreen({plain: wantsLines(settings), ci: false});
	return follow({
		place,
		name: name ?? (await driven(place)),
		settings,
		options,
		screen: screen === 'full' ? 'full' : 'plain',
	});
}

/** Without a name: the run that is driven at this moment. */
async function driven(place: Place): Promise<string> {
	const runs = (await place.store.list()).filter(
		run => run.drivenBy !== undefined && run.verdict === undefined,
	);
	const [only] = runs;
	if (only === undefined || runs.length > 1) {
		throw new Fault(
			'store.not-found',
			only === undefined
				? 'Nobody drives a run on this computer at this moment.'
				: `${runs.length} runs are driven at this moment: ${runs.map(({run}) => run).join(', ')}.`,
			only === undefined ? '`gonogo log` lists all runs.' : 'Say which one.',
		);
	}
	return only.run;
}
