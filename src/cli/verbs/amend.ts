import type {AmendmentSays} from '../../engine/amendment.ts';
import {type ExitCode, exitCode, Fault} from '../../fault.ts';
import {sanitiseLine} from '../../text/sanitise.ts';
import {amendRun} from '../amend.ts';
import {say} from '../out.ts';
import {readSettings} from '../settings.ts';
import {openPlace} from '../state-directory.ts';

export type AmendOptions = {
	readonly incident?: string;
	readonly reviewDone?: string;
	readonly deferredDone?: readonly string[];
	readonly rating?: string;
};

/** `gonogo amend RUN`: says something of a run that is over, without touching its record. */
export async function amend(name: string, options: AmendOptions): Promise<ExitCode> {
	const says = saysOf(options);
	const settings = await readSettings();
	const place = await openPlace(settings);
	const {path, unsigned} = await amendRun(name, says, {place, settings});
	const signed =
		unsigned === undefined
			? 'Signed by the recorder and by you.'
			: `Signed by the recorder only: ${sanitiseLine(unsigned)}`;
	await say(`Amended in ${sanitiseLine(path)}\n${signed}\n`);
	return exitCode.complete;
}

function saysOf({incident, reviewDone, deferredDone, rating}: AmendOptions): AmendmentSays {
	const [step, ...words] = deferredDone ?? [];
	const all: (AmendmentSays | undefined)[] = [
		incident === undefined ? undefined : {is: 'incident', incident: text(incident)},
		reviewDone === undefined ? undefined : {is: 'review-done', note: text(reviewDone)},
		step === undefined ? undefined : {is: 'deferred-done', step, note: text(words.join(' '))},
		rating === undefined ? undefined : {is: 'rating', rating: ratingOf(rating)},
	];
	const [says, more] = all.filter(one => one !== undefined);
	if (says === undefined || more !== undefined) {
		throw new Fault(
			'cli.usage',
			says === undefined ? 'amend needs what is to be said.' : 'amend says one thing at a time.',
			'One of --incident ID, --review-done NOTE, --deferred-done STEP NOTE, --rating 1-5.',
		);
	}
	return says;
}

/** The limit of the statement. UTF-16 units. */
const charsMax = 2000;

function text(given: string): string {
	const trimmed = given.trim();
	if (trimmed === '' || trimmed.length > charsMax) {
		throw new Fault(
			'cli.usage',
			'A note has 1 to 2000 characters.',
			'For example: gonogo amend RUN --incident INC-12',
		);
	}
	return trimmed;
}

function ratingOf(given: string): number {
	if (!/^[1-5]$/.test(given)) {
		throw new Fault('cli.usage', '--rating takes a number from 1 to 5.', '5 is: it served as it stands.');
	}
	return Number(given);
}
