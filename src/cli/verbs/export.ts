import type {DeploymentRecord} from '../../engine/record.ts';
import {type ExitCode, exitCode, Fault} from '../../fault.ts';
import {cdEvents} from '../../insight/cdevents.ts';
import {timelineMarkdown} from '../../insight/timeline.ts';
import {bundleOf} from '../../record/bundle.ts';
import type {Attempted} from '../../record/refused.ts';
import {sigstoreBundle} from '../../record/sigstore-bundle.ts';
import type {Verification} from '../../record/verification.ts';
import {jsonText} from '../../text/json-text.ts';
import {sanitiseText} from '../../text/sanitise.ts';
import {writeInToto} from '../export-in-toto.ts';
import {redlinesOf} from '../export-redlines.ts';
import {envelopesOf, placeOfRecord, type RecordPlace} from '../found-record.ts';
import {knownKeys} from '../known-keys.ts';
import {say} from '../out.ts';
import {readSettings} from '../settings.ts';
import {openPlace} from '../state-directory.ts';
import {verifyOne} from '../verify-one.ts';

export type ExportOptions = {
	readonly bundle?: boolean;
	readonly sigstore?: boolean;
	readonly inToto?: string;
	readonly cdevents?: boolean;
	readonly timeline?: boolean;
	readonly redlines?: boolean;
};

/** `gonogo export RUN`: a record in the forms that other programs and people read, on standard output. */
export async function exportRun(name: string, options: ExportOptions): Promise<ExitCode> {
	const wanted = Object.entries(options).filter(([, given]) => given !== undefined && given !== false);
	if (wanted.length !== 1) {
		throw new Fault(
			'cli.usage',
			'export writes one form at a time.',
			'One of --bundle, --in-toto DIRECTORY (in-toto), --sigstore, --cdevents, --timeline (Markdown), --redlines (a patch).',
		);
	}
	const settings = await readSettings();
	const place = await openPlace(settings);
	const found = await placeOfRecord(name, place.store);
	const verified = await verifyOne(found, await knownKeys(place.directory, settings));
	const {record, id, ok} = verified;
	if (!ok || record === undefined || id === undefined) {
		throw new Fault(
			'record.invalid',
			`The record of ${name} does not verify, and nothing is made of it.`,
			`See why with \`gonogo verify ${name}\`.`,
		);
	}
	await say(await exported({...options, found, record, id, verified, stateDirectory: place.directory}));
	return exitCode.complete;
}

type Exporting = ExportOptions & {
	readonly found: RecordPlace;
	readonly record: DeploymentRecord;
	readonly id: string;
	readonly verified: Verification;
	readonly stateDirectory: string;
};

async function exported(asked: Exporting): Promise<string> {
	const {found, record, id, stateDirectory} = asked;
	const amendments = asked.verified.amendments ?? [];
	if (asked.inToto !== undefined) {
		return writeInToto(record, {directory: asked.inToto, stateDirectory});
	}
	if (asked.bundle === true) {
		return bundle(found);
	}
	if (asked.sigstore === true) {
		return made(sigstoreBundle((await envelopesOf(found)).record));
	}
	if (asked.redlines === true) {
		return redlinesOf(record, found);
	}
	return asked.cdevents === true
		? cdEvents(record, amendments, id)
				.map(event => `${jsonText(event)}\n`)
				.join('')
		: sanitiseText(timelineMarkdown(record, amendments));
}

async function bundle(found: RecordPlace): Promise<string> {
	const {record, amendments = []} = await envelopesOf(found);
	return made(bundleOf([record, ...amendments.map(({bytes}) => bytes)]));
}

function made(bundled: Attempted<string>): string {
	if (!bundled.ok) {
		throw new Fault('record.invalid', `It can't be bundled: ${bundled.why}.`, 'See `gonogo verify`.');
	}
	return bundled.value;
}
