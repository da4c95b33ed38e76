import {isGroup, isGuard} from '../../engine/walk.ts';
import type {Input} from '../../runbook/meta-model.ts';
import type {Runbook} from '../../runbook/model.ts';
import {conditionsOf} from '../../runbook/reading/when.ts';
import type {Step} from '../../runbook/step-model.ts';
import type {ShellCommand} from '../../runbook/work-model.ts';
import {truncate, wrap} from '../../text/width.ts';
import {coverageLines} from './coverage.ts';
import {counted, saidLine} from './said.ts';

export type PlanOptions = {
	/** With the reading rule that decided each step's kind. */
	readonly why: boolean;
	readonly columns: number;
};

/** The walk as an operator will see it, in plain lines: counts, inputs, every step, the dangerous ones marked. */
export function planLines(runbook: Runbook, options: PlanOptions): string {
	const lines = [
		saidLine(runbook.title),
		...(runbook.subtitle === undefined ? [] : [saidLine(runbook.subtitle)]),
		'',
		...facts(runbook, options.columns),
		...inputLines(runbook.inputs),
		...branchLines('Walk', runbook.walk, {runbook, options}),
		...branchLines('Rollback', runbook.rollback, {runbook, options}),
		...branchLines('Emergency', runbook.emergency, {runbook, options}),
		...sideLines(runbook),
		...dangerLines(runbook),
		'',
		...coverageLines(runbook),
	];
	return `${lines.map(line => truncate(line, options.columns)).join('\n')}\n`;
}

/** How far the values of the facts stand in. Columns. */
const factIndent = 14;

function facts(runbook: Runbook, columns: number): string[] {
	const {meta} = runbook;
	const environments = Object.entries(meta.environments).map(([name, {production}]) =>
		production ? `${name} (production)` : name,
	);
	const pairs: [string, string | undefined][] = [
		['Service', meta.service],
		[
			'Environments',
			environments.length === 0 ? 'none declared: every one counts as production' : environments.join(', '),
		],
		['Owner', meta.owner],
		['Review by', meta.reviewBy],
		['Steps', stepCounts(runbook.walk)],
		[
			'Way back',
			runbook.rollback.length === 0
				? 'none: this runbook has no rollback section'
				: counted(runbook.rollback.length, 'step'),
		],
	];
	return pairs
		.filter((pair): pair is [string, string] => pair[1] !== undefined)
		.flatMap(([name, value]) =>
			wrap(saidLine(value), Math.max(factIndent, columns - factIndent)).map(
				(row, index) => `${(index === 0 ? name : '').padEnd(factIndent)}${row}`,
			),
		);
}

/** Counted as the header of a run counts: what only gathers others and what is watched beside is no step to settle. */
function stepCounts(steps: readonly Step[]): string {
	const walked = steps.filter(step => !isGroup(step) && !isGuard(step));
	const kinds = new Map<Step['kind'], number>();
	for (const {kind} of walked) {
		kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
	}
	const parts = [...kinds].map(([kind, count]) => counted(count, ...kindWords[kind]));
	const guards = steps.filter(isGuard).length;
	const beside = guards === 0 ? '' : `, and ${counted(guards, 'guard')} beside them`;
	return walked.length === 0 ? `none${beside}` : `${walked.length} (${parts.join(', ')})${beside}`;
}

/** Of one and of several. */
const kindWords: Readonly<Record<Step['kind'], readonly [string, string]>> = {
	check: ['check', 'checks'],
	manual: ['step by hand', 'steps by hand'],
	command: ['command', 'commands'],
	probe: ['probe', 'probes'],
	metric: ['metric', 'metrics'],
	gate: ['gate', 'gates'],
	backup: ['backup', 'backups'],
	restore: ['restore', 'restores'],
	migration: ['migration', 'migrations'],
	notify: ['message', 'messages'],
	wait: ['wait', 'waits'],
};

function inputLines(inputs: readonly Input[]): string[] {
	if (inputs.length === 0) {
		return [];
	}
	const lines = inputs.map(input => {
		const more = [
			input.secret ? 'secret' : input.type,
			input.choices?.join(' | '),
			input.default === undefined ? undefined : `default ${input.default}`,
			input.about,
		];
		return `  ${saidLine(input.name).padEnd(20)} ${more
			.filter(part => part !== undefined)
			.map(saidLine)
			.join(', ')}`;
	});
	return ['', 'Inputs', ...lines];
}

type Context = {readonly runbook: Runbook; readonly options: PlanOptions};

