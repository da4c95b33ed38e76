import {optional} from '../../engine/decision.ts';
import type {EventOf, Mode, Screen} from '../../engine/event.ts';
import {type ExitCode, Fault} from '../../fault.ts';
import {approversFor, rolesFor, type TrustOptions} from '../approvers.ts';
import {driveRun} from '../drive.ts';
import {recallRedlines} from '../earlier-redlines.ts';
import {earlierRun, inputsOfEarlier, showEarlier} from '../earlier-run.ts';
import {fetchInputs} from '../fetched-inputs.ts';
import {thenFollow} from '../follow.ts';
import {type GivenInputs, givenInputs} from '../given-inputs.ts';
import {leftOver} from '../left-over.ts';
import {createRun, type OpenRun, readForRunning} from '../opening.ts';
import {operatorName} from '../operator.ts';
import {readRunbookFile} from '../read-file.ts';
import {chooseScreen, wantsLines, withScreen} from '../screens.ts';
import {readSettings, type Settings} from '../settings.ts';
import {openPlace, type Place} from '../state-directory.ts';
import {askForTrust} from '../trust-question.ts';
import {trust} from '../trusted.ts';
import {walkOn} from '../walk.ts';
import {environmentOf} from '../which-environment.ts';

export type RunOptions = TrustOptions & {
	readonly env?: string;
	readonly input: readonly string[];
	readonly inputs?: string;
	readonly plain?: boolean;
	readonly screenReader?: boolean;
	readonly ci?: boolean;
	readonly runThrough?: boolean;
	readonly rehearse?: boolean;
	readonly instructions?: boolean;
	readonly emergency?: boolean;
	readonly reason?: string;
	readonly incident?: string;
	readonly trust?: boolean;
	/** An earlier record to start from. */
	readonly from?: string;
};

/** `gonogo run FILE`: everything that can be wrong is said before the run has a directory. */
export async function run(name: string | undefined, options: RunOptions): Promise<ExitCode> {
	const settings = withScreen(await readSettings(), options);
	const earlier = options.from === undefined ? undefined : await earlierRun(options.from, settings);
	const file = await readRunbookFile(name ?? earlier?.record.runbook.path ?? nothingToRun());
	const {runbook, includes} = readForRunning(file);
	const {screen, attended} = chooseScreen({plain: wantsLines(settings), ci: options.ci ?? false});
	const mode = modeOf(options);
	const emergency = emergencyOf(options);
	const environment = await environmentOf(
		runbook,
		{env: earlier?.record.environment.name, ...options},
		attended,
	);
	const given = await givenInputs(runbook, {
		input: options.input,
		...(options.inputs === undefined ? {} : {inputs: options.inputs}),
		...(earlier === undefined ? {} : {earlier: inputsOfEarlier(earlier, runbook)}),
	});
	if (earlier !== undefined) {
		await showEarlier(earlier, {file: {...file, includes}, runbook, environment}, anew(given));
	}
	const place = await openPlace(settings);
	await makeTrusted(place, {...file, includes}, {...options, attended});
	const approvers = await approversFor({
		stateDirectory: place.directory,
		settings,
		options,
		opened: {environment, practice: false, mode},
	});
	const operator = await operatorName(settings);
	const opened = await createRun(place, {
		file,
		runbook,
		includes,
		environment,
		mode,
		runThrough: options.runThrough ?? options.ci ?? false,
		practice: false,
		operator,
		screen,
		attended,
		approvers,
		...optional({emergency, roles: await rolesFor(approvers, operator)}),
		due: await leftOver(place, settings, {service: runbook.meta.service, environment, title: runbook.title}),
	});
	await recallRedlines(opened);
	await giveInputs(opened, given);
	await (mode === 'instructions' ? undefined : fetchInputs(opened));
	return driveThenFollow(opened, {place, settings, options, screen, name: file.name});
}

/** What is executed has to be trusted; instructions execute nothing. */
async function makeTrusted(
	{directory}: Place,
	book: Parameters<typeof askForTrust>[1],
	{trust: isGiven, instructions, attended}: RunOptions & {readonly attended: boolean},
): Promise<void> {
	if (isGiven === true) {
		await trust(directory, {...book, at: new Date().toISOString()});
	}
	if (instructions !== true) {
		await askForTrust(directory, book, attended);
	}
}

type Driving = {
	readonly place: Place;
	readonly settings: Settings;
	readonly options: RunOptions;
	readonly screen: Screen;
	/** The runbook's. */
	readonly name: string;
};

async function driveThenFollow(opened: OpenRun, driving: Driving): Promise<ExitCode> {
	const {place, settings, options, screen, name} = driving;
	const driven = await driveRun(opened, {
		screen,
		settings,
		name,
		walk: (walked, signal) => walkOn(walked, settings, {screen, signal}),
	});
	return thenFollow(driven, {
		place,
		name: opened.journal.run,
		settings,
		options,
		screen: screen === 'full' ? 'full' : 'plain',
	});
}

/** What was given for this run and not taken from the earlier one. */
function anew({values, secrets}: GivenInputs): Readonly<Record<string, unknown>> {
	const own = Object.entries(values).filter(([, value]) => value.is !== 'value' || value.from !== 'record');
	return {...Object.fromEntries(own), ...secrets};
}

function nothingToRun(): never {
	throw new Fault(
		'cli.usage',
		'run needs a runbook.',
		'`gonogo run FILE`, or `gonogo run --from RECORD` to start from an earlier run.',
	);
}

/** Puts what was given beforehand into the journal. */
export async function giveInputs(opened: OpenRun, given: GivenInputs): Promise<void> {
	const sent =
		Object.keys(given.values).length === 0
			? {ok: true as const}
			: await opened.session.send({type: 'set-inputs', values: given.values});
	const hidden =
		Object.keys(given.secrets).length === 0
			? {ok: true as const}
			: await opened.session.giveSecrets(given.secrets);
	for (const answer of [sent, hidden]) {
		if (!answer.ok) {
			throw new Fault('input.invalid', answer.why, 'Give another value with --input.');
		}
	}
}

/** @throws Fault `cli.usage` for an emergency without its reason and incident, and for these without an emergency. */
function emergencyOf(options: RunOptions): EventOf<'run.opened'>['emergency'] {
	const {emergency, reason, incident} = options;
	if (emergency !== true) {
		if (reason !== undefined || incident !== undefined) {
			throw new Fault('cli.usage', '--reason and --incident belong to --emergency.', 'Add --emergency.');
		}
		return undefined;
	}
	if ((reason ?? '').trim() === '' || (incident ?? '').trim() === '') {
		throw new Fault(
			'cli.usage',
			'An emergency needs its reason and its incident.',
			"For example: --emergency --reason 'checkout is down' --incident INC-42",
		);
	}
	return {reason: (reason ?? '').trim().slice(0, 500), incident: (incident ?? '').trim().slice(0, 200)};
}

function modeOf(options: RunOptions): Mode {
	if (options.rehearse === true && options.instructions === true) {
		throw new Fault(
			'cli.usage',
			'--rehearse and --instructions exclude each other.',
			'A rehearsal shows changes without making them; instructions executes nothing and you do it.',
		);
	}
	if (options.rehearse === true) {
		return 'rehearse';
	}
	return options.instructions === true ? 'instructions' : 'walk';
}
