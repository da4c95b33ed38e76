import {openPool} from '../../src/steps/sql/pool.ts';
import type {Revision} from './docker-state.ts';
import {fail, say} from './stand-in.ts';

/** Stands in for alembic inside a container: the revisions of its image against the real database. */
export async function alembic([verb]: readonly string[], revisions: readonly Revision[]): Promise<void> {
	process.stderr.write('INFO  [alembic.runtime.migration] Context impl PostgresqlImpl.\n');
	const pool = await openPool(process.env.DATABASE_URL ?? '', {connectionsMax: 1, withinMs: 20_000});
	try {
		const [row] = await pool.query('SELECT version_num FROM alembic_version');
		const current = String(row?.version_num ?? '');
		const at = revisions.findIndex(({id}) => id === current);
		switch (verb) {
			case 'current':
				return say(`${current}${at === revisions.length - 1 ? ' (head)' : ''}`);
			case 'history':
				return say(
					...revisions.map(({id}, index) => `${revisions[index - 1]?.id ?? '<base>'} -> ${id}`).reverse(),
				);
			case 'upgrade':
				return await upgrade(pool, current, revisions.slice(at + 1));
			default:
				fail(`alembic: error: invalid choice: '${verb}'`, 2);
		}
	} finally {
		await pool.close();
	}
}

type Pool = Awaited<ReturnType<typeof openPool>>;

/** Stops at the first revision that fails, with the trace that Python prints. */
async function upgrade(pool: Pool, from: string, revisions: readonly Revision[]): Promise<void> {
	let before = from;
	for (const {id, sql} of revisions) {
		process.stderr.write(`INFO  [alembic.runtime.migration] Running upgrade ${before} -> ${id}\n`);
		try {
			await pool.query(sql);
			await pool.query('UPDATE alembic_version SET version_num = $1', [id]);
		} catch (error) {
			fail(`Traceback (most recent call last):\nsqlalchemy.exc.ProgrammingError: ${String(error)}`);
		}
		before = id;
	}
}
