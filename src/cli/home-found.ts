import {existsSync} from 'node:fs';
import {relative, resolve, sep} from 'node:path';
import type {RunSummary} from '../store/store.ts';
import type {Home, HomeEntry} from '../ui/home/home.ts';
import type {Mark} from '../ui/theme.ts';
import {type FoundRunbook, foundRunbooks} from './found-runbooks.ts';

/** More of each would be read by nobody; `gonogo log` has them all. */
const endedMax = 50;
const recentMax = 20;

/** What `gonogo` alone offers: open runs, runbooks here and of earlier runs, ended runs; the latest first. */
export async function homeFound(runs: readonly RunSummary[], directory: string): Promise<Home> {
	const latest = runs.toSorted((a, b) => b.lastAt.localeCompare(a.lastAt));
	const here = await foundRunbooks(directory);
	return {
		open: latest.filter(run => run.verdict === undefined).map(openEntry),
		runbooks: [...here, ...recent(latest, here, directory)]
			.map(book => runbookEntry(book, latest, directory))
			.toSorted((a, b) => (b.last?.at ?? '').localeCompare(a.last?.at ?? '')),
		ended: latest
			.flatMap(run => (run.verdict === undefined ? [] : [endedEntry(run, run.verdict)]))
			.slice(0, endedMax),
	};
}

/** Runbooks of earlier runs that lie elsewhere and are still there. Practice has a key of its own. */
function recent(
	latest: readonly RunSummary[],
	here: readonly FoundRunbook[],
	directory: string,
): readonly FoundRunbook[] {
	const known = new Set(here.map(({path}) => resolve(directory, path)));
	const found: FoundRunbook[] = [];
	for (const {runbookPath, title, practice} of latest) {
		if (runbookPath !== undefined && !practice && !known.has(runbookPath) && found.length < recentMax) {
			known.add(runbookPath);
			found.push(...(existsSync(runbookPath) ? [{path: shortest(runbookPath, directory), title}] : []));
		}
	}
	return found;
}

/** Relative where that is below here; else in full. */
function shortest(path: string, directory: string): string {
	const from = relative(directory, path);
	return from.startsWith(`..${sep}`) || from.startsWith(sep) ? path : from;
}

function runbookEntry(
	{path, title}: FoundRunbook,
	latest: readonly RunSummary[],
	directory: string,
): Extract<HomeEntry, {is: 'runbook'}> {
	const whole = resolve(directory, path);
	const runs = latest.filter(run => run.runbookPath === whole);
	const ended = runs.find(run => run.verdict !== undefined);
	return {
		is: 'runbook',
		path,
		title,
		runs: runs.length,
		...(ended?.verdict === undefined
			? {}
			: {last: {at: ended.lastAt, mark: verdictMark(ended, ended.verdict)}}),
	};
}

function openEntry(run: RunSummary): Extract<HomeEntry, {is: 'open'}> {
	return {
		is: 'open',
		...factsOf(run),
		driven: run.drivenBy !== undefined,
		...(run.damaged === undefined ? {} : {damaged: run.damaged}),
	};
}

function endedEntry(run: RunSummary, verdict: string): Extract<HomeEntry, {is: 'ended'}> {
	return {is: 'ended', ...factsOf(run), mark: verdictMark(run, verdict)};
}

function factsOf(run: RunSummary) {
	return {
		run: run.run,
		title: run.title,
		where: [run.service, run.environment].filter(part => part !== undefined).join(' on '),
		at: run.lastAt,
		operator: run.operator,
	};
}

function verdictMark({practice, mode}: RunSummary, verdict: string): Mark {
	const kind = practice ? ' (practice)' : mode === 'walk' ? '' : ` (${mode})`;
	const word = `${verdict.replaceAll('-', ' ')}${kind}`;
	if (verdict === 'complete') {
		return {glyph: '✓', word, tone: 'good'};
	}
	return verdict.startsWith('complete') ? {glyph: '≠', word, tone: 'warn'} : {glyph: '✗', word, tone: 'bad'};
}
