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
	const [first, ...others] = drivesOf(record);
	const last = others.at(-1) ?? first;
	return [
		{at: run.openedAt, by: first?.by ?? '', what: `Run opened (${run.mode})`},
		...others,
		...(record.calls ?? []).flatMap(callMoments),
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
		{at: run.endedAt, by: last?.by ?? '', what: `Run closed: ${verdict.is.replaceAll('-', ' ')}`},
		...amendments.map(one => ({at: one.at, by: one.by, what: amendmentSaid(one)})),
	].toSorted((a, b) => a.at.localeCompare(b.at));
}

/** Who drove from when on, the first driver first: a takeover and a resumption alike. */
function drivesOf({people}: DeploymentRecord): Moment[] {
	return people
		.flatMap(({name, drove}) =>
			drove.map(({from, host}) => ({at: from, by: name, what: `Drives on ${host}`})),
		)
		.toSorted((a, b) => a.at.localeCompare(b.at));
}

function callMoments({
	at,
	by,
	contact,
	issue,
	answer,
}: NonNullable<DeploymentRecord['calls']>[number]): Moment[] {
	return [
		{at, by, what: `Called ${contact}: ${issue}`},
		...(answer === undefined
			? []
			: [{at: answer.at, by: '', what: `${contact}: ${answer.is.replaceAll('-', ' ')}`}]),
	];
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

function gateMoments({step, question, openedAt, answers}: DeploymentRecord['approvals'][number]): Moment[] {
	return [
		{at: openedAt, by: '', what: `Gate open: ${question}`},
		...answers.map(answer => ({at: answer.at, by: answer.by, what: answerSaid(step, answer)})),
	];
}

type Answer = DeploymentRecord['approvals'][number]['answers'][number];

function answerSaid(step: string, {answer, reason, role, choice, breakGlass, voided}: Answer): string {
	const as = [role, choice, breakGlass === true ? 'glass broken' : undefined].filter(
		one => one !== undefined,
	);
	return [
		`${answer.toUpperCase()} at ${step}`,
		as.length === 0 ? '' : ` (${as.join(', ')})`,
		reason === undefined ? '' : `: ${reason}`,
		voided === undefined ? '' : `; counted no more: ${voided}`,
	].join('');
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
