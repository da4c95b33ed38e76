import {criteriaNow, type Met} from '../engine/criteria.ts';
import type {RunState} from '../engine/state.ts';
import {isGroup, isGuard} from '../engine/walk.ts';
import {formatDuration} from '../text/duration.ts';
import {artifactsOf} from './artifacts.ts';
import {changeOf, downtimeOf, rollbackOf} from './course.ts';
import {moment, words} from './markdown-text.ts';
import {flagsOf, peopleOf} from './people.ts';
import type {RunMdParts} from './run-md-parts.ts';
import {stepLines} from './run-md-step.ts';
import {hostsTouched, stateOf} from './step-records.ts';
import {timeSpent} from './time-spent.ts';

/** The table under the title: how it ended, which run, who, where, when. */
export function headLines(told: RunMdParts): string[] {
	const {state, entries} = told;
	const {opened} = state;
	const time = timeSpent(entries);
	const people = peopleOf(entries).map(({name, roles}) => `${words(name)} (${roles.map(words).join(', ')})`);
	const flags = flagsOf(state, entries);
	const rows: readonly (readonly [string, string])[] = [
		[
			'Verdict',
			`**${(state.closed?.verdict ?? 'not closed').replaceAll('-', ' ')}**${because(state.closed?.reason)}`,
		],
		['Marked', flags.join(', ').replaceAll('-', ' ')],
		['Run', `${opened.run} with gonogo ${words(opened.gonogo)}`],
		['Service', words(opened.service ?? '')],
		['Environment', `${words(opened.environment)}${opened.production ? ' (production)' : ''}`],
		['People', people.join(', ')],
		['When', `${moment(state.openedAt)} to ${moment(state.lastAt)}`],
		[
			'Took',
			`${formatDuration(time.durationMs)}: ${formatDuration(time.activeMs)} running, ${formatDuration(time.waitingMs)} waiting`,
		],
		['Steps', stepsSaid(state)],
		...changeRows(told),
		['Runbook', runbookSaid(opened.runbook)],
	];
	const [first = ['', ''], ...rest] = rows.filter(([, cell]) => cell !== '');
	return [row(first), '|---|---|', ...rest.map(row), ...criteriaLines(state), ...inputLines({state})];
}

/** What belongs to no single step: deviations, the rollback, notes. */
export function endLines(told: RunMdParts): string[] {
	const {state} = told;
	const {deviations, rollback, notes} = state;
	const departures = deviations.map(({at, by, what, step, why}) => [
		moment(at),
		words(by),
		what,
		words(step ?? ''),
		words(why),
	]);
	const back =
		rollback === undefined
			? []
			: [
					[
						moment(rollback.startedAt),
						words(rollback.by),
						`by ${rollback.trigger}`,
						words(rollback.reason),
						wayBackSaid(state),
					],
				];
	const written = notes.map(({at, by, text, step}) => [
		moment(at),
		words(by),
		words(step ?? ''),
		words(text),
	]);
	const parts = [
		list('Rolled back', back.map(joined)),
		list('Deviations', departures.map(joined)),
		list('Notes', written.map(joined)),
		...besideLists(told),
	].flat();
	return parts.length === 0 ? [] : ['---', '', ...parts];
}

/** Commands typed beside the runbook with their output, calls, and what is wrong with the runbook. */
function besideLists(told: RunMdParts): string[][] {
	const {state} = told;
	const typed = state.offScript.flatMap(id => state.stepsById.get(id) ?? []);
	const calls = state.calls.map(({at, by, contact, issue, note, overdue, answer}) => [
		moment(at),
		words(by),
		`called ${words(contact)} (${words(issue)})`,
		words(note ?? ''),
		answer === undefined
			? overdue === true
				? 'no answer in time'
				: 'no answer yet'
			: `${answer.is === 'answered' ? 'answered' : 'no answer'} ${moment(answer.at)} ${words(answer.note ?? '')}`.trim(),
	]);
	const redlines = state.redlines.map(({at, by, step, text, proposed}) => [
		moment(at),
		words(by),
		words(step ?? ''),
		words(text),
		proposed === undefined ? '' : `instead: ${words(proposed)}`,
	]);
	const commands = typed.flatMap(step => ['', ...stepLines(told, step)]);
	return [
		commands.length === 0 ? [] : ['**Off script**', ...commands, ''],
		list('Calls', calls.map(joined)),
		list('Redlines', redlines.map(joined)),
	];
}

