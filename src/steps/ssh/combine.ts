import {type Finding, failed, passed, unknown, warned} from '../finding.ts';

export type HostFinding = {readonly host: string; readonly finding: Finding};

/** Makes one finding of those of several hosts. One unknown makes it unknown: nobody knows how that host stands. */
export function combine(findings: readonly HostFinding[], hosts: readonly string[]): Finding {
	const facts = Object.fromEntries(
		hosts.map(host => [host, findings.find(one => one.host === host)?.finding.result ?? 'not started']),
	);
	const bad = findings.filter(({finding}) => finding.result !== 'passed');
	const left = hosts.length - findings.length;
	if (bad.length === 0 && left === 0) {
		return agreed(findings, facts);
	}
	const words = [
		...bad.map(({host, finding}) => `${host}: ${finding.why ?? finding.result}`),
		...(findings.length > bad.length ? [`passed on ${findings.length - bad.length} of ${hosts.length}`] : []),
		...(left > 0 ? [`not started on ${left}`] : []),
	].join('; ');
	const stopped = bad.find(({finding}) => finding.stopped !== undefined)?.finding.stopped;
	const more = {facts, ...(stopped === undefined ? {} : {stopped})};
	return bad.some(({finding}) => finding.result === 'unknown') ? unknown(words, more) : failed(words, more);
}

/** Values taken from the output are kept where all hosts gave the same. */
function agreed(findings: readonly HostFinding[], facts: NonNullable<Finding['facts']>): Finding {
	const [first] = findings;
	const captured = first?.finding.captured ?? {};
	const differing = Object.keys(captured).filter(name =>
		findings.some(({finding}) => finding.captured?.[name] !== captured[name]),
	);
	const same = Object.fromEntries(Object.entries(captured).filter(([name]) => !differing.includes(name)));
	const more = {
		facts,
		...(Object.keys(same).length === 0 ? {} : {captured: same}),
		...(first?.finding.shell !== undefined && findings.every(({finding}) => finding.shell !== undefined)
			? {shell: first.finding.shell}
			: {}),
	};
	const summary = `passed on ${findings.length} hosts`;
	return differing.length === 0
		? passed(summary, more)
		: warned(`${summary}, and they gave different values for ${differing.join(', ')}, which are not kept.`, {
				...more,
				summary,
			});
}
