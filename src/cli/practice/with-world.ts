import type {Screen} from '../../engine/event.ts';
import {sanitiseLine} from '../../text/sanitise.ts';
import type {OpenRun} from '../opening.ts';
import {complain, say} from '../out.ts';
import {startWorld, type World, type WorldOptions} from './world.ts';

/**
Drives a practice run with its world around it: found when it runs already, started otherwise. A closed run takes its
world with it; a run that is left keeps it for half an hour, and `resume` finds it or starts it anew.
*/
export async function withWorld<T>(
	run: OpenRun,
	options: WorldOptions,
	drive: (world: World) => Promise<T>,
): Promise<T> {
	const world = await started(startWorld(run.journal.directory, options), run.session.state().screen);
	Object.assign(process.env, world.env);
	if (world.database.is === 'none') {
		await say(
			`There is no database this time: ${sanitiseLine(world.database.why)}\n${sanitiseLine(world.database.hint)}\n`,
		);
	}
	try {
		return await drive(world);
	} finally {
		await leave(run, world);
	}
}

/** Setting the world up takes a few seconds, and a person wants to know what for. */
async function started(starting: Promise<World>, screen: Screen): Promise<World> {
	const words =
		'Starting the practice world: a small shop in two colours, a switch before them, a database behind them';
	if (screen !== 'full') {
		await say(`${words} …\n`);
		return starting;
	}
	const {showWaiting} = await import('../../ui/screen/waiting.tsx');
	return showWaiting(starting, {stdout: process.stdout, words});
}

async function leave(run: OpenRun, world: World): Promise<void> {
	if (run.session.state().closed === undefined) {
		world.release();
		return;
	}
	await world
		.end(false)
		.catch((error: unknown) =>
			complain(`gonogo: ${error instanceof Error ? error.message : String(error)}\n`),
		);
}
