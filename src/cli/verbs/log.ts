import {type ExitCode, exitCode} from '../../fault.ts';
import type {RunSummary} from '../../store/store.ts';
import {jsonText} from '../../text/json-text.ts';
import {sanitiseLine} from '../../text/sanitise.ts';
import {pad} from '../../text/width.ts';
import {say} from '../out.ts';
import {readSettings} from '../settings.ts';
import {openPlace} from '../state-directory.ts';

/** `gonogo log`: the runs on this computer, newest first. */
export async function log(options: {json?: boolean; audit?: boolean}): Promise<ExitCode> {
	const settings = await readSettings();
	const place = await openPlace(settings);
	const {store, directory} = place;
	if (options.audit === true) {
		await (await import('../audit.ts')).sayAudit(place, settings, options);
		return exitCode.complete;
	}
	const runs = [...(await store.list())].sort((a, b) => b.openedAt.localeCompare(a.openedAt));
	if (options.json === true) {
		await say(`${jsonText({schema: 'gonogo.log/1', runs}, 2)}\n`);
		return exitCode.complete;
	}
	if (runs.length === 0) {
		await say(`No runs yet in ${sanitiseLine(directory)}. \`gonogo practice\` is a good first one.\n`);
		return exitCode.complete;
	}
	await say(runs.map(run => `${line(run)}\n`).join(''));
	return exitCode.complete;
}

function line(run: RunSummary): string {
	const where = [run.service, run.environment].filter(part => part !== undefined).join('/');
	return [
		run.run,
		pad(standing(run), 26),
		pad(sanitiseLine(where), 22),
		pad(sanitiseLine(run.operator), 20),
		sanitiseLine(run.title),
	]
		.join('  ')
		.trimEnd();
}

function standing(run: RunSummary): string {
	if (run.damaged !== undefined) {
		return '✖ damaged';
	}
	if (run.verdict === undefined) {
		return run.drivenBy === undefined ? '◌ open' : `▶ driven by pid ${run.drivenBy.pid}`;
	}
	const mark = run.practice ? ' (practice)' : run.mode === 'walk' ? '' : ` (${run.mode})`;
	return `${run.verdict === 'complete' ? '✔' : '●'} ${run.verdict}${mark}`;
}
