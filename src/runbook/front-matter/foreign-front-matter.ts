import {isDay} from './windows.ts';

/** What front matter of other programs tells about a runbook (rules R1 and R20). */
export type ForeignMeta = {
	/** An issue template's `name`. */
	readonly title?: string;
	readonly about?: string;
	readonly owner?: string;
	/** ISO dates. */
	readonly updated?: string;
	readonly reviewBy?: string;
	/** For the header, by the words to show. */
	readonly shown: Readonly<Record<string, string>>;
};

type Mapping = Readonly<Record<string, unknown>>;

export function foreignMeta(mapping: Mapping, isOurs: boolean): ForeignMeta {
	const keys = new Map(
		Object.entries(mapping).map(([key, value]) => [
			key
				.replaceAll(/([a-z])([A-Z])/g, '$1-$2')
				.replaceAll(/[_\s]+/g, '-')
				.toLowerCase(),
			value,
		]),
	);
	const issue = isOurs ? undefined : issueTitle(keys);
	const about = textOf(keys.get('description')) ?? textOf(keys.get('summary'));
	const reviewed = dayOf(keys, [
		'last-reviewed-on',
		'last-reviewed',
		'reviewed',
		'reviewed-on',
		'last-review',
	]);
	const updated =
		dayOf(keys, ['last-updated', 'last-modified', 'modified', 'lastmod', 'last-update']) ?? reviewed;
	const reviewBy =
		dayOf(keys, ['next-review', 'review-date', 'review-on', 'expires']) ??
		reviewDue(reviewed, textOf(keys.get('review-in')) ?? textOf(keys.get('review-every')));
	const owner =
		textOf(keys.get('owners')) ??
		textOf(keys.get('team')) ??
		textOf(keys.get('maintainer')) ??
		textOf(keys.get('owner-slack'));
	return {
		...(issue === undefined ? {} : {title: issue}),
		...(about === undefined ? {} : {about}),
		...(owner === undefined ? {} : {owner}),
		...(updated === undefined ? {} : {updated}),
		...(reviewBy === undefined ? {} : {reviewBy}),
		shown: {...shownOf(keys), ...(issue === undefined ? {} : runName(keys))},
	};
}

const headerKeys = [
	'team',
	'system',
	'owner-slack',
	'slack',
	'contact',
	'contacts',
	'severity',
	'tier',
	'version',
	'status',
	'maintainer',
	'labels',
];

function shownOf(keys: ReadonlyMap<string, unknown>): Readonly<Record<string, string>> {
	const found = headerKeys.map(key => [key.replaceAll('-', ' '), textOf(keys.get(key))] as const);
	return Object.fromEntries(found.flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])));
}

/** GitHub's issue templates: `name` is the runbook's, `title` what each run is called. */
function issueTitle(keys: ReadonlyMap<string, unknown>): string | undefined {
	const isTemplate = keys.has('name') && ['about', 'labels', 'assignees'].some(key => keys.has(key));
	return isTemplate ? textOf(keys.get('name')) : undefined;
}

function runName(keys: ReadonlyMap<string, unknown>): Readonly<Record<string, string>> {
	const title = textOf(keys.get('title'));
	return title === undefined ? {} : {'run name': title};
}

/** One line of text, from a text, a number or a list of them. */
function textOf(value: unknown): string | undefined {
	const text = Array.isArray(value)
		? value.filter(one => typeof one === 'string').join(', ')
		: typeof value === 'string' || typeof value === 'number'
			? String(value)
			: '';
	const plain = text.replaceAll(/\s+/g, ' ').trim().slice(0, 500);
	return plain === '' ? undefined : plain;
}

function dayOf(keys: ReadonlyMap<string, unknown>, names: readonly string[]): string | undefined {
	const texts = names.map(name => /^\d{4}-\d{2}-\d{2}/.exec(textOf(keys.get(name)) ?? '')?.[0] ?? '');
	return texts.find(isDay);
}

/** `6 months` after a day; months end where the shorter one does. */
function reviewDue(reviewed: string | undefined, span: string | undefined): string | undefined {
	const match = /^(\d{1,3})\s*(day|week|month|year)s?$/i.exec(span ?? '');
	if (reviewed === undefined || match === null) {
		return undefined;
	}
	const count = Number(match[1]);
	const at = new Date(`${reviewed}T00:00:00Z`);
	const dayOfMonth = at.getUTCDate();
	switch (match[2]?.toLowerCase()) {
		case 'day':
			at.setUTCDate(dayOfMonth + count);
			break;
		case 'week':
			at.setUTCDate(dayOfMonth + 7 * count);
			break;
		default:
			at.setUTCMonth(at.getUTCMonth() + (match[2]?.toLowerCase() === 'year' ? 12 : 1) * count);
			if (at.getUTCDate() !== dayOfMonth) {
				at.setUTCDate(0);
			}
	}
	return at.toISOString().slice(0, 10);
}
