import {openPool} from '../../steps/sql/pool.ts';
import type {PracticeDatabase} from './database.ts';
import type {Drill} from './drills.ts';
import type {Flaw} from './shop-release.ts';
import {oldVersion} from './shop-release.ts';
import {using} from './shop-schema.ts';

/** What a drill does to the world, and when. */
export type Faults = {
	/** How the version is broken before it is deployed. */
	flawOf(version: string): Flaw;
	/** Clients see this version from now on. */
	switched(version: string): void;
	/** Connections are released; what holds on to the database has to let go. */
	paused(): Promise<void>;
	/** Connections are there again. */
	resumed(): void;
	/** Ends the report that stands in the way of a migration. @returns how many there were. */
	stopReport(): Promise<number>;
};

/** The first clients have just been served well when the database goes. */
const loseAfterMs = 3_000;
/** As long as a managed database takes to fail over. */
const outageMs = 30_000;
/** A report that reads the orders table and keeps its lock, longer than anyone waits for a migration. */
const reportSeconds = 300;
const reportName = 'nightly-report';

export function createFaults(drill: Drill | undefined, database: PracticeDatabase): Faults {
	const url = database.facts.is === 'running' ? database.facts.url : undefined;
	let lost = false;
	return {
		flawOf(version) {
			if (version === oldVersion) {
				return 'none';
			}
			return drill === 'bad-release' ? 'price-gap' : drill === 'crash' ? 'crash' : 'none';
		},
		switched(version) {
			if (drill === 'lost-database' && version !== oldVersion && !lost) {
				lost = true;
				setTimeout(() => loseForAWhile(database), loseAfterMs).unref();
			}
		},
		async paused() {
			if (drill === 'failing-migration' && url !== undefined) {
				await endReport(url);
			}
		},
		resumed() {
			if (drill === 'failing-migration' && url !== undefined) {
				runReport(url);
			}
		},
		stopReport: async () => (url === undefined ? 0 : endReport(url)),
	};
}

function loseForAWhile(database: PracticeDatabase): void {
	database.lose?.().catch(told);
	setTimeout(() => database.restore?.().catch(told), outageMs).unref();
}

/** Reads the orders in one long statement, so that nothing can change the table meanwhile. */
function runReport(url: string): void {
	const reading = async () => {
		const pool = await openPool(namedUrl(url), {connectionsMax: 1, withinMs: (reportSeconds + 10) * 1000});
		await pool
			.query(`SELECT pg_sleep(${reportSeconds}) FROM (SELECT FROM orders LIMIT 1) AS one`)
			.finally(() => pool.close());
	};
	// It ends by being ended.
	reading().catch(() => {});
}

async function endReport(url: string): Promise<number> {
	const ended = await using(url, pool =>
		pool.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1', [
			reportName,
		]),
	);
	return ended.length;
}

function namedUrl(url: string): string {
	const named = new URL(url);
	named.searchParams.set('application_name', reportName);
	return named.href;
}

function told(error: Error): void {
	console.error(error.message);
}
