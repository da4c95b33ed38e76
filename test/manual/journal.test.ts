import {spawnSync} from 'node:child_process';
import {mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {type Bench, bench} from '../cli/program.ts';
import {has} from '../needs.ts';
import {fencesIn, pageOf} from './pages.ts';

const check = fencesIn(pageOf('journal')).find(fence => fence.info === 'sh {#chain}')?.body ?? '';

describe('a run that was walked as the manual says', () => {
	let place: Bench;
	let directory: string;
	beforeAll(() => {
		place = bench();
		writeFileSync(
			join(place.directory, 'tea.md'),
			'# Tea\n\n- [ ] The water boils\n\n```sh\necho hot\n```\n',
		);
		const state = mkdtempSync(join(tmpdir(), 'gonogo-manual-'));
		const said = place.gonogo(['run', '--plain', '--trust', 'tea.md'], {
			input: 'yes\nyes\nyes\n',
			env: {GONOGO_STATE: state},
		});
		expect(said).toMatchObject({code: 0});
		directory = join(state, 'runs', readdirSync(join(state, 'runs'))[0] ?? '');
	});
	afterAll(() => {
		rmSync(join(directory, '..', '..'), {recursive: true, force: true});
		place.remove();
	});

	test('has nothing in its directory that the page on the journal does not name', () => {
		const page = pageOf('journal');
		expect(readdirSync(directory).filter(name => !page.includes(`\`${name}`))).toEqual([]);
	});

	const needed = ['jq', 'xxd', 'sha256sum'].every(has);
	test.skipIf(!needed)(
		'has a journal whose chain the commands of the page follow, and one byte breaks it',
		() => {
			const path = join(directory, 'journal.jsonl');
			const journal = readFileSync(path, 'utf8');
			const head = /"h":"([0-9a-f]{64})"\}\n$/.exec(journal)?.[1];
			expect(follow(directory)).toEqual({status: 0, out: `head ${head}\n`});
			writeFileSync(path, journal.replace('"answer":"yes"', '"answer":"no"'));
			expect(follow(directory)).toMatchObject({
				status: 5,
				out: expect.stringContaining('broken at: {"seq":2'),
			});
			writeFileSync(path, journal);
		},
	);
});

test('help on a verb shows its options and then its page', () => {
	const place = bench();
	const {out} = place.gonogo(['help', 'verify']);
	place.remove();
	expect(out).toContain('--require-level');
	expect(out).toContain('# Checking a record');
});

function follow(cwd: string): {readonly status: number | null; readonly out: string} {
	const {status, stdout} = spawnSync('bash', ['-c', check], {cwd, encoding: 'utf8', timeout: 10_000});
	return {status, out: stdout};
}
