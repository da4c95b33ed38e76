import {join} from 'node:path';
import type {Amendment, AmendmentSays} from '../engine/amendment.ts';
import type {DeploymentRecord} from '../engine/record.ts';
import {Fault} from '../fault.ts';
import {deferredOpen} from '../insight/audit.ts';
import {type Amending, makeAmendment, readAmendment} from '../record/amendment.ts';
import {loadRecorderKey} from '../record/recorder-key.ts';
import {findPersonKey} from '../record/ssh-key.ts';
import {addAmendmentFile, readAmendmentFiles, type StoredAmendment} from '../store/amendment-files.ts';
import {placeOfRecord} from './found-record.ts';
import {knownKeys} from './known-keys.ts';
import {operatorName} from './operator.ts';
import {keySearch} from './person-key.ts';
import type {Settings} from './settings.ts';
import type {Place} from './state-directory.ts';
import {askForTouch} from './touch.ts';
import {verifyOne} from './verify-one.ts';

/**
Says something of a run that is over, as a signed file beside its record.

@returns the file, and why no person has signed when none has.
@throws Fault `cli.usage` for what doesn't fit the record, `record.invalid` for a record that does not verify, `record.key`.
*/
export async function amendRun(
	name: string,
	says: AmendmentSays,
	{place, settings}: {readonly place: Place; readonly settings: Settings},
): Promise<{readonly path: string; readonly unsigned?: string}> {
	const found = await placeOfRecord(name, place.store);
	if (found.directory === undefined) {
		throw new Fault(
			'cli.usage',
			`${name} lies alone, and an amendment has to lie beside it.`,
			'Give the run, or its directory.',
		);
	}
	const verified = await verifyOne(found, await knownKeys(place.directory, settings));
	const {record, id, ok} = verified;
	if (!ok || record === undefined || id === undefined) {
		throw new Fault(
			'record.invalid',
			`The record of ${name} does not verify, and nothing is added to it.`,
			`See why with \`gonogo verify ${name}\`.`,
		);
	}
	const by = await operatorName(settings);
	const why = unfit(says, {record, by, amendments: verified.amendments ?? []});
	if (why !== undefined) {
		throw new Fault('cli.usage', why.message, why.hint);
	}
	const earlier = await readAmendmentFiles(found.directory);
	const made = await makeAmendment({
		says: {
			record: id,
			run: record.run.id,
			...placeAfter(earlier),
			at: new Date().toISOString(),
			by,
			says,
		},
		keys: await keysFor(place, settings),
	});
	if (says.is === 'review-done' && made.unsigned !== undefined) {
		throw new Fault(
			'record.key',
			`A review needs your signature: ${made.unsigned}`,
			'`gonogo keys` lists what was looked for.',
		);
	}
	const path = await addAmendmentFile(found.directory, {number: earlier.length + 1, bytes: made.bytes});
	return {path, ...(made.unsigned === undefined ? {} : {unsigned: made.unsigned})};
}

/** An amendment names the one before it. */
function placeAfter(earlier: readonly StoredAmendment[]): {number: number; previous?: string} {
	const last = earlier.at(-1);
	const read = last === undefined ? undefined : readAmendment(last.bytes);
	return {number: earlier.length + 1, ...(read?.ok === true ? {previous: read.value.id} : {})};
}

async function keysFor(place: Place, settings: Settings): Promise<Amending['keys']> {
	const person = await findPersonKey(await keySearch(place.directory, settings));
	await askForTouch(person);
	return {
		recorder: await loadRecorderKey(join(place.directory, 'keys')),
		person,
		env: process.env,
	};
}

type Fit = {record: DeploymentRecord; by: string; amendments: readonly Amendment[]};

function unfit(
	says: AmendmentSays,
	{record, by, amendments}: Fit,
): {message: string; hint: string} | undefined {
	if (says.is === 'review-done') {
		if (record.reviews.length === 0) {
			return {message: 'No review is due for that run.', hint: '`gonogo reviews` lists what is due.'};
		}
		return record.people.some(({name}) => name === by)
			? {message: `You took part in that run as ${by}.`, hint: 'A review is for someone who did not.'}
			: undefined;
	}
	const open = deferredOpen(record, amendments).map(({step}) => step);
	return says.is === 'deferred-done' && !open.includes(says.step)
		? {
				message: `The step ${says.step} is not open.`,
				hint:
					open.length === 0 ? 'Nothing of that run is deferred any more.' : `Open are: ${open.join(', ')}.`,
			}
		: undefined;
}
