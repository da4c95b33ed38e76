import type {Amendment} from '../engine/amendment.ts';
import type {DeploymentRecord} from '../engine/record.ts';
import {formatDuration} from '../text/duration.ts';
import {sanitiseLine} from '../text/sanitise.ts';

type Moment = {readonly at: string; readonly by: string; readonly what: string};

/** What happened, minute by minute, as a Markdown table for an incident's review. Times are UTC. */
export function timelineMarkdown(record: DeploymentRecord, amendments: readonly Amendment[]): string {
	const {run, runbook, service, environment, verdict, emergency} = record;
	const where = [service, environment.name].filter(part => part !== undefined).join(' · ');
	const facts = [
		`- Run \`${run.id}\` on ${said(where)}`,
		`- ${said(verdict.is.replaceAll('-', ' '))}${verdict.reason === undefined ? '' : `: ${said(verdict.reason)}`}, ${formatDuration(run.durationMs)}`,
		...(emergency === undefined
			? []
			: [
					`- Emergency${emergency.incident === undefined ? '' : ` ${said(emergency.incident)}`}: ${said(emergency.reason)}`,
				]),
		...(record.downtimeMs === undefined ? [] : [`- Measured downtime: ${formatDuration(record.downtimeMs)}`]),
	];
	const rows = moments(record, amendments).map(
		({at, by, what}) => `| ${at.slice(0, 10)} ${at.slice(11, 19)} | ${said(by)} | ${said(what)} |`,
	);
	return [
		`# Timeline: ${said(runbook.title)}`,
		'',
		...facts,
		'',
		'| UTC | Who | What |',
		'|---|---|---|',
		...rows,
		'',
	].join('\n');
}

/** Everything the record has a time for, the earliest first. */
function moments(record: DeploymentRecord, amendments: readonly Amendment[]): Moment[] {
	const {run, notes, deviations, rollback, verdict} = record;
	const driver = record.people.find(({drove}) => drove.length > 0)?.name ?? '';
	return [
		{at: run.openedAt, by: driver, what: `Run opened (${run.mode})`},
		...record.steps.flatMap(stepMoments),
		...record.approvals.flatMap(gateMoments),
		...record.guards.flatMap(guardMoments),
		...notes.map(({at, by, text}) => ({at, by, what: `Note: ${text}`})),
		...deviations.map(({at, by, step, what, why}) => ({
			at,
			by,
			what: `Deviation, ${what}${step === undefined ? '' : ` at ${step}`}: ${why}`,
		})),
		...(rollback === undefined
			? []
			: [
					{
						at: rollback.startedAt,
						by: rollback.by,
						what: `Rollback started (${rollback.trigger}): ${rollback.reason}`,
					},
					{
						at: rollback.endedAt,
						by: rollback.by,
						what: `Rollback ${rollback.succeeded ? 'done' : 'ended without success'} after ${formatDuration(rollback.durationMs)}`,
					},
				]),
		{at: run.endedAt, by: driver, what: `Run closed: ${verdict.is.replaceAll('-', ' ')}`},
		...amendments.map(one => ({at: one.at, by: one.by, what: amendmentSaid(one)})),
	].toSorted((a, b) => a.at.localeCompare(b.at));
}

function stepMoments({title, attempts, answer, decisions}: DeploymentRecord['steps'][number]): Moment[] {
	return [
		...attempts.flatMap(({number, by, startedAt, endedAt, result, why, part}) => [
			{
				at: startedAt,
				by,
				what: `${title}: started${number > 1 ? `, attempt ${number}` : ''}${part === 'whole' ? '' : ` (${part})`}`,
			},
			...(endedAt === undefined
				? []
				: [
						{
							at: endedAt,
							by: '',
							what: `${title}: ${result ?? 'unknown'}${why === undefined ? '' : `, ${why}`}`,
						},
					]),
		]),
		...(answer === undefined
			? []
			: [
					{
						at: answer.at,
						by: answer.by,
						what: `${title}: ${answer.answer}${answer.value === undefined ? '' : ` (${answer.value})`}`,
					},
				]),
		...decisions.map(({at, by, disposition, reason}) => ({
			at,
			by,
			what: `${title}: ${disposition}${reason === undefined ? '' : `, ${reason}`}`,
		})),
	];
}

function gateMoments({question, openedAt, answers}: DeploymentRecord['approvals'][number]): Moment[] {
	return [
		{at: openedAt, by: '', what: `Gate open: ${question}`},
		...answers.map(({at, by, answer, reason}) => ({
			at,
			by,
			what: `${answer.toUpperCase()}${reason === undefined ? '' : `: ${reason}`}`,
		})),
	];
}

function guardMoments({title, changes, accepted}: DeploymentRecord['guards'][number]): Moment[] {
	return [
		...changes.map(({at, from, to, why}) => ({
			at,
			by: '',
			what: `Guard ${title}: ${from} → ${to}${why === undefined ? '' : `, ${why}`}`,
		})),
		...(accepted ?? []).map(({at, by, reason}) => ({
			at,
			by,
			what: `Goes on although ${title} tripped: ${reason}`,
		})),
	];
}

function amendmentSaid({says}: Amendment): string {
	switch (says.is) {
		case 'incident':
			return `Incident ${says.incident}`;
		case 'review-done':
			return `Reviewed: ${says.note}`;
		case 'deferred-done':
			return `Deferred step ${says.step} done: ${says.note}`;
		case 'rating':
			return `Runbook rated ${says.rating} of 5`;
	}
}

/** A longer text belongs into the record, not into a table. UTF-16 units. */
const charsMax = 300;

/** Outside text as plain words in Markdown: it opens no tag, link, cell or code. */
function said(text: string): string {
	return sanitiseLine(text.replaceAll('\n', ' '), charsMax)
		.replaceAll('&', '&amp;')
		.replaceAll('<', '&lt;')
		.replaceAll(/[\\`*_[\]|~!#]/g, sign => `\\${sign}`);
}
