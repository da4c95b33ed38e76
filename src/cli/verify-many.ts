import {Fault} from '../fault.ts';
import {unbundle} from '../record/bundle.ts';
import {type JoinedLine, joinLines, type RecordLink} from '../record/chain.ts';
import {linkIn, linkOf} from '../record/check-history.ts';
import {relativesIn} from '../record/relatives.ts';
import type {TrustLevel} from '../record/verification.ts';
import {readRunAt} from '../store/read-run.ts';
import {sanitiseLine} from '../text/sanitise.ts';
import {pad} from '../text/width.ts';
import {kindOf, type RecordPlace, recordBytes} from './found-record.ts';
import {type Asked, verifyOne} from './verify-one.ts';

/** What is kept of a record among many: a line, not the record. */
export type Verified = {
	readonly name: string;
	/** The run goes on: there is nothing to verify yet. */
	readonly open: boolean;
	readonly ok: boolean;
	readonly level: TrustLevel;
	readonly link?: RecordLink;
	readonly verdict?: string;
	/** The first thing that failed; outside text in it is not yet sanitised. */
	readonly why?: string;
	readonly about: readonly string[];
	readonly head?: string;
};

export type Many = {
	readonly records: readonly Verified[];
	readonly chains: readonly JoinedLine[];
	/** What is wrong with all of them together, in sentences. */
	readonly failures: readonly string[];
};

/**
Verifies many records one after the other and joins their histories. One record is in memory at a time; of the others a
line is kept.

@param asked `artifacts` and `expectHead` are asked of all together: one of the records must be it.
*/
export async function verifyMany(places: readonly RecordPlace[], asked: Asked): Promise<Many> {
	const {artifacts = [], expectHead, ...each} = asked;
	const placed = new Map<RecordPlace, RecordLink>();
	for (const place of places) {
		const link = linkIn(unbundle(await recordBytes(place).catch(() => new Uint8Array())).record);
		if (link !== undefined) {
			placed.set(place, link);
		}
	}
	const links = [...placed.values()];
	const relativesOf = relativesIn(links);
	const records: Verified[] = [];
	for (const place of places) {
		const link = placed.get(place);
		records.push(
			await verifiedLine(place, {...each, ...(link === undefined ? {} : {records: relativesOf(link)})}),
		);
	}
	const chains = joinLines(links);
	const heads = new Set(records.flatMap(({link, head}) => [link?.id, head]));
	const about = new Set(records.flatMap(one => (one.ok ? one.about : [])));
	const failures = [
		...chains.flatMap(({cycles}) =>
			cycles.length === 0 ? [] : [`Records lead back to themselves: ${cycles.map(short).join(', ')}.`],
		),
		...twice(links),
		...(expectHead === undefined || heads.has(expectHead)
			? []
			: [
					`The remembered head ${short(expectHead)} is none of these records: something was dropped, or it is elsewhere.`,
				]),
		...artifacts.filter(hex => !about.has(hex)).map(hex => `No record that verifies is about ${hex}.`),
	];
	return {records, chains, failures};
}

async function verifiedLine(place: RecordPlace, asked: Asked): Promise<Verified> {
	const {name} = place;
	try {
		if (await isOpen(place)) {
			return {name, open: true, ok: true, level: 0, about: []};
		}
		const {ok, level, checks, record, id} = await verifyOne(place, asked);
		const why = checks.find(({result}) => result === 'FAIL');
		return {
			name,
			open: false,
			ok,
			level,
			about: (record?.artifacts ?? []).flatMap(({digest, role}) =>
				role === 'new' && digest !== undefined ? [digest.hex] : [],
			),
			...(record === undefined || id === undefined
				? {}
				: {link: linkOf(id, record), verdict: record.verdict.is, head: record.journal.head}),
			...(why === undefined ? {} : {why: `${why.name}: ${why.why}`}),
		};
	} catch (error) {
		if (!(error instanceof Fault)) {
			throw error;
		}
		return {name, open: false, ok: false, level: 0, about: [], why: error.message};
	}
}

/** A run without a record is open when its journal says so; a closed one has lost its record. */
async function isOpen({path, directory}: RecordPlace): Promise<boolean> {
	if (directory === undefined || (await kindOf(path)) !== 'neither') {
		return false;
	}
	const {entries} = await readRunAt(directory);
	return entries.every(({event}) => event.type !== 'run.closed');
}

/** A record that was copied stands for itself once; two different runs never share an id. */
function twice(links: readonly RecordLink[]): string[] {
	const runs = Map.groupBy(links, ({run}) => run);
	return [...runs.entries()].flatMap(([run, own]) => {
		const ids = new Set(own.map(({id}) => id));
		return ids.size > 1
			? [`Run ${run} has ${ids.size} different records: ${[...ids].map(short).join(', ')}.`]
			: [];
	});
}

/** One line for each record, then each history, then what is wrong with all together. */
export function manyLines({records, chains, failures}: Many): string {
	return [
		...records.map(recordLine),
		'',
		...chains.flatMap(chainLines),
		...failures.map(sentence => `FAIL  ${sanitiseLine(sentence)}`),
		'',
	].join('\n');
}

function recordLine({name, open, ok, level, verdict, why, link}: Verified): string {
	if (open) {
		return `◌ open     ${sanitiseLine(name)}`;
	}
	const where = [link?.service, link?.environment].filter(part => part !== undefined).join('/');
	const kind = link === undefined || link.kind === 'release' ? '' : ` (${link.kind})`;
	return [
		`${ok ? '✔' : '✖'} level ${level}`,
		sanitiseLine(name),
		pad(sanitiseLine(where), 20),
		`${sanitiseLine(verdict ?? 'unreadable')}${kind}`,
		...(why === undefined ? [] : [sanitiseLine(why)]),
	].join('  ');
}

function chainLines({service, environment, kind, records, heads, concurrent, gaps}: JoinedLine): string[] {
	const where = sanitiseLine([service, environment].filter(part => part !== undefined).join('/'));
	const joined = concurrent.map(ids => `      concurrent: ${namedIds(ids)}`);
	const missing = gaps.map(({id, by}) => `      gap: ${short(by)} builds on ${short(id)}, which is not here`);
	return [
		`Chain ${where} ${kind}: ${records} ${records === 1 ? 'record' : 'records'}, latest ${namedIds(heads) || 'none'}`,
		...joined,
		...missing,
	];
}

/** The first few say where to look; `--json` has them all. */
const idsShown = 8;

function namedIds(ids: readonly string[]): string {
	const more = ids.length > idsShown ? ` and ${ids.length - idsShown} more` : '';
	return `${ids.slice(0, idsShown).map(short).join(', ')}${more}`;
}

function short(hex: string): string {
	return hex.slice(0, 16);
}
