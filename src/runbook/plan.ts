import type {Input} from './meta-model.ts';
import type {EscalationContact, Problem, Reading, Reference, Runbook, Section, Trigger} from './model.ts';
import type {Step} from './step-model.ts';
import type {CommandWork, ShellCommand} from './work-model.ts';

/** What a run of a runbook would do, as `gonogo plan --json` prints it. Fields are only ever added. */
export type PlanJson = {
	readonly schema: 'gonogo.plan/1';
	readonly title: string;
	readonly subtitle?: string;
	readonly path: string;
	readonly meta: Runbook['meta'];
	readonly sections: readonly Pick<Section, 'id' | 'title' | 'level' | 'role' | 'line' | 'file'>[];
	readonly items: readonly PlanItem[];
	readonly inputs: readonly PlanInput[];
	readonly references: readonly Reference[];
	readonly rollback: readonly PlanItem[];
	readonly emergency: readonly PlanItem[];
	readonly aside: readonly PlanItem[];
	readonly troubleshooting: readonly {
		readonly id: string;
		readonly title: string;
		readonly line: number;
		readonly symptom: string;
		readonly steps: readonly string[];
	}[];
	readonly escalation: readonly EscalationContact[];
	readonly triggers: readonly Trigger[];
	readonly links: Runbook['links'];
	readonly stops: Runbook['stops'];
	readonly problems: readonly Pick<
		Problem,
		'code' | 'severity' | 'line' | 'column' | 'message' | 'hint' | 'file'
	>[];
};

export type PlanItem = {
	readonly id: string;
	readonly kind: Step['kind'];
	readonly title: string;
	readonly section: string;
	readonly line: number;
	readonly endLine: number;
	/** The included file it stands in, relative to the runbook's directory; absent for the runbook itself. */
	readonly file?: string;
	/** Could start now, were its inputs given: not forbidden, not waiting for lines to be picked, not a person's work. */
	readonly runnable: boolean;
	readonly danger: Step['danger'];
	readonly mutates: boolean;
	readonly commands: readonly ShellCommand[];
	/** Offered on request, never by itself. */
	readonly suggested?: readonly ShellCommand[];
	readonly statements?: readonly string[];
	readonly points?: readonly string[];
	readonly expected?: string;
	readonly optional?: boolean;
	readonly contingent?: boolean;
	readonly choice?: boolean;
	readonly mixed?: boolean;
	readonly forbidden?: boolean;
	readonly tickedInFile?: boolean;
	readonly host?: string;
	readonly inputs: readonly string[];
	readonly evidence?: string;
	readonly children: readonly PlanItem[];
	readonly rule: string;
};

export type PlanInput = Pick<Input, 'name' | 'type' | 'secret' | 'confidence' | 'required' | 'line'> & {
	readonly default?: string;
	readonly choices?: readonly string[];
};

export function planOf({runbook, problems}: Reading, source: {readonly path: string}): PlanJson {
	const isBroken = problems.some(problem => problem.severity === 'error');
	const tree = (steps: readonly Step[]): readonly PlanItem[] => treeOf(steps, isBroken);
	return {
		schema: 'gonogo.plan/1',
		title: runbook.title,
		...(runbook.subtitle === undefined ? {} : {subtitle: runbook.subtitle}),
		path: source.path,
		meta: runbook.meta,
		sections: runbook.sections.map(({id, title, level, role, line, file}) => ({
			id,
			title,
			level,
			role,
			line,
			...withFile(file),
		})),
		items: tree(runbook.walk),
		inputs: runbook.inputs.map(inputOf),
		references: runbook.references,
		rollback: tree(runbook.rollback),
		emergency: tree(runbook.emergency),
		aside: tree(runbook.aside),
		troubleshooting: runbook.troubleshooting.map(({id, title, line, symptom, steps}) => ({
			id,
			title,
			line,
			symptom,
			steps,
		})),
		escalation: runbook.escalation,
		triggers: runbook.triggers,
		links: runbook.links,
		stops: runbook.stops,
		problems: problems.map(({code, severity, line, column, message, hint, file}) => ({
			code,
			severity,
			line,
			column,
			message,
			hint,
			...withFile(file),
		})),
	};
}

