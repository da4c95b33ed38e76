import type {RunState} from '../engine/state.ts';
import {sanitiseLine, sanitiseText} from '../text/sanitise.ts';
import {type BookTexts, bookDiff} from './book-diff.ts';
import {readBook} from './includes.ts';
import {say} from './out.ts';
import {readRunbookFile} from './read-file.ts';

/** Says so when the runbook, or a file it includes, has changed since the run began; the pinned copies are what runs. */
export async function tellOfChange(state: RunState, pinned: BookTexts): Promise<void> {
	const {path} = state.opened.runbook;
	const file = await readRunbookFile(path).catch(() => undefined);
	if (file === undefined) {
		return;
	}
	const now = {text: file.text, includes: readBook(file).includes};
	const diff = bookDiff(pinned, now, {name: path, before: 'this run:', now: 'now:'});
	if (diff !== '') {
		await say(
			`${sanitiseLine(path)} has changed since this run began. The run goes on with the copies it began with.\n\n${sanitiseText(diff)}\n`,
		);
	}
}
