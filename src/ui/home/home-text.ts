import {pad} from '../../text/width.ts';
import {agoWords} from '../view/ago.ts';
import {saidLine} from '../view/said.ts';
import type {Home, HomeEntry} from './home.ts';

/** Ended runs beyond these are in `gonogo log`. */
const endedMax = 10;

/** The same as the home screen, as lines for a pipe or a terminal that can do no more. */
export function homeText(home: Home, now: number): string {
	const ended = home.ended.slice(0, endedMax);
	return [
		...listed('Open runs; go on with: gonogo resume RUN', home.open, now),
		...listed('Runbooks; walk one with: gonogo run FILE', home.runbooks, now),
		...listed('Ended runs; read one with: gonogo show RUN', ended, now),
	].join('\n');
}

function listed(title: string, entries: readonly HomeEntry[], now: number): readonly string[] {
	return entries.length === 0 ? [] : [title, ...entries.map(entry => `  ${rowText(entry, now)}`), ''];
}

function rowText(entry: HomeEntry, now: number): string {
	switch (entry.is) {
		case 'open': {
			const words = entry.damaged !== undefined ? 'damaged' : entry.driven ? 'driven now' : 'interrupted';
			return `${pad(saidLine(entry.run), 24)} ${saidLine(entry.title)}, ${saidLine(entry.where)}: ${words} ${agoWords(entry.at, now)}, ${saidLine(entry.operator)}`;
		}
		case 'runbook': {
			const last =
				entry.last === undefined
					? 'never run here'
					: `last: ${entry.last.mark.word} ${agoWords(entry.last.at, now)}`;
			return `${pad(saidLine(entry.path), 40)} ${saidLine(entry.title)}  (${last})`;
		}
		case 'ended':
			return `${pad(saidLine(entry.run), 24)} ${saidLine(entry.title)}, ${saidLine(entry.where)}: ${entry.mark.word} ${agoWords(entry.at, now)}, ${saidLine(entry.operator)}`;
	}
}
