import {hostname} from 'node:os';
import {dirname, join} from 'node:path';
import type {RunState} from '../engine/state.ts';
import {deployedCommit} from '../record/artifacts.ts';
import {lineOf} from '../record/chain.ts';
import {type FinishedRecord, finishRecord} from '../record/finish-record.ts';
import {loadRecorderKey} from '../record/recorder-key.ts';
import {type FoundKey, findPersonKey} from '../record/ssh-key.ts';
import {nodeFiles} from '../store/fs-port.ts';
import {ownerOnly, sharedWith} from '../store/place.ts';
import {writeRecordFiles} from '../store/record-file.ts';
import {formatDuration} from '../text/duration.ts';
import {fileLink} from '../text/link.ts';
import {sanitiseLine} from '../text/sanitise.ts';
import {changeInGit} from './git-change.ts';
import {previousOnLine} from './history.ts';
import type {OpenRun} from './opening.ts';
import {keySearch} from './person-key.ts';
import type {Settings} from './settings.ts';
import {askForTouch} from './touch.ts';

/**
Makes the record of a closed run and writes it beside the journal; a run closed earlier whose record is missing gets
it the same way.

@returns the summary for the normal screen.
*/
export async function finishRun(run: OpenRun, settings: Settings): Promise<string> {
	const state = run.session.state();
	const {entries} = await run.store.read(state.opened.run);
	const record = await finishRecord({
		state,
		entries,
		runbookText: run.text,
		directory: run.journal.directory,
		keys: {
			recorder: await loadRecorderKey(join(run.stateDirectory, 'keys')),
			person: await personKey(run, settings),
			env: process.env,
		},
		extras: {
			previous: await previousOnLine(run.store, lineOf(state)),
			change: await changeInGit(deployedCommit(state), [process.cwd(), dirname(state.opened.runbook.path)]),
		},
	});
	await writeRecordFiles(
		run.journal.directory,
		{record: record.envelopeBytes, runMd: record.runMd},
		{files: nodeFiles, access: run.group === undefined ? ownerOnly : sharedWith(run.group)},
	);
	return summary(state, record, run.journal.directory);
}

/** A practice run is no statement of a person about production: the recorder alone signs it. */
async function personKey({session, stateDirectory}: OpenRun, settings: Settings): Promise<FoundKey> {
	const state = session.state();
	if (state.opened.practice && !state.attended) {
		return {ok: false, why: 'a scripted practice run is signed by the recorder alone'};
	}
	const found = await findPersonKey(await keySearch(stateDirectory, settings));
	await askForTouch(found);
	return found;
}

function summary(state: RunState, record: FinishedRecord, directory: string): string {
	// A clock that was put back meanwhile counts as no time.
	const spentMs = Math.max(0, Date.parse(state.closed?.at ?? state.lastAt) - Date.parse(state.openedAt));
	const lines = [
		`${sanitiseLine(state.runbook.title)} — ${state.closed?.verdict.replaceAll('-', ' ')}${marks(state)}`,
		`Run ${state.opened.run} on ${sanitiseLine(state.opened.environment)}, ${formatDuration(spentMs)}`,
		...state.deviations.map(
			deviation =>
				`Deviation: ${deviation.what}${deviation.step === undefined ? '' : ` at ${deviation.step}`} — ${sanitiseLine(deviation.why)}`,
		),
		`Record  ${ourFile(directory, 'record.json')}`,
		`Runbook ${ourFile(directory, 'run.md')} (filled in)`,
		record.unsigned === undefined
			? 'Signed by the recorder and by you.'
			: `Signed by the recorder only: ${sanitiseLine(record.unsigned)}`,
		`Check it with: gonogo verify ${state.opened.run}`,
	];
	return `\n${lines.join('\n')}\n`;
}

function ourFile(directory: string, name: string): string {
	const {env, stdout} = process;
	return fileLink(join(directory, name), {env, isTerminal: stdout.isTTY === true, host: hostname()});
}

function marks(state: RunState): string {
	const {practice, mode} = state.opened;
	const words = [
		practice ? 'practice' : undefined,
		mode === 'rehearse' ? 'rehearsal' : undefined,
		mode === 'instructions' ? 'by instructions' : undefined,
	];
	const said = words.filter(word => word !== undefined);
	return said.length === 0 ? '' : ` (${said.join(', ')})`;
}
