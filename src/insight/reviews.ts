import type {Amendment} from '../engine/amendment.ts';
import type {DeploymentRecord} from '../engine/record.ts';
import {deferredOpen, reviewsOf} from './audit.ts';

/** Something a run left to be done. */
export type Due = {
	readonly run: string;
	readonly what: string;
	readonly owner?: string;
	/** As it was given: an ISO time for a review, a person's own words for a deferred step. */
	readonly dueAt?: string;
	readonly overdue: boolean;
	/** The command that says it is done. */
	readonly close: string;
};

/** Reviews and deferred steps of one run of which no amendment says that they are done. */
export function dueIn(record: DeploymentRecord, amendments: readonly Amendment[], nowMs: number): Due[] {
	const run = record.run.id;
	const {reviewsClosed} = reviewsOf(record, amendments);
	return [
		...record.reviews.slice(reviewsClosed).map(({what, dueAt}) => ({
			run,
			what,
			dueAt,
			overdue: isOver(dueAt, nowMs),
			close: `gonogo amend ${run} --review-done NOTE`,
		})),
		...deferredOpen(record, amendments).map(({step, title, owner, due}) => ({
			run,
			what: `Deferred: ${title}`,
			...(owner === undefined ? {} : {owner}),
			...(due === undefined ? {} : {dueAt: due}),
			overdue: due !== undefined && isOver(due, nowMs),
			close: `gonogo amend ${run} --deferred-done ${step} NOTE`,
		})),
	];
}

/** A date alone lasts to its end; words that are no date are never overdue. */
function isOver(due: string, nowMs: number): boolean {
	const dueMs = Date.parse(due);
	const dayMs = 86_400_000;
	return !Number.isNaN(dueMs) && nowMs > dueMs + (/^\d{4}-\d\d-\d\d$/.test(due) ? dayMs : 0);
}
