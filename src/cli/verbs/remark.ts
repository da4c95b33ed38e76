import {type ExitCode, exitCode, Fault} from '../../fault.ts';
import {sanitiseLine} from '../../text/sanitise.ts';
import {deliver, type Gift} from '../deliver.ts';
import {operatorName} from '../operator.ts';
import {complain, say} from '../out.ts';
import {readRunNamed} from '../read-run.ts';
import {readSettings} from '../settings.ts';
import {openPlace} from '../state-directory.ts';

/** `gonogo note RUN TEXT`: into the record, whoever drives. */
export function note(name: string, words: readonly string[]): Promise<ExitCode> {
	return remark(name, who => ({ask: 'note', name: who, text: words.join(' ')}), 'Noted.');
}

/** `gonogo hold RUN REASON`: nothing goes on until someone releases it; a step that runs is not stopped. */
export function hold(name: string, words: readonly string[]): Promise<ExitCode> {
	return remark(name, who => ({ask: 'hold', name: who, reason: words.join(' ')}), 'The run is held.');
}

async function remark(name: string, giftOf: (who: string) => Gift, done: string): Promise<ExitCode> {
	const settings = await readSettings();
	const place = await openPlace(settings);
	const run = await readRunNamed(place, name);
	if (run.state.closed !== undefined) {
		throw new Fault(
			'cli.usage',
			`Run ${run.run} is closed: ${run.state.closed.verdict.replaceAll('-', ' ')}. Its record is signed and takes no more entries.`,
			'`gonogo help all` lists what can be done with a record.',
		);
	}
	const sent = await deliver(place, run, {settings, gift: giftOf(await operatorName(settings))});
	if (!sent.ok) {
		complain(`gonogo: not done: ${sanitiseLine(sent.why)}\n`);
		return exitCode.failed;
	}
	await say(`${done}\n`);
	return exitCode.complete;
}
