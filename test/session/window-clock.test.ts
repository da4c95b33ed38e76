import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, test, vi} from 'vitest';
import type {Meta} from '../../src/runbook/meta-model.ts';
import {check, command, opened, runbookOf} from '../engine/given.ts';
import {startLive, until} from './live.ts';

/** A freeze up to ten o'clock. */
const windows = {
	timeZone: 'UTC',
	freeze: [{is: 'dated', from: '2026-11-21T08:00', to: '2026-11-21T10:00'}],
	change: [],
} as unknown as NonNullable<Meta['windows']>;

test('a window that opens while nobody does anything is seen within fifteen seconds', async () => {
	vi.useFakeTimers({toFake: ['setInterval', 'clearInterval']});
	const directory = await mkdtemp(join(tmpdir(), 'gonogo-window-'));
	let clock = new Date('2026-11-21T09:59:50Z');
	const plain = runbookOf({walk: [check('look'), command('change')]});
	const live = await startLive(
		{...plain, meta: {...plain.meta, windows}},
		{directory, opened: {...opened, mode: 'walk'}, now: () => clock},
	);
	try {
		await until(live, ({rules}) => rules.get('window')?.is === 'fail');
		expect(live.question()).toMatchObject({is: 'rule', rule: {rule: 'window'}});

		clock = new Date('2026-11-21T10:00:05Z');
		vi.advanceTimersByTime(15_000);
		await until(live, ({rules}) => rules.get('window')?.is === 'pass');
		expect(live.question()).toMatchObject({is: 'check', step: 'look'});
	} finally {
		await live.close();
		vi.useRealTimers();
		await rm(directory, {recursive: true, force: true});
	}
});