function withFile(file: string | undefined): {readonly file?: string} {
	return file === undefined ? {} : {file};
}

function inputOf({
	name,
	type,
	secret,
	confidence,
	required,
	line,
	default: fallback,
	choices,
}: Input): PlanInput {
	return {
		name,
		type,
		secret,
		confidence,
		required,
		line,
		...(fallback === undefined ? {} : {default: fallback}),
		...(choices ? {choices} : {}),
	};
}

function treeOf(steps: readonly Step[], isBroken: boolean): readonly PlanItem[] {
	const childrenOf = new Map<string, Step[]>();
	const ids = new Set(steps.map(step => step.id));
	const roots: Step[] = [];
	for (const step of steps) {
		if (step.parent === undefined || !ids.has(step.parent)) {
			roots.push(step);
			continue;
		}
		const siblings = childrenOf.get(step.parent) ?? [];
		siblings.push(step);
		childrenOf.set(step.parent, siblings);
	}
	const item = (step: Step): PlanItem =>
		itemOf(step, {children: (childrenOf.get(step.id) ?? []).map(item), isBroken});
	return roots.map(item);
}

function itemOf(
	step: Step,
	{children, isBroken}: {children: readonly PlanItem[]; isBroken: boolean},
): PlanItem {
	const work = workOf(step);
	return {
		id: step.id,
		kind: step.kind,
		title: step.title,
		section: step.section,
		line: step.line,
		endLine: step.endLine,
		...withFile(step.file),
		runnable: !isBroken && isRunnable(step, work),
		danger: step.danger,
		mutates: step.mutates,
		commands: work?.commands ?? [],
		...detailsOf(step, work),
		inputs: step.inputs,
		children,
		rule: step.rule,
	};
}

function workOf(step: Step): CommandWork | undefined {
	if (step.kind === 'probe') return step.work.probe === 'command' ? step.work.run : undefined;
	return step.kind === 'command' || step.kind === 'check' ? step.run : undefined;
}

function isRunnable(step: Step, work: CommandWork | undefined): boolean {
	if (step.forbidden || work?.mixed) return false;
	switch (step.kind) {
		case 'manual':
		case 'gate':
			return false;
		case 'check':
			return work !== undefined;
		default:
			return true;
	}
}

type Details = Partial<
	Pick<
		PlanItem,
		| 'suggested'
		| 'statements'
		| 'points'
		| 'expected'
		| 'optional'
		| 'contingent'
		| 'choice'
		| 'mixed'
		| 'forbidden'
		| 'tickedInFile'
		| 'host'
		| 'evidence'
	>
>;

function detailsOf(step: Step, work: CommandWork | undefined): Details {
	const person = step.kind === 'check' || step.kind === 'manual' ? step : undefined;
	return {
		...(person && person.suggested.length > 0 ? {suggested: person.suggested} : {}),
		...(person && person.points.length > 0 ? {points: person.points} : {}),
		...(person?.statements && person.statements.length > 0 ? {statements: person.statements} : {}),
		...(work?.expected === undefined ? {} : {expected: work.expected}),
		...(step.optional ? {optional: true} : {}),
		...(step.contingent ? {contingent: true} : {}),
		...(work?.choice ? {choice: true} : {}),
		...(work?.mixed ? {mixed: true} : {}),
		...(step.forbidden ? {forbidden: true} : {}),
		...(step.kind === 'check' && step.tickedInFile ? {tickedInFile: true} : {}),
		...(step.host === undefined ? {} : {host: step.host}),
		...(step.kind === 'check' && step.evidence !== undefined ? {evidence: step.evidence} : {}),
	};
}
