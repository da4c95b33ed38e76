import type {CommandWork} from '../../runbook/work-model.ts';
import {type At, type Place, performAt} from '../at.ts';
import {type Attempt, type Finding, failed} from '../finding.ts';
import {openLog} from '../log.ts';
import {needsTerminal} from '../shell/sudo.ts';
import {logName} from '../step-output.ts';
import {sshCommand} from './client.ts';
import {combine, type HostFinding} from './combine.ts';
import {mergeLogs} from './merge-logs.ts';
import {runRemotely} from './remote.ts';
import {runInteractively} from './remote-interactive.ts';
import {type Target, targetOf} from './target.ts';

type There = {readonly run: CommandWork; readonly variables: Readonly<Record<string, string>>};

/** Hosts of one step; a rollout over more is a program of its own. */
const hostsMax = 200;

/**
Runs a shell block on hosts over ssh: `batch` of them at the same time, one after the other where nothing else is said.
After the first host where it does not pass, no further one is begun.
*/
export async function performOnHosts(
	attempt: Attempt,
	run: CommandWork,
	variables: Readonly<Record<string, string>>,
): Promise<Finding> {
	const {order} = attempt;
	if (run.background) {
		return failed(
			'A command on a host can’t be left in the background: nothing there would look after it. Use its service manager.',
		);
	}
	const targets = run.on
		.slice(0, hostsMax)
		.map(host => ({host, target: targetOf(host, {hosts: order.hosts, values: order.values})}));
	const bad = targets.find(({target}) => !target.ok);
	if (bad !== undefined || run.on.length > hostsMax) {
		return failed(bad?.target.ok === false ? bad.target.why : `A step runs on ${hostsMax} hosts at most.`);
	}
	const hosts = targets.flatMap(({host, target}) => (target.ok ? [{host, target}] : []));
	const [only] = hosts;
	if (only !== undefined && hosts.length === 1) {
		return performAt(atHost(attempt, only, {run: await lent(attempt, only, run), variables}));
	}
	return inBatches(attempt, hosts, {run, variables});
}

type Host = {readonly host: string; readonly target: Target};

async function inBatches(attempt: Attempt, hosts: readonly Host[], there: There): Promise<Finding> {
	const {log, tools, order} = attempt;
	const size = Math.max(1, there.run.batch ?? 1);
	const findings: HostFinding[] = [];
	for (let first = 0; first < hosts.length; first += size) {
		const batch = hosts.slice(first, first + size);
		tools.report(
			`${batch.map(({host}) => host).join(', ')} (${first + batch.length} of ${hosts.length} hosts)`,
		);
		const own = batch.map(({host}) => ({
			host,
			log: openLog(
				tools.directory,
				logName({step: order.step.id, attempt: order.attempt, host}),
				tools.masked,
			),
		}));
		const merge = mergeLogs(own, log);
		try {
			findings.push(
				...(await Promise.all(
					batch.map((host, index) => onHost({...attempt, log: own[index]?.log ?? log}, host, there)),
				)),
			);
		} finally {
			merge.end();
			for (const {log: ownLog} of own) {
				ownLog.close();
			}
		}
		if (findings.some(({finding}) => finding.result !== 'passed') || tools.signal.aborted) {
			break;
		}
	}
	return combine(
		findings,
		hosts.map(({host}) => host),
	);
}

async function onHost(attempt: Attempt, host: Host, there: There): Promise<HostFinding> {
	const {tools} = attempt;
	tools.reportHost?.(host.host, 'running');
	const isAlone = (there.run.batch ?? 1) <= 1;
	const run = isAlone ? await lent(attempt, host, there.run) : there.run;
	const finding = await performAt(atHost(attempt, host, {...there, run}));
	tools.reportHost?.(host.host, finding.result);
	return {host: host.host, finding};
}

/** With the terminal where sudo would ask for a password on that host; several hosts at a time can't share one. */
async function lent(attempt: Attempt, {target}: Host, run: CommandWork): Promise<CommandWork> {
	const asks = await needsTerminal(attempt, run, sshCommand(target, 'sudo -n true'));
	return asks ? {...run, interactive: true} : run;
}

function atHost(attempt: Attempt, {host, target}: Host, {run, variables}: There): At {
	const place: Place = {
		host,
		run: (work, script) =>
			work.interactive
				? runInteractively(attempt, target, {run: work, script})
				: runRemotely(attempt, target, {run: work, script}),
	};
	return {attempt, run, place, variables};
}
