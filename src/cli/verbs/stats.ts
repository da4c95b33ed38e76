import {type ExitCode, exitCode} from '../../fault.ts';
import {type Gist, gistOf} from '../../insight/gist.ts';
import {type LineStats, statsOf} from '../../insight/stats.ts';
import {runsMin} from '../../insight/times.ts';
import {formatDuration} from '../../text/duration.ts';
import {jsonText} from '../../text/json-text.ts';
import {sanitiseLine} from '../../text/sanitise.ts';
import {pad} from '../../text/width.ts';
import {knownKeys} from '../known-keys.ts';
import {say} from '../out.ts';
import {pastRuns} from '../past-runs.ts';
import {readSettings} from '../settings.ts';
import {openPlace} from '../state-directory.ts';

/** `gonogo stats`: what the records of this computer say together; those that don't verify are left out and counted. */
export async function stats(options: {readonly json?: boolean}): Promise<ExitCode> {
	const settings = await readSettings();
	const place = await openPlace(settings);
	const gists: Gist[] = [];
	let leftOut = 0;
	for await (const {record, ok, amendments} of pastRuns(place, await knownKeys(place.directory, settings))) {
		if (record !== undefined && ok === true) {
			gists.push(gistOf(record, amendments));
		} else {
			leftOut++;
		}
	}
	const lines = statsOf(gists);
	await say(
		options.json === true
			? `${jsonText({schema: 'gonogo.stats/1', leftOut, lines}, 2)}\n`
			: said(lines, leftOut),
	);
	return exitCode.complete;
}

function said(lines: readonly LineStats[], leftOut: number): string {
	const none =
		lines.length === 0
			? ['No release has a record here yet; rehearsals and practice are not counted.', '']
			: [];
	const rest =
		leftOut === 0
			? []
			: [`Left out: ${leftOut} ${leftOut === 1 ? 'run' : 'runs'} without a record that verifies.`, ''];
	return [...none, ...lines.flatMap(lineSaid), ...rest].join('\n');
}

function lineSaid(line: LineStats): string[] {
	const where = [line.service, line.environment].filter(part => part !== undefined).join('/');
	const {dora, waitingMs, activeMs, heldMs, awayMs} = line;
	return [
		sanitiseLine(`${line.title} — ${where}`),
		`  ${line.runs} runs, ${line.deployments} changed something; half took ${formatDuration(line.medianMs)} or less`,
		`  machine ${formatDuration(activeMs)} · people ${formatDuration(waitingMs)} · held ${formatDuration(heldMs)} · away ${formatDuration(awayMs)}`,
		`  failed ${percent(line.failureRate)} · rolled back ${percent(line.rollbackRate)}${line.rating === undefined ? '' : ` · rated ${line.rating.toFixed(1)} of 5`}`,
		`  DORA  deployments ${dora.deploymentsPerWeek.toFixed(1)} a week · lead time ${duration(dora.leadTimeMs)} · change fail rate ${percent(dora.changeFailRate)} · recovery ${duration(dora.recoveryTimeMs)} · rework ${percent(dora.reworkRate)}`,
		...stepLines(line),
		'',
	];
}

/** The slowest stand here; `--json` has them all. */
const stepsShown = 5;

function stepLines({steps}: LineStats): string[] {
	const slowest = steps.filter(({runs}) => runs >= runsMin).toSorted((a, b) => b.p90Ms - a.p90Ms);
	return slowest.length === 0
		? [`  Usual times come with ${runsMin} runs.`]
		: [
				'  Slowest steps                             usually      9 of 10  failed in',
				...slowest
					.slice(0, stepsShown)
					.map(
						({title, p50Ms, p90Ms, failed, runs}) =>
							`    ${pad(sanitiseLine(title), 38)} ${formatDuration(p50Ms).padStart(8)} ${formatDuration(p90Ms).padStart(12)}  ${failed} of ${runs}`,
					),
			];
}

function percent(share: number | undefined): string {
	return share === undefined ? 'not known' : `${Math.round(share * 100)} %`;
}

function duration(ms: number | undefined): string {
	return ms === undefined ? 'not known' : formatDuration(ms);
}
