/** The starter's process: begins programs for another one, and tells it of each that it runs and how it ended. */
import {closeSync, constants, openSync} from 'node:fs';
import {type Begun, begin} from './begin.ts';
import {Standbys} from './standby.ts';
import type {Elsewhere, StarterSays, ToBegin} from './starter.ts';

// The terminal's INT and HUP and the driver's end are none of its business: it ends when all that it began has.
for (const signal of ['SIGINT', 'SIGHUP', 'SIGTERM'] as const) {
	process.on(signal, () => {});
}
process.title = 'gonogo: starter of steps';

process.on('message', asked => void perform(asked as ToBegin));
process.once('disconnect', () => standbys.dismiss());
say({is: 'ready'});

let env: Readonly<Record<string, string>> = {};
const standbys = new Standbys();

async function perform({id, log, set, unset, ...rest}: ToBegin): Promise<void> {
	env = Object.fromEntries(Object.entries({...env, ...set}).filter(([name]) => !unset.includes(name)));
	const output = openLog(log);
	if (output === undefined) {
		say({id, is: 'unstarted', why: `Its log ${log} can't be opened to be added to.`});
		return;
	}
	const given = env;
	const begun =
		(await handOver({...rest, env: given, log})) ?? (await begin({...rest, env: given, output, collect: 3}));
	closeSync(output);
	if ('unstarted' in begun) {
		say({id, is: 'unstarted', why: begun.unstarted});
		return;
	}
	say({id, is: 'begun', pid: begun.pid});
	const {exit, signal} = await begun.ended;
	const told = (await begun.collected()).toString('latin1');
	say({id, is: 'ended', exit, signal, told});
	if (process.connected) {
		standbys.stepEnded(given);
	}
}

async function handOver({command, cwd, env, log}: Elsewhere): Promise<Begun | undefined> {
	return 'call' in command && cwd === undefined ? standbys.take({...command, env, log}) : undefined;
}

function openLog(path: string): number | undefined {
	try {
		return openSync(path, constants.O_WRONLY | constants.O_APPEND | constants.O_NOFOLLOW);
	} catch {
		return undefined;
	}
}

/** When nobody listens any more, there is nobody to be told. */
function say(reply: StarterSays): void {
	if (process.connected) {
		process.send?.(reply, undefined, undefined, () => {});
	}
}
