import type {Problem} from '../model.ts';
import {conditionsOf} from '../reading/when.ts';
import {groupDemo} from './demo.ts';
import {type FoundCommand, finding, type Paper, placeOf, type Rule} from './paper.ts';

/** Inputs nobody uses, variables nobody sets, blocks that take back what they do, shell fences that hold output. */
export const inputs: Rule = paper => [
	...unused(paper),
	...unset(paper),
	...groupDemo(paper),
	...output(paper),
];

function unused(paper: Paper): readonly Problem[] {
	const body = paper.source.lines.slice(paper.bodyFrom - 1).join('\n');
	const front = paper.source.lines.slice(0, paper.bodyFrom - 1).join('\n');
	return paper.runbook.inputs
		.filter(input => input.confidence === 'declared')
		.flatMap(input => {
			const variable = input.name.replaceAll(/[^A-Za-z0-9_]/g, '_');
			const named = new RegExp(
				String.raw`\$\{?(?:${variable}|${variable.toUpperCase()})\b|\{\{\s*${escaped(input.name)}\s*\}\}|<${escaped(input.name)}>|\bwhen=["']?[^"'\n]*\b${escaped(input.name)}\b`,
			);
			const inFront = new RegExp(
				String.raw`\{\{\s*${escaped(input.name)}\s*\}\}|input:\s*${escaped(input.name)}\b`,
			).test(front);
			const isUsed =
				inFront ||
				named.test(body) ||
				paper.runbook.walk.some(
					step =>
						step.inputs.includes(input.name) ||
						conditionsOf(step).some(condition => condition.includes(input.name)),
				);
			return isUsed
				? []
				: [
						finding(
							'input.unused',
							{line: input.line},
							{message: `“${input.name}” is asked for and used nowhere.`},
						),
					];
		});
}

function escaped(name: string): string {
	return name.replaceAll(/[.-]/g, '\\$&');
}

/** What shells, CI systems and logins set by themselves. */
const wellKnown =
	/^(?:HOME|USER|USERNAME|LOGNAME|PWD|OLDPWD|PATH|SHELL|LANG|LC_\w+|TERM|TMPDIR|EDITOR|HOSTNAME|HOST|UID|EUID|PPID|RANDOM|SECONDS|LINENO|EPOCHSECONDS|BASH\w*|FUNCNAME|IFS|OPTARG|OPTIND|REPLY|PIPESTATUS|COLUMNS|LINES|SSH_\w+|DISPLAY|XDG_\w+|KUBECONFIG|AWS_\w+|GOOGLE_\w+|DOCKER_\w+|PG\w+|MYSQL_PWD|CI|CI_\w+|GITHUB_\w+|GITLAB_\w+|GONOGO_\w+|EUID|SUDO_\w+|VIRTUAL_ENV|NODE_ENV|RAILS_ENV)$/;

function unset(paper: Paper): readonly Problem[] {
	const known = new Set(
		[
			...paper.runbook.inputs.filter(input => input.confidence !== 'likely').map(input => input.name),
			...measured(paper),
		].flatMap(name => [name, name.toUpperCase()].map(given => given.replaceAll(/[^A-Za-z0-9_]/g, '_'))),
	);
	const problems: Problem[] = [];
	for (const command of paper.commands) {
		for (const name of setBy(command)) {
			known.add(name).add(name.toUpperCase());
		}
		const name =
			command.where === 'text'
				? undefined
				: usedIn(command).find(used => !known.has(used) && !wellKnown.test(used));
		if (name !== undefined) {
			known.add(name);
			problems.push(
				finding('variable.unset', placeOf(paper, command, `$${name}`), {
					message: `$${name} is used here and set nowhere before.`,
				}),
			);
		}
	}
	return problems;
}

/** What probes take from an answer; a probe runs no command of its own that could be looked at. */
function measured(paper: Paper): readonly string[] {
	return paper.runbook.walk.flatMap(step =>
		step.kind === 'probe' && 'capture' in step.work ? Object.keys(step.work.capture) : [],
	);
}

function setBy(command: FoundCommand): readonly string[] {
	const captured = Object.keys(command.run?.capture ?? {}).map(name =>
		name.replaceAll(/[^A-Za-z0-9_]/g, '_'),
	);
	const assigned = [
		...command.text.matchAll(
			/(?:^|[\s;&|("'`])(?:export\s+|local\s+|declare\s+(?:-\w+\s+)*|readonly\s+)?([A-Za-z_]\w*)(?:\[[^\]]*\])?\+?=/g,
		),
	].map(match => match[1] ?? '');
	const looped = [
		...command.text.matchAll(
			/\b(?:for|select)\s+([A-Za-z_]\w*)\b|\b(?:read|mapfile|readarray|printf\s+-v|getopts\s+\S+)\s+((?:-\w+\s+(?:\S+\s+)?)*)([A-Za-z_]\w*(?:\s+[A-Za-z_]\w*)*)/g,
		),
	].flatMap(match => [match[1] ?? '', ...(match[3] ?? '').split(/\s+/)]);
	return [...captured, ...Object.keys(command.run?.env ?? {}), ...assigned, ...looped].filter(
		name => name !== '',
	);
}

/** Without single-quoted text, and without `${NAME:-default}`, which needs no value. */
function usedIn(command: FoundCommand): readonly string[] {
	const text = command.text
		.replaceAll(/'[^']*'/g, "''")
		.replaceAll(/\\\$/g, '')
		.replaceAll(/\$\{\w+:?[-+=][^}]*\}/g, '');
	return [...text.matchAll(/\$\{?([A-Za-z_]\w*)/g)].map(match => match[1] ?? '');
}

function output(paper: Paper): readonly Problem[] {
	return paper.runbook.references
		.filter(reference => reference.kind === 'output' && reference.rule === 'R4d')
		.map(reference =>
			finding(
				'fence.output',
				{line: reference.line},
				{message: 'This fence is marked as shell, and its lines read as output.'},
			),
		);
}
