import type {Home} from '../../src/ui/home/home.ts';
import {marks} from '../../src/ui/theme.ts';

/** The morning of the release. */
export const now = Date.parse('2026-11-21T09:00:00.000Z');
const complete = {...marks.passed, word: 'complete'};
const rolledBack = {...marks.failed, word: 'rolled back'};

/** Two open runs, three runbooks and one that ended. */
export const shelf: Home = {
	open: [
		{
			is: 'open',
			run: '20261121-081200-4f2a91',
			title: 'Release the checkout service',
			where: 'checkout on production',
			at: '2026-11-21T08:41:00.000Z',
			operator: 'alice',
			driven: false,
		},
		{
			is: 'open',
			run: '20261121-085500-b1c2d3',
			title: 'Move the search index',
			where: 'search on staging',
			at: '2026-11-21T08:59:30.000Z',
			operator: 'bob',
			driven: true,
		},
	],
	runbooks: [
		{
			is: 'runbook',
			path: 'checklists/blue-green.md',
			title: 'Blue-green release',
			runs: 3,
			last: {at: '2026-11-19T10:00:00.000Z', mark: complete},
		},
		{is: 'runbook', path: 'checklists/compose.md', title: 'Release with docker compose', runs: 0},
		{
			is: 'runbook',
			path: 'runbooks/restore-orders.md',
			title: 'Restore the orders database',
			runs: 1,
			last: {at: '2026-10-02T10:00:00.000Z', mark: rolledBack},
		},
	],
	ended: [
		{
			is: 'ended',
			run: '20261119-094100-aaaaaa',
			title: 'Blue-green release',
			where: 'checkout on production',
			at: '2026-11-19T10:00:00.000Z',
			operator: 'alice',
			mark: complete,
		},
	],
};
