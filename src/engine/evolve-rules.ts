import {optional} from './decision.ts';
import {type Draft, noteDeviation, progressOf} from './draft.ts';
import type {Entry} from './entry.ts';
import type {EventOf} from './event.ts';
import type {Finding} from './event-rules.ts';
import {kindOf} from './rules.ts';
import type {Deviation, RuleNow} from './state.ts';

/** Another process, perhaps another person on another machine: everything is measured anew before the next step. */
export function forgetMeasured(draft: Draft, {roles}: EventOf<'run.resumed'>): void {
	delete draft.measured;
	delete draft.rights;
	if (roles !== undefined) {
		draft.rights = {roles};
	}
	for (const rule of draft.rules.keys()) {
		if (kindOf(rule) === 'role') {
			draft.rules.delete(rule);
		}
	}
}

type RuleEvent = EventOf<'rules.measured' | 'rule.waived' | 'rule.put-off'>;

export function evolveRules(draft: Draft, entry: Entry, event: RuleEvent): void {
	switch (event.type) {
		case 'rules.measured':
			return evolveMeasured(draft, entry, event);
		case 'rule.waived':
			return evolveWaiver(draft, entry, event);
		case 'rule.put-off':
			return evolvePutOff(draft, event);
	}
}

function evolveMeasured(draft: Draft, entry: Entry, event: EventOf<'rules.measured'>): void {
	draft.rules = new Map(withFindings(draft.rules, event.findings, entry.at));
	if (event.moment !== 'clock') {
		const {step} = event;
		const attempt = step === undefined ? undefined : progressOf(draft, step).attempts.length + 1;
		draft.measured = {at: entry.at, ...optional({step, attempt})};
	}
}

/** The rules once these were found; who went on although one did not hold did so for what was found then. */
export function withFindings(
	rules: ReadonlyMap<string, RuleNow>,
	findings: readonly Finding[],
	at: string,
): ReadonlyMap<string, RuleNow> {
	const all = new Map(rules);
	for (const finding of findings) {
		const before = all.get(finding.rule);
		const isSame = before?.is === finding.is && before.found === finding.found;
		const isFirst = kindOf(finding.rule) === 'context' && finding.is === 'pass';
		const baseline = before?.baseline ?? (isFirst ? finding.found : undefined);
		all.set(finding.rule, {
			...finding,
			at,
			waived: isSame && before.waived,
			putOff: isSame && before.putOff,
			...optional({baseline}),
		});
	}
	return all;
}

function evolveWaiver(draft: Draft, entry: Entry, event: EventOf<'rule.waived'>): void {
	const rule = draft.rules.get(event.rule);
	if (rule === undefined) {
		return;
	}
	const taken = kindOf(event.rule) === 'context' ? rule.found : undefined;
	draft.rules.set(event.rule, {...rule, waived: true, ...optional({baseline: taken})});
	const who = event.role === undefined ? '' : ` as ${event.role}`;
	noteDeviation(draft, entry, {
		what: deviationOf(event.rule),
		why: `${rule.why ?? event.rule} Went on${who}: ${event.reason}`,
	});
}

function evolvePutOff(draft: Draft, event: EventOf<'rule.put-off'>): void {
	const rule = draft.rules.get(event.rule);
	if (rule !== undefined) {
		draft.rules.set(event.rule, {...rule, putOff: true});
	}
}

function deviationOf(rule: string): Deviation['what'] {
	switch (kindOf(rule)) {
		case 'window':
			return 'freeze';
		case 'context':
			return 'context';
		case 'rollback':
		case 'captured':
			return 'readiness';
		default:
			return 'requirement';
	}
}
