import {type ExitCode, exitCode, Fault} from '../../fault.ts';
import {cdEvents} from '../../insight/cdevents.ts';
import {timelineMarkdown} from '../../insight/timeline.ts';
import {bundleOf} from '../../record/bundle.ts';
import {readAmendmentFiles} from '../../store/amendment-files.ts';
import {placeOfRecord, type RecordPlace, recordBytes} from '../found-record.ts';
import {knownKeys} from '../known-keys.ts';
import {say} from '../out.ts';
import {readSettings} from '../settings.ts';
import {openPlace} from '../state-directory.ts';
import {verifyOne} from '../verify-one.ts';

export type ExportOptions = {
	readonly bundle?: boolean;
	readonly cdevents?: boolean;
	readonly timeline?: boolean;
};

/** `gonogo export RUN`: a record in the forms that other programs and people read, on standard output. */
export async function exportRun(name: string, options: ExportOptions): Promise<ExitCode> {
	if (Object.values(options).filter(wanted => wanted === true).length !== 1) {
		throw new Fault(
			'cli.usage',
			'export writes one form at a time.',
			'One of --bundle (in-toto), --cdevents, --timeline (Markdown).',
		);
	}
	const settings = await readSettings();
	const place = await openPlace(settings);
	const found = await placeOfRecord(name, place.store);
	const {
		record,
		id,
		ok,
		amendments = [],
	} = await verifyOne(found, await knownKeys(place.directory, settings));
	if (!ok || record === undefined || id === undefined) {
		throw new Fault(
			'record.invalid',
			`The record of ${name} does not verify, and nothing is made of it.`,
			`See why with \`gonogo verify ${name}\`.`,
		);
	}
	if (options.bundle === true) {
		await say(await bundle(found));
	} else if (options.cdevents === true) {
		await say(
			cdEvents(record, amendments, id)
				.map(event => `${JSON.stringify(event)}\n`)
				.join(''),
		);
	} else {
		await say(timelineMarkdown(record, amendments));
	}
	return exitCode.complete;
}

async function bundle(found: RecordPlace): Promise<string> {
	const amendments = found.directory === undefined ? [] : await readAmendmentFiles(found.directory);
	const bundled = bundleOf([await recordBytes(found), ...amendments.map(({bytes}) => bytes)]);
	if (!bundled.ok) {
		throw new Fault('record.invalid', `It can't be bundled: ${bundled.why}.`, 'See `gonogo verify`.');
	}
	return bundled.value;
}
