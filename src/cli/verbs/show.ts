import {replay} from '../../engine/evolve.ts';
import {type ExitCode, exitCode, Fault} from '../../fault.ts';
import {htmlPage} from '../../insight/html-page.ts';
import {readAmendment} from '../../record/amendment.ts';
import {saidIn} from '../../record/check-amendments.ts';
import {measureDowntime} from '../../record/downtime.ts';
import {readOutputs} from '../../record/outputs.ts';
import {buildRunMd} from '../../record/run-md.ts';
import {markdownHtml} from '../../runbook/html.ts';
import {readAmendmentFiles} from '../../store/amendment-files.ts';
import {sanitiseLine, sanitiseText} from '../../text/sanitise.ts';
import {storyLines} from '../../ui/view/story.ts';
import {say} from '../out.ts';
import {readPinned} from '../pinned.ts';
import {readSettings} from '../settings.ts';
import {openPlace} from '../state-directory.ts';

export type ShowOptions = {readonly markdown?: boolean; readonly html?: boolean};

/** `gonogo show [RUN]`: what happened, from the journal alone; the run may be going on meanwhile. */
export async function show(name: string | undefined, options: ShowOptions): Promise<ExitCode> {
	const {store} = await openPlace(await readSettings());
	const {entries, directory} = await store.read(await store.find(name ?? 'last'));
	const opened = entries[0]?.event;
	if (opened?.type !== 'run.opened') {
		throw new Fault(
			'store.broken-chain',
			'That journal does not begin with the opening of a run.',
			'Keep the directory as evidence.',
		);
	}
	const {text, runbook} = await readPinned(directory, opened.runbook);
	const state = replay(runbook, entries);
	if (state === undefined) {
		throw new Error('This is a bug: a verified journal does not fold.');
	}
	const isPage = options.markdown === true || options.html === true;
	const filledIn = isPage
		? sanitiseText(
				buildRunMd({
					runbookText: text,
					state,
					entries,
					outputs: await readOutputs(directory, state),
					downtimeMs: await measureDowntime(directory, state),
				}),
			)
		: '';
	const shown =
		options.html === true
			? htmlPage(`${runbook.title} · ${opened.run}`, markdownHtml(filledIn))
			: options.markdown === true
				? filledIn
				: `${storyLines(state, entries)}${await amendmentLines(directory)}`;
	await say(shown.endsWith('\n') ? shown : `${shown}\n`);
	return exitCode.complete;
}

/** What was said of the run later; `verify` says who signed it. */
async function amendmentLines(directory: string): Promise<string> {
	const lines = (await readAmendmentFiles(directory)).map(({name, bytes}) => {
		const read = readAmendment(bytes);
		const said = read.ok
			? `${read.value.amendment.at}  ${read.value.amendment.by}  ${saidIn(read.value.amendment)}`
			: `${name} can't be read: ${read.why}`;
		return `${sanitiseLine(said)}\n`;
	});
	return lines.length === 0 ? '' : `\nSaid after the record was made:\n${lines.join('')}`;
}
