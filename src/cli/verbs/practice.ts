import {existsSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import type {Screen} from '../../engine/event.ts';
import {type ExitCode, Fault} from '../../fault.ts';
import {openFileStore} from '../../store/files.ts';
import {driveRun} from '../drive.ts';
import {givenInputs} from '../given-inputs.ts';
import {createRun, type NewRun, type OpenRun, readForRunning} from '../opening.ts';
import {operatorName} from '../operator.ts';
import {say} from '../out.ts';
import {defaultStateDirectory, temporaryStateDirectory} from '../places.ts';
import type {Drill} from '../practice/drills.ts';
import {withWorld} from '../practice/with-world.ts';
import {readRunbookFile} from '../read-file.ts';
import {isTerminal} from '../screens.ts';
import {readSettings, type Settings} from '../settings.ts';
import {walkOn} from '../walk.ts';
import {giveInputs} from './run.ts';

export type PracticeOptions = {readonly plain?: boolean; readonly drill?: Drill; readonly database?: string};

/** `gonogo practice`: a real release in a world of its own. Without a terminal a scripted operator answers, and says so. */
export async function practice(options: PracticeOptions): Promise<ExitCode> {
	const settings = await readSettings();
	const file = await readRunbookFile(practiceRunbook());
	const {runbook, includes} = readForRunning(file);
	const [environment = 'production'] = Object.keys(runbook.meta.environments);
	const screen = screenFor(options);
	const run = await beginPractice(settings, {
		file,
		runbook,
		includes,
		environment,
		mode: 'walk',
		runThrough: false,
		practice: true,
		operator: await operatorName(settings),
		screen,
		attended: screen !== 'scripted',
	});
	const wanted = {
		...(options.drill === undefined ? {} : {drill: options.drill}),
		...(options.database === undefined ? {} : {databaseUrl: options.database}),
	};
	return withWorld(run, wanted, async world => {
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
}

function screenFor(options: PracticeOptions): Screen {
	if (!isTerminal()) {
		return 'scripted';
	}
	return options.plain === true || process.env.TERM === 'dumb' ? 'plain' : 'full';
}

/** Practice works with a home that is missing or can't be written, too: its runs then lie among the temporary files. */
async function beginPractice(settings: Settings, wanted: NewRun): Promise<OpenRun> {
	const directory = settings.state ?? defaultStateDirectory();
	if (directory !== undefined) {
		try {
			return await createRun({directory, store: await openFileStore(directory)}, wanted);
		} catch (error) {
			if (!(error instanceof Fault) || error.code !== 'store.unwritable') {
				throw error;
			}
		}
	}
	const temporary = temporaryStateDirectory();
	await say(
		`There is no home directory to write to; this practice is kept in ${temporary}: GONOGO_STATE=${temporary} finds it again.\n`,
	);
	return createRun({directory: temporary, store: await openFileStore(temporary)}, wanted);
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
