import type {Input, Meta} from '../meta-model.ts';
import type {Problem, Runbook} from '../model.ts';
import type {IncludeLine} from './include-lines.ts';

type From = {readonly at: IncludeLine; readonly path: string};

/**
What an included file declares, beside what the including one does. The same name must mean the same; service,
environments, windows and policy are the including runbook's alone.
*/
export function mergeDeclarations(
	own: Runbook,
	added: Runbook,
	from: From,
): {readonly runbook: Pick<Runbook, 'inputs' | 'meta'>; readonly problems: readonly Problem[]} {
	const problems: Problem[] = [];
	const named = <T>(what: string, one: Named<T>, other: Named<T>): Named<T> => {
		for (const name of Object.keys(other)) {
			if (Object.hasOwn(one, name) && !isSame(one[name], other[name]))
				problems.push(disagrees(what, name, from));
		}
		return {...other, ...one};
	};
	const inputs = mergeInputs(own.inputs, added.inputs, name => problems.push(disagrees('input', name, from)));
	const {meta} = own;
	problems.push(...unheeded(added.meta, from));
	return {
		runbook: {
			inputs,
			meta: {
				...meta,
				criteria: [
					...meta.criteria,
					...added.meta.criteria.map(one => ({...one, file: one.file ?? from.path})),
				],
				hosts: named('host', meta.hosts, added.meta.hosts),
				connections: named('connection', meta.connections, added.meta.connections),
				metrics: named('metric', meta.metrics, added.meta.metrics),
				requires: {
					...meta.requires,
					tools: named('tool', meta.requires.tools, added.meta.requires.tools),
					env: [...new Set([...meta.requires.env, ...added.meta.requires.env])],
					hosts: [...new Set([...meta.requires.hosts, ...added.meta.requires.hosts])],
				},
				notify: {
					channels: named('channel', meta.notify.channels, added.meta.notify.channels),
					templates: named('template', meta.notify.templates, added.meta.notify.templates),
				},
			},
		},
		problems,
	};
}

type Named<T> = Readonly<Record<string, T>>;

/** A declaration counts more than a placeholder that was found; two declarations must agree. */
function mergeInputs(
	own: readonly Input[],
	added: readonly Input[],
	disagree: (name: string) => void,
): readonly Input[] {
	const merged = new Map(own.map(input => [input.name, input]));
	for (const input of added) {
		const known = merged.get(input.name);
		const isDeclared = input.confidence === 'declared';
		if (known === undefined || (isDeclared && known.confidence !== 'declared')) {
			merged.set(input.name, input);
		} else if (isDeclared && !isSame(meaningOf(known), meaningOf(input))) {
			disagree(input.name);
		}
	}
	return [...merged.values()];
}

/** What an input accepts and where its value comes from; its words and its line may differ. */
function meaningOf({type, secret, pattern, default: usual, choices, from, required}: Input): unknown {
	return {type, secret, pattern, usual, choices, from, required};
}

function isSame(one: unknown, other: unknown): boolean {
	return JSON.stringify(one) === JSON.stringify(other);
}

function disagrees(what: string, name: string, {at, path}: From): Problem {
	return {
		code: 'include.disagrees',
		severity: 'error',
		line: at.line,
		column: at.column,
		message: `The ${what} “${name}” means one thing here and another in ${path}.`,
		hint: 'Declare it alike in both files, or give one of them another name.',
	};
}

/** What would have kept a run from starting must not vanish by being included. */
function unheeded({windows, policy}: Meta, {at, path}: From): readonly Problem[] {
	const names = [windows === undefined ? [] : ['windows'], policy === undefined ? [] : ['policy']].flat();
	return names.map(name => ({
		code: 'include.not-taken',
		severity: 'warning',
		line: at.line,
		column: at.column,
		message: `The “${name}” of ${path} does not hold in this runbook.`,
		hint: `Write “${name}” into this runbook’s own front matter as well.`,
	}));
}
