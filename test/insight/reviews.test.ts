import {expect, test} from 'vitest';
import {dueIn} from '../../src/insight/reviews.ts';
import {amendmentThat, recordWith} from './records.ts';

const nowMs = Date.parse('2026-11-22T10:00:00Z');

test('what a run left to be done is due until an amendment says that it is done', async () => {
	const record = await recordWith({
		reviews: [{what: 'Emergency run', dueAt: '2026-11-22T09:00:00.000Z'}],
		deferred: [
			{step: 'announce', title: 'Announce it', owner: 'dan', due: '2026-11-22'},
			{step: 'tidy', title: 'Tidy up', due: 'next week'},
		],
	});
	expect(dueIn(record, [], nowMs)).toMatchObject([
		{what: 'Emergency run', overdue: true},
		{what: 'Deferred: Announce it', owner: 'dan', dueAt: '2026-11-22', overdue: false},
		{what: 'Deferred: Tidy up', overdue: false},
	]);
	const done = [
		amendmentThat({is: 'review-done', note: 'ok'}),
		amendmentThat({is: 'deferred-done', step: 'tidy', note: 'ok'}),
	];
	expect(dueIn(record, done, nowMs + 86_400_000)).toMatchObject([
		{what: 'Deferred: Announce it', overdue: true},
	]);
});
