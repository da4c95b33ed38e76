import {existsSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import type {Screen} from '../../engine/event.ts';
import {type ExitCode, Fault} from '../../fault.ts';
import {openFileStore} from '../../store/files.ts';
import {approversFor, type TrustOptions} from '../approvers.ts';
import {driveRun} from '../drive.ts';
import {thenFollow} from '../follow.ts';
import {givenInputs} from '../given-inputs.ts';
import {createRun, type NewRun, type OpenRun, readForRunning} from '../opening.ts';
import {operatorName} from '../operator.ts';
import {say} from '../out.ts';
import {defaultStateDirectory, temporaryStateDirectory} from '../places.ts';
import type {Drill} from '../practice/drills.ts';
import {withWorld} from '../practice/with-world.ts';
import {readRunbookFile} from '../read-file.ts';
import {isTerminal, wantsLines, withScreen} from '../screens.ts';
import {readSettings, type Settings} from '../settings.ts';
import {openPlace, type Place} from '../state-directory.ts';
import {walkOn} from '../walk.ts';
import {giveInputs} from './run.ts';

export type PracticeOptions = TrustOptions & {
	readonly plain?: boolean;
	readonly screenReader?: boolean;
	readonly drill?: Drill;
	readonly database?: string;
};

/** `gonogo practice`: a real release in a world of its own. Without a terminal a scripted operator answers, and says so. */
export async function practice(options: PracticeOptions): Promise<ExitCode> {
	const settings = withScreen(await readSettings(), options);
	const file = await readRunbookFile(practiceRunbook());
	const {runbook, includes} = readForRunning(file);
	const [environment = 'production'] = Object.keys(runbook.meta.environments);
	const screen = screenFor(settings);
	const begin = (place: Place) =>
		beginIn(
			place,
			{settings, options},
			{
				file,
				runbook,
				includes,
				environment,
				mode: 'walk',
				runThrough: false,
				practice: true,
				screen,
				attended: screen !== 'scripted',
			},
		);
	const {run, place} = await beginPractice(settings, begin);
	const wanted = {
		...(options.drill === undefined ? {} : {drill: options.drill}),
		...(options.database === undefined ? {} : {databaseUrl: options.database}),
	};
	const driven = await withWorld(run, wanted, async world => {
		const preset = Object.fromEntries(
			Object.entries(world.inputs).filter(([name]) => runbook.inputs.some(input => input.name === name)),
		);
		await giveInputs(run, await givenInputs(runbook, {input: [], preset}, {}));
		return driveRun(run, {
			screen,
			settings,
			name: 'practice',
			walk: (walked, signal) => walkOn(walked, settings, {screen, signal}),
		});
	});
	const name = run.journal.run;
	return thenFollow(driven, {place, name, settings, options, screen: screen === 'full' ? 'full' : 'plain'});
}

function screenFor(settings: Settings): Screen {
	if (!isTerminal()) {
		return 'scripted';
	}
	return wantsLines(settings) ? 'plain' : 'full';
}

type Begun = {readonly run: OpenRun; readonly place: Place};

async function beginIn(
	place: Place,
	{settings, options}: {readonly settings: Settings; readonly options: TrustOptions},
	wanted: Omit<NewRun, 'approvers' | 'operator'>,
): Promise<Begun> {
	const {directory: stateDirectory} = place;
	const approvers = await approversFor({stateDirectory, settings, options, opened: wanted});
	const operator = await operatorName(settings);
	return {place, run: await createRun(place, {...wanted, operator, approvers})};
}

/** Practice works with a home that is missing or can't be written, too: its runs then lie among the temporary files. */
async function beginPractice(settings: Settings, begin: (place: Place) => Promise<Begun>): Promise<Begun> {
	if ((settings.state ?? defaultStateDirectory()) !== undefined) {
		try {
			return await begin(await openPlace(settings));
		} catch (error) {
			if (!(error instanceof Fault) || error.code !== 'store.unwritable') {
				throw error;
			}
		}
	}
	const directory = temporaryStateDirectory();
	await say(
		`There is no home directory to write to; this practice is kept in ${directory}: GONOGO_STATE=${directory} finds it again.\n`,
	);
	return begin({directory, store: await openFileStore(directory)});
}

/** Beside the bundle and beside the sources alike. */
function practiceRunbook(): string {
	const places = ['../checklists/practice.md', '../../../checklists/practice.md'].map(place =>
		fileURLToPath(new URL(place, import.meta.url)),
	);
	const found = places.find(place => existsSync(place));
	if (found === undefined) {
		throw new Fault(
			'practice.world',
			'The practice runbook is not beside the program.',
			'Install gonogo again: checklists/practice.md is missing.',
		);
	}
	return found;
}
