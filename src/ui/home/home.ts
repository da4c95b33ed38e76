import type {Mark} from '../theme.ts';
import {fuzzyHit} from './fuzzy.ts';

/** Something that can be opened from the home screen. Every text of it comes from outside and is sanitised where it is shown. */
export type HomeEntry =
	| {
			readonly is: 'open';
			readonly run: string;
			readonly title: string;
			/** `checkout on production` */
			readonly where: string;
			/** ISO 8601. */
			readonly at: string;
			readonly operator: string;
			/** Someone drives it at this moment. */
			readonly driven: boolean;
			/** Its journal can't be read to its end; the reason. */
			readonly damaged?: string;
	  }
	| {
			readonly is: 'runbook';
			/** As a person would type it. */
			readonly path: string;
			readonly title: string;
			/** How its last run here ended. */
			readonly last?: {readonly at: string; readonly mark: Mark};
			readonly runs: number;
	  }
	| {
			readonly is: 'ended';
			readonly run: string;
			readonly title: string;
			readonly where: string;
			readonly at: string;
			readonly operator: string;
			readonly mark: Mark;
	  };

/** What there is, each list with what matters most first. */
export type Home = {
	readonly open: readonly Extract<HomeEntry, {is: 'open'}>[];
	readonly runbooks: readonly Extract<HomeEntry, {is: 'runbook'}>[];
	readonly ended: readonly Extract<HomeEntry, {is: 'ended'}>[];
};

/** A row that can be chosen, with the letters a search found in its title. */
export type HomeRow = {readonly entry: HomeEntry; readonly found: ReadonlySet<number>};

export type HomeGroup = {readonly title: string; readonly rows: readonly HomeRow[]};

/** What is left of each list after a search, the list with the best hit first; without a search everything, as it came. */
export function homeGroups(home: Home, wanted: string): readonly HomeGroup[] {
	const groups = [
		{title: 'Open runs', entries: home.open},
		{title: 'Runbooks', entries: home.runbooks},
		{title: 'Ended runs', entries: home.ended},
	];
	return groups
		.map(({title, entries}) => ({title, rows: matching(entries, wanted)}))
		.filter(({rows}) => rows.length > 0)
		.toSorted((a, b) => (b.rows[0]?.score ?? 0) - (a.rows[0]?.score ?? 0));
}

type Scored = HomeRow & {readonly score: number};

function matching(entries: readonly HomeEntry[], wanted: string): readonly Scored[] {
	if (wanted.trim() === '') {
		return entries.map(entry => ({entry, found: new Set<number>(), score: 0}));
	}
	const hits = entries.flatMap(entry => {
		const title = fuzzyHit(wanted, entry.title);
		const whole = fuzzyHit(wanted, `${entry.title} ${placeOf(entry)}`);
		return whole === undefined
			? []
			: [{entry, found: title?.at ?? new Set<number>(), score: Math.max(title?.score ?? 0, whole.score)}];
	});
	const best = Math.max(...hits.map(hit => hit.score));
	return hits.filter(hit => hit.score >= best * goodEnough).toSorted((a, b) => b.score - a.score);
}

/** Letters scattered over a title are hardly what was meant when another title has them side by side. Share of the best score. */
const goodEnough = 0.5;

/** Where it lies or ran. */
export function placeOf(entry: HomeEntry): string {
	return entry.is === 'runbook' ? entry.path : `${entry.where} ${entry.run}`;
}
