import {type ExitCode, exitCode, Fault} from '../../fault.ts';
import {levelWords, type Verification} from '../../record/verification.ts';
import {verifyRecord} from '../../record/verify.ts';
import {sanitiseLine} from '../../text/sanitise.ts';
import {type FoundRecord, placeOfRecord, readFound} from '../found-record.ts';
import {type Known, knownKeys} from '../known-keys.ts';
import {say} from '../out.ts';
import {readSettings} from '../settings.ts';
import {openPlace} from '../state-directory.ts';

export type VerifyOptions = {
	readonly signers?: string;
	readonly recorder?: string;
	readonly expectHead?: string;
	readonly requireLevel?: number;
	readonly json?: boolean;
};

/** `gonogo verify`: one line for each check, then how far the record can be believed. */
export async function verify(what: readonly string[], options: VerifyOptions): Promise<ExitCode> {
	const {requireLevel} = options;
	if (requireLevel !== undefined && ![0, 1, 2, 3, 4].includes(requireLevel)) {
		throw new Fault(
			'cli.usage',
			'--require-level takes 0, 1, 2, 3 or 4.',
			'`gonogo help verify` says what each means.',
		);
	}
	const settings = await readSettings();
	const place = await openPlace(settings);
	const known = await knownKeys(place.directory, {...settings, ...options});
	const verified: {name: string; verification: Verification}[] = [];
	for (const name of what) {
		const found = await readFound(await placeOfRecord(name, place.store));
		verified.push({name, verification: verifyFound(found, known, options)});
	}
	await say(options.json === true ? json(verified) : verified.map(one => lines(one)).join('\n'));
	const isEnough = verified.every(
		({verification}) => verification.ok && verification.level >= (requireLevel ?? 0),
	);
	return isEnough ? exitCode.complete : exitCode.unverified;
}

function verifyFound(found: FoundRecord, known: Known, options: VerifyOptions): Verification {
	const {record, runMd, runbook, journal} = found;
	return verifyRecord(record, {
		nowMs: Date.now(),
		runMd,
		runbook,
		journal,
		...known,
		...(options.expectHead === undefined ? {} : {expectHead: options.expectHead}),
	});
}

function lines({name, verification}: {name: string; verification: Verification}): string {
	const {checks, level, unknowable, id} = verification;
	const width = Math.max(...checks.map(check => check.name.length));
	return [
		`${sanitiseLine(name)}${id === undefined ? '' : `\nid ${id}`}`,
		...checks.map(
			({result, name: check, why}) => `${result.padEnd(11)}  ${check.padEnd(width)}  ${sanitiseLine(why)}`,
		),
		'',
		`Level ${level}: ${levelWords[level] ?? ''}.`,
		...unknowable.map(sentence => `Not known: ${sanitiseLine(sentence)}`),
		'',
	].join('\n');
}

function json(verified: readonly {name: string; verification: Verification}[]): string {
	const records = verified.map(({name, verification}) => ({path: name, ...verification}));
	return `${JSON.stringify({schema: 'gonogo.verify/1', records}, undefined, 2)}\n`;
}
