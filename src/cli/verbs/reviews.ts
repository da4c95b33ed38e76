import {type ExitCode, exitCode} from '../../fault.ts';
import {type Due, dueIn} from '../../insight/reviews.ts';
import {jsonText} from '../../text/json-text.ts';
import {sanitiseLine} from '../../text/sanitise.ts';
import {knownKeys} from '../known-keys.ts';
import {say} from '../out.ts';
import {pastRuns} from '../past-runs.ts';
import {readSettings} from '../settings.ts';
import {openPlace} from '../state-directory.ts';

/** `gonogo reviews`: what runs left to be done, the longest overdue first. */
export async function reviews(options: {readonly json?: boolean}): Promise<ExitCode> {
	const settings = await readSettings();
	const place = await openPlace(settings);
	const due: Due[] = [];
	for await (const {record, amendments} of pastRuns(place, await knownKeys(place.directory, settings))) {
		due.push(...(record === undefined ? [] : dueIn(record, amendments, Date.now())));
	}
	due.sort((a, b) => (a.dueAt ?? '9').localeCompare(b.dueAt ?? '9'));
	if (options.json === true) {
		await say(`${jsonText({schema: 'gonogo.reviews/1', due}, 2)}\n`);
	} else {
		await say(due.length === 0 ? 'Nothing is due.\n' : due.map(line).join(''));
	}
	return exitCode.complete;
}

function line({run, what, owner, dueAt, overdue, close}: Due): string {
	const when = dueAt === undefined ? 'no date' : `${overdue ? 'OVERDUE since' : 'due'} ${dueAt}`;
	const whose = owner === undefined ? '' : ` (${owner})`;
	return `${run}  ${sanitiseLine(`${when}  ${what}${whose}`)}\n    ${sanitiseLine(close)}\n`;
}