/** What was deployed where, for which change, and what it cost; rows without words are left out. */
function changeRows({state, downtimeMs}: RunMdParts): (readonly [string, string])[] {
	const {kind, author} = changeOf(state, undefined);
	const {emergency} = state.opened;
	const deployed = (role: 'new' | 'previous') =>
		artifactsOf(state)
			.filter(one => one.role === role)
			.map(({name, value}) => `${words(name)} ${words(value)}`)
			.join('<br>');
	const down = downtimeOf(state, downtimeMs);
	const incident = emergency?.incident === undefined ? '' : ` (${words(emergency.incident)})`;
	return [
		['Deployed', deployed('new')],
		['Before', deployed('previous')],
		['Hosts', hostsTouched(state).map(words).join(', ')],
		['Change', [kind, author].flatMap(said => (said === undefined ? [] : [words(said)])).join(', by ')],
		['Emergency', emergency === undefined ? '' : `${words(emergency.reason)}${incident}`],
		['Downtime', down === undefined ? '' : `${formatDuration(down)}, as measured`],
	];
}

function runbookSaid({path, sha256, commit}: RunState['opened']['runbook']): string {
	return `${words(path)}, sha256 ${sha256}${commit === undefined ? '' : `, commit ${words(commit)}`}`;
}

function wayBackSaid(state: RunState): string {
	const {durationMs = 0, component, succeeded} = rollbackOf(state) ?? {};
	const part = component === undefined ? '' : `, for ${words(component)}`;
	return `${succeeded === true ? 'took' : 'did not end well, after'} ${formatDuration(durationMs)}${part}`;
}

/** `22 passed, 1 not applicable`; of the steps of the walk and, where it was taken, of the way back. */
function stepsSaid(state: RunState): string {
	const steps = [...state.runbook.walk, ...(state.rollback === undefined ? [] : state.runbook.rollback)];
	const counted = Map.groupBy(
		steps.filter(step => !isGroup(step) && !isGuard(step)),
		step => stateOf(state, step),
	);
	return [...counted].map(([word, all]) => `${all.length} ${word.replace('-', ' ')}`).join(', ');
}

function because(reason: string | undefined): string {
	return reason === undefined ? '' : `: ${words(reason)}`;
}

function row([name, cell]: readonly [string, string]): string {
	return `| ${name} | ${cell} |`;
}

function inputLines({state}: Pick<RunMdParts, 'state'>): string[] {
	const given = [...state.inputs].map(([name, input]): readonly [string, string] => [
		words(name),
		input.is === 'value' ? words(input.value) : input.is === 'secret' ? '(secret)' : '(left as written)',
	]);
	return given.length === 0 ? [] : ['', '| Input | Value |', '|---|---|', ...given.map(row)];
}

const metWords: Readonly<Record<Met, string>> = {
	yes: '✔ met',
	no: '✖ **not met**',
	'not applicable': '∅ not applicable',
	'not measured': '? not measured',
};

function criteriaLines(state: RunState): string[] {
	const rows = criteriaNow(state).map(({text, met, measured, answer}) => {
		const why = [measured, answer === undefined ? undefined : `said ${answer.by}`].filter(
			said => said !== undefined,
		);
		return `| ${words(text)} | ${metWords[met]} | ${words(why.join(', '))} |`;
	});
	return rows.length === 0 ? [] : ['', '| Success criterion | Met | Measured |', '|---|---|---|', ...rows];
}

function joined(parts: readonly string[]): string {
	return parts.filter(part => part !== '').join(' · ');
}

function list(title: string, items: readonly string[]): string[] {
	return items.length === 0 ? [] : [`**${title}**`, '', ...items.map(item => `- ${item}`), ''];
}
