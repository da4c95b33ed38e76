import {basename, dirname, resolve, sep} from 'node:path';
import {type RunId, runIdPattern} from '../engine/entry.ts';
import {Fault} from '../fault.ts';
import {runsPath} from './paths.ts';

/** An ambiguous beginning is answered with this many of the runs it fits. */
const shownMax = 5;

/**
The run a person means.

@param name a full id, a beginning that only one run has, `last` for the one opened last, or a path to its directory.
@param runs every id there is, the oldest first.
@throws Fault `store.not-found`.
*/
export function findRun(name: string, runs: readonly RunId[], stateDirectory: string): RunId {
	if (name === 'last') {
		return (
			runs.at(-1) ??
			notFound(
				'There is no run yet.',
				'Start one with `gonogo run FILE`, or look around with `gonogo practice`.',
			)
		);
	}
	if (name.includes(sep) || name === '.') {
		return findByPath(resolve(name), runs, stateDirectory);
	}
	const fitting = runs.filter(run => run.startsWith(name));
	const [only] = fitting;
	if (only === undefined || name === '') {
		return notFound(`No run begins with “${name}”.`, '`gonogo log` lists the runs on this computer.');
	}
	if (fitting.length > 1 && only !== name) {
		const shown = fitting.slice(-shownMax).join(', ');
		return notFound(
			`${fitting.length} runs begin with “${name}”, the latest: ${shown}.`,
			'Give more of the id.',
		);
	}
	return only;
}

function findByPath(path: string, runs: readonly RunId[], stateDirectory: string): RunId {
	const run = basename(path);
	if (dirname(path) === runsPath(resolve(stateDirectory)) && runs.includes(run)) {
		return run;
	}
	return runIdPattern.test(run)
		? notFound(
				`${path} is no run of ${stateDirectory}.`,
				'Runs of another state directory are reached with GONOGO_STATE.',
			)
		: notFound(`${path} is no run's directory.`, '`gonogo log` lists the runs on this computer.');
}

function notFound(message: string, hint: string): never {
	throw new Fault('store.not-found', message, hint);
}
