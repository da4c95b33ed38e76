import {type ExitCode, exitCode, Fault} from '../../fault.ts';
import type {Verification} from '../../record/verification.ts';
import {jsonText} from '../../text/json-text.ts';
import {kindOf, placeOfRecord} from '../found-record.ts';
import {type KnownOptions, knownKeys} from '../known-keys.ts';
import {say} from '../out.ts';
import {isRunDirectory, recordPlaces} from '../record-places.ts';
import {readSettings} from '../settings.ts';
import {openPlace, type Place} from '../state-directory.ts';
import {type Many, manyLines, verifyMany} from '../verify-many.ts';
import {type Asked, verificationLines, verifyOne} from '../verify-one.ts';
import {type ArtifactOptions, wantedArtifacts} from '../wanted-artifacts.ts';

export type VerifyOptions = ArtifactOptions &
	KnownOptions & {
		readonly expectHead?: string;
		readonly requireLevel?: number;
		readonly json?: boolean;
	};

type One = {readonly name: string; readonly verification: Verification};
type All = {readonly name: string; readonly many: Many};

/**
`gonogo verify`: for one record a line for each check and how far it can be believed; for a directory, or without a name
for every record of this computer, a line for each record and the history they make.
*/
export async function verify(what: readonly string[], options: VerifyOptions): Promise<ExitCode> {
	const leastLevel = leastLevelOf(options);
	const settings = await readSettings();
	const place = await openPlace(settings);
	const asked: Asked = {
		...(await knownKeys(place.directory, {...settings, ...options})),
		artifacts: await wantedArtifacts(options),
		...(options.expectHead === undefined ? {} : {expectHead: options.expectHead}),
	};
	const results: (One | All)[] = [];
	for (const name of what.length === 0 ? [place.directory] : what) {
		const result = await verifyNamed(name, place, asked);
		await say(options.json === true ? '' : said(result, results.length));
		results.push(result);
	}
	if (options.json === true) {
		await say(json(results));
	}
	return results.every(result => isEnough(result, leastLevel)) ? exitCode.complete : exitCode.unverified;
}

function leastLevelOf({requireLevel}: VerifyOptions): number {
	if (requireLevel !== undefined && ![0, 1, 2, 3, 4].includes(requireLevel)) {
		throw new Fault(
			'cli.usage',
			'--require-level takes 0, 1, 2, 3 or 4.',
			'`gonogo help verify` says what each means.',
		);
	}
	return requireLevel ?? 0;
}

async function verifyNamed(name: string, place: Place, asked: Asked): Promise<One | All> {
	if ((await kindOf(name)) === 'directory' && !(await isRunDirectory(name))) {
		return {name, many: await verifyMany(await recordPlaces(name), asked)};
	}
	const found = await placeOfRecord(name, place.store);
	return {name: found.name, verification: await verifyOne(found, asked)};
}

function said(result: One | All, before: number): string {
	const gap = before === 0 ? '' : '\n';
	return `${gap}${'many' in result ? manyLines(result.many) : verificationLines(result.name, result.verification)}`;
}

function isEnough(result: One | All, leastLevel: number): boolean {
	return 'many' in result
		? result.many.failures.length === 0 &&
				result.many.records.every(({open, ok, level}) => open || (ok && level >= leastLevel))
		: result.verification.ok && result.verification.level >= leastLevel;
}

function json(results: readonly (One | All)[]): string {
	const records = results.flatMap(one => ('many' in one ? [] : [{path: one.name, ...one.verification}]));
	const directories = results.flatMap(one => ('many' in one ? [{path: one.name, ...one.many}] : []));
	return `${jsonText({schema: 'gonogo.verify/1', records, directories}, 2)}\n`;
}
