import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {replay} from '../../src/engine/evolve.ts';
import {timeSpent} from '../../src/record/time-spent.ts';
import {openSession} from '../../src/session/session.ts';
import {openFileStore} from '../../src/store/files.ts';
import {storyLines} from '../../src/ui/view/story.ts';
import {check, command, entriesOf, opened, runbookOf} from '../engine/given.ts';

const yearMs = 365 * 86_400_000;

test.each([
	['forward', yearMs],
	['back', -yearMs],
])(
	'a clock that jumps a year %s during a run changes neither the order nor a duration below nothing',
	async (_, jumpMs) => {
		const directory = await mkdtemp(join(tmpdir(), 'gonogo-clock-'));
		try {
			const store = await openFileStore(directory);
			const runbook = runbookOf({walk: [command('deploy', {auto: true}), check('look')]});
			const [first] = entriesOf([opened]);
			const state = first && replay(runbook, [first]);
			if (first === undefined || state === undefined) {
				throw new Error('no first entry');
			}
			let at = Date.parse(first.at);
			const journal = await store.create(opened.run, first, new Map());
			const session = openSession({
				journal,
				state,
				operator: 'alice',
				nonce: () => '1'.repeat(32),
				now: () => new Date(at),
				perform: async () => {
					at += jumpMs;
					return {result: 'passed', durationMs: 5};
				},
			});
			const asks = new Promise<void>(resolve => {
				session.subscribe(() => session.question()?.is === 'check' && resolve());
			});
			session.start();
			await asks;
			at -= 2 * jumpMs;
			expect(await session.send({type: 'answer-check', step: 'look', answer: 'yes'})).toEqual({ok: true});
			expect(await session.send({type: 'close-run', verdict: 'complete'})).toEqual({ok: true});
			await session.close();

			const {entries} = await store.read(opened.run);
			expect(entries.map(entry => entry.seq)).toEqual(entries.map((_entry, index) => index + 1));
			expect(replay(runbook, entries)).toEqual(session.state());
			const spent = timeSpent(entries);
			const times = [...Object.values(spent)].flatMap(part =>
				part instanceof Map ? [...part.values()] : [part],
			);
			expect(times.length).toBeGreaterThan(0);
			expect(JSON.stringify(times)).not.toMatch(/-\d/);
			expect(storyLines(session.state(), entries)).not.toMatch(/-\d+ ?(?:ms|s|m|h|d)\b/);
		} finally {
			await rm(directory, {recursive: true, force: true});
		}
	},
);