function branchLines(name: string, steps: readonly Step[], context: Context): string[] {
	if (steps.length === 0) {
		return [];
	}
	const titles = new Map(context.runbook.sections.map(section => [section.id, section.title]));
	const depths = new Map<string, number>();
	const lines = ['', name];
	let section: string | undefined;
	for (const step of steps) {
		if (step.section !== section) {
			section = step.section;
			lines.push(`  ${saidLine(titles.get(section) ?? '')}`);
		}
		const depth = step.parent === undefined ? 0 : (depths.get(step.parent) ?? 0) + 1;
		depths.set(step.id, depth);
		lines.push(
			...(step.noReturn ? ['    ─── point of no return ───'] : []),
			...stepLines(step, depth, context.options),
		);
	}
	return lines;
}

function stepLines(step: Step, depth: number, options: PlanOptions): string[] {
	const indent = ' '.repeat(4 + depth * 2);
	const conditions = conditionsOf(step);
	const marks = [
		step.danger === 'none' ? undefined : step.danger,
		step.auto ? 'auto' : undefined,
		step.optional ? 'optional' : undefined,
		step.contingent ? 'only if needed' : undefined,
		step.forbidden ? 'never run' : undefined,
		pickedWords(step),
		conditions.length === 0 ? undefined : `when ${conditions.join(' and ')}`,
		step.host === undefined ? undefined : `on ${step.host}`,
		options.why
			? `${step.rule}, ${step.file === undefined ? '' : `${step.file} `}line ${step.line}`
			: undefined,
	].filter(mark => mark !== undefined);
	const aside = marks.length === 0 ? '' : `  [${marks.map(saidLine).join(', ')}]`;
	return [
		`${indent}${glyph(step)} ${saidLine(step.title)}${aside}`,
		...commandLines(step).map(line => `${indent}    ${line}`),
	];
}

function pickedWords(step: Step): string | undefined {
	if (step.kind !== 'command') {
		return undefined;
	}
	return step.run.choice ? 'one is picked' : step.run.mixed ? 'the lines are picked' : undefined;
}

/** The commands below the labels of their groups; alternatives with an “or” between them. */
function commandLines(step: Step): string[] {
	const commands = commandsOf(step);
	const isGrouped = new Set(commands.map(({group}) => group)).size > 1;
	const or = step.kind === 'command' && step.run.choice ? 'or ' : '';
	return commands.flatMap((command, index) => {
		const isFirst = commands[index - 1]?.group !== command.group || index === 0;
		const label =
			isGrouped && isFirst && command.group !== undefined
				? [`${index === 0 ? '' : or}${saidLine(command.group)}:`]
				: [];
		return [...label, `$ ${saidLine(command.text.split('\n')[0] ?? '')}${dangerMark(command)}`];
	});
}

function commandsOf(step: Step): readonly ShellCommand[] {
	if ('run' in step && step.run !== undefined) {
		return step.run.commands;
	}
	return 'suggested' in step ? step.suggested : [];
}

function dangerMark(command: ShellCommand): string {
	return command.danger === 'irreversible' ? '   ← can’t be taken back' : '';
}

function glyph(step: Step): string {
	const glyphs: Partial<Record<Step['kind'], string>> = {
		check: '☐',
		manual: '☞',
		gate: '◇',
		command: '▸',
		probe: '?',
		wait: '…',
		metric: '~',
	};
	return glyphs[step.kind] ?? '▸';
}

function sideLines(runbook: Runbook): string[] {
	const parts = [
		runbook.troubleshooting.length === 0
			? undefined
			: `${counted(runbook.troubleshooting.length, 'troubleshooting entry', 'troubleshooting entries')}: ${runbook.troubleshooting.map(entry => entry.title).join(' · ')}`,
		runbook.escalation.length === 0
			? undefined
			: `${counted(runbook.escalation.length, 'escalation contact')}: ${runbook.escalation.map(row => `${row.issue} → ${row.contact}`).join(' · ')}`,
		runbook.triggers.length === 0
			? undefined
			: `${counted(runbook.triggers.length, 'rollback trigger')}: ${runbook.triggers.map(trigger => trigger.text).join(' · ')}`,
		...runbook.stops.map(stop => `Before the walk, line ${stop.line}: ${stop.text}`),
	].filter(part => part !== undefined);
	return parts.length === 0 ? [] : ['', ...parts.map(saidLine)];
}

function dangerLines(runbook: Runbook): string[] {
	const steps = [...runbook.walk, ...runbook.rollback];
	const dangerous = steps.filter(step => step.danger === 'data' || step.danger === 'irreversible');
	const mutating = steps.filter(step => step.mutates).length;
	return [
		'',
		`${counted(mutating, 'step')} may change the world, ${dangerous.length} of them with data or past taking back${dangerous.length === 0 ? '.' : ':'}`,
		...dangerous.map(step => `  line ${step.line}: ${saidLine(step.title)} (${step.danger})`),
	];
}
