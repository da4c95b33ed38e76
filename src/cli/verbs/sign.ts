import {type ExitCode, exitCode, Fault} from '../../fault.ts';
import {linkIn} from '../../record/check-history.ts';
import {countersign} from '../../record/countersign.ts';
import {findPersonKey} from '../../record/ssh-key.ts';
import {replaceRecord} from '../../store/record-file.ts';
import {sanitiseLine} from '../../text/sanitise.ts';
import {placeOfRecord, recordBytes} from '../found-record.ts';
import {say} from '../out.ts';
import {keySearch} from '../person-key.ts';
import {readSettings} from '../settings.ts';
import {openPlace} from '../state-directory.ts';
import {askForTouch} from '../touch.ts';

/** `gonogo sign RECORD`: adds your signature to a record; its id stays what it was. */
export async function sign(name: string, options: {readonly key?: string}): Promise<ExitCode> {
	const settings = await readSettings();
	const {store, directory} = await openPlace(settings);
	const place = await placeOfRecord(name, store);
	const before = await recordBytes(place);
	const search = await keySearch(directory, settings);
	const found = await findPersonKey(options.key === undefined ? search : {...search, asked: options.key});
	if (!found.ok) {
		throw new Fault('record.key', found.why, '`gonogo keys` lists what was looked for.');
	}
	await askForTouch(found);
	const signed = await countersign(before, {key: found.key, env: process.env});
	if (!signed.ok) {
		throw new Fault(
			'record.invalid',
			`${place.path} was not signed: ${signed.why}.`,
			'`gonogo verify` says more about the record, `gonogo keys` about the key.',
		);
	}
	await replaceRecord(place.path, {before, after: signed.value});
	const {fingerprint} = found.key.publicKey;
	await say(
		`Signed ${sanitiseLine(place.path)} with ${fingerprint}.\nIts id is still ${linkIn(signed.value)?.id ?? ''}\n`,
	);
	return exitCode.complete;
}
